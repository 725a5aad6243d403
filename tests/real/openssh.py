"""OpenSSH's server on loopback ports, with an account whose shell is the router's vtysh: as a device, as a
jump host, or with one old algorithm only.

The account is one of accounts.py: isolation.enter() comes first.
"""

import grp
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import accounts
from children import Child, free_port
from frr import Frr

SSHD = pathlib.Path("/usr/sbin/sshd")
VTYSH = pathlib.Path("/usr/bin/vtysh")
USERNAME = "lwoperator"
PASSWORD = "ssh-login-5583"
UID = 64017


class Account:
    """The user of all servers. Its password is PASSWORD."""

    def __init__(self, router: Frr) -> None:
        if not SSHD.exists() or not VTYSH.exists():
            raise unittest.SkipTest("skipped: no sshd or no vtysh (openssh-server, frr)")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="linewarden-account-"))
        self.folder.chmod(0o755)
        self._write_shell(router)
        group = grp.getgrnam("frrvty")
        self._files = accounts.AccountFiles(self.folder)
        self._files.add(f"{USERNAME}:x:{UID}:{group.gr_gid}::{self.folder}:{self.shell}", PASSWORD)

    def _write_shell(self, router: Frr) -> None:
        # vtysh.conf says that `write memory` writes the daemon's own file.
        settings = router.folder / "vtysh.conf"
        settings.write_text("no service integrated-vtysh-config\n")
        settings.chmod(0o644)
        self.shell = self.folder / "vtysh"
        self.shell.write_text(
            "#!/bin/sh\n"
            f"exec {VTYSH} --vty_socket {router.folder} --config_dir {router.folder} \"$@\"\n"
        )
        self.shell.chmod(0o755)

    def close(self) -> None:
        self._files.close()
        shutil.rmtree(self.folder)


def make_key(path: pathlib.Path, kind: tuple[str, ...] = ("-t", "ed25519")) -> None:
    """A key pair without passphrase, as ssh-keygen makes it."""
    path.unlink(missing_ok=True)
    subprocess.run(
        ["ssh-keygen", "-q", *kind, "-N", "", "-C", "", "-f", str(path)],
        check=True, capture_output=True, timeout=30,
    )  # fmt: skip


class OpenSsh:
    """One running sshd in front of `router`. Its `settings` go before its usual ones and so win."""

    def __init__(
        self,
        router: Frr,
        account: Account | None = None,
        settings: tuple[str, ...] = (),
        host_key: tuple[str, ...] = ("-t", "ed25519"),
    ) -> None:
        self._own_account = Account(router) if account is None else None
        self._host_key = host_key
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="linewarden-sshd-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        pathlib.Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self._write_config(settings)
        make_key(self.folder / "host_key", host_key)
        self._child = self._start()

    def _write_config(self, settings: tuple[str, ...]) -> None:
        self.config = self.folder / "sshd_config"
        self.config.write_text(
            "".join(f"{line}\n" for line in settings) + f"Port {self.port}\n"
            "ListenAddress 127.0.0.1\n"
            f"HostKey {self.folder / 'host_key'}\n"
            f"PidFile {self.folder / 'sshd.pid'}\n"
            "UsePAM no\n"
            "PasswordAuthentication yes\n"
            "KbdInteractiveAuthentication no\n"
            "PubkeyAuthentication no\n"
            "PrintMotd no\n"
            "PrintLastLog no\n"
            f"AllowUsers {USERNAME}\n"
        )

    def _start(self) -> Child:
        child = Child([str(SSHD), "-D", "-e", "-f", str(self.config)], self.folder / "sshd.log")
        try:
            child.wait_for_port(self.port)
        except Exception:
            child.stop()
            raise
        return child

    def change_host_key(self) -> None:
        """Restarts on the same port with another host key, as a replaced device would."""
        self._child.stop()
        make_key(self.folder / "host_key", self._host_key)
        self._child = self._start()

    def fingerprint(self) -> str:
        """SHA256:… of the host key."""
        said = subprocess.run(
            ["ssh-keygen", "-l", "-f", str(self.folder / "host_key.pub")],
            capture_output=True, text=True, check=True, timeout=10,
        )  # fmt: skip
        return said.stdout.split()[1]

    def stop(self) -> None:
        self._child.stop()
        shutil.rmtree(self.folder)
        if self._own_account is not None:
            self._own_account.close()
