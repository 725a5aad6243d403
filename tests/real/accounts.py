"""Accounts of a test's own: they exist only in this process's mount namespace (isolation.enter() comes first),
where copies of the machine's account files with one line more lie over the originals.
"""

import pathlib
import shutil
import subprocess

import isolation


class AccountFiles:
    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        self._mounts: list[pathlib.Path] = []

    def add(self, passwd: str, password: str) -> None:
        """`passwd` is the account's line of /etc/passwd."""
        hashed = subprocess.run(
            ["openssl", "passwd", "-6", "-stdin"],
            input=password, capture_output=True, text=True, check=True, timeout=10,
        ).stdout.strip()  # fmt: skip
        self._overlay(pathlib.Path("/etc/passwd"), f"{passwd}\n")
        name = passwd.split(":", 1)[0]
        self._overlay(pathlib.Path("/etc/shadow"), f"{name}:{hashed}:19000:0:99999:7:::\n")

    def _overlay(self, original: pathlib.Path, line: str) -> None:
        copy = self._folder / original.name
        shutil.copy2(original, copy)
        with copy.open("a") as accounts:
            accounts.write(line)
        isolation.mount("--bind", copy, original)
        self._mounts.append(original)

    def close(self) -> None:
        for original in reversed(self._mounts):
            isolation.unmount(original)
