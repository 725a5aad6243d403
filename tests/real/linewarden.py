"""The program under test, run as its users run it: one process for each command."""

import dataclasses
import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest
from typing import Any

import secrets_seen

# No command of these tests may take longer; a command that hangs fails its test.
COMMAND_SECONDS = 60.0

DONE, NO, USAGE, UNREACHABLE = 0, 1, 2, 3


def binary() -> pathlib.Path:
    """The linewarden program, from the environment variable LINEWARDEN."""
    told = os.environ.get("LINEWARDEN")
    if not told:
        raise unittest.SkipTest("skipped: LINEWARDEN does not name the program")
    path = pathlib.Path(told).absolute()
    if not path.exists():
        raise unittest.SkipTest(f"skipped: {path} is not built")
    return path


@dataclasses.dataclass(frozen=True)
class Ran:
    """What one command gave."""

    arguments: list[str]
    status: int
    out: str
    err: str
    seconds: float

    def json(self) -> Any:
        return json.loads(self.out)

    def told(self) -> str:
        """For the message of a failed assertion."""
        return (
            f"\n$ linewarden {' '.join(self.arguments)}\nstatus {self.status} after "
            f"{self.seconds:.2f} s\n--- stdout\n{self.out[-3000:]}\n--- stderr\n{self.err[-3000:]}"
        )


class Linewarden:
    """The program with a data folder of its own. Leaves no trace after close()."""

    def __init__(self) -> None:
        self.program = binary()
        self._folder = tempfile.TemporaryDirectory(prefix="linewarden-data-")
        self.data = pathlib.Path(self._folder.name) / "data"
        self.data.mkdir(mode=0o700)
        self.environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": self._folder.name}

    def run(
        self,
        *arguments: str | pathlib.Path,
        seconds: float = COMMAND_SECONDS,
        stdin: str = "",
        **environment: str,
    ) -> Ran:
        words = [str(word) for word in arguments]
        started = time.monotonic()
        done = subprocess.run(
            [str(self.program), "--data", str(self.data), *words],
            capture_output=True, timeout=seconds, input=stdin.encode(),
            env=self.environment | environment,
        )  # fmt: skip
        ran = Ran(
            words,
            done.returncode,
            done.stdout.decode(errors="replace"),
            done.stderr.decode(errors="replace"),
            time.monotonic() - started,
        )
        secrets_seen.refuse(ran.out + ran.err, ran.told())
        return ran

    def json(self, *arguments: str | pathlib.Path, status: int = DONE, **environment: str) -> Any:
        """Runs with --json and gives the document; another exit status fails the test."""
        ran = self.run("--json", *arguments, **environment)
        if ran.status != status:
            raise AssertionError(f"expected exit status {status}{ran.told()}")
        try:
            return ran.json()
        except json.JSONDecodeError as error:
            raise AssertionError(f"standard output is not one JSON document: {error}{ran.told()}")

    def add(
        self,
        name: str,
        platform: str,
        port: int,
        transport: str,
        *,
        username: str = "",
        password: str = "",
        enable: str | None = None,
        address: str = "127.0.0.1",
        more: tuple[str, ...] = (),
    ) -> None:
        """`device add`; the passwords go through the environment, as the contract wants."""
        words = ["device", "add", name, "--platform", platform, "--address", address]
        # The port of a console is its server's.
        words += ["--console", f"{address}:{port}"] if transport == "console" else ["--port", str(port)]
        words += ["--transport", transport, *more]
        environment = {"DEVICE_PASSWORD": password}
        words += ["--password-env", "DEVICE_PASSWORD"]
        if username:
            words += ["--username", username]
        if enable is not None:
            environment["DEVICE_ENABLE"] = enable
            words += ["--enable-password-env", "DEVICE_ENABLE"]
        for secret in (password, enable):
            secrets_seen.watch(secret)
        ran = self.run(*words, **environment)
        if ran.status != DONE:
            raise AssertionError(f"the device could not be added{ran.told()}")

    def close(self) -> None:
        self._folder.cleanup()
