"""FRRouting's zebra: a real router with an IOS-like command line on a Telnet port.

It runs as user frr with every file in one folder. It owns the routes of its network namespace, so
start it only after isolation.enter().
"""

import pathlib
import pwd
import shutil
import tempfile
import unittest

from children import Child, free_port

ZEBRA = pathlib.Path("/usr/lib/frr/zebra")
PASSWORD = "frr-login-7411"
ENABLE_PASSWORD = "frr-enable-9026"
HOSTNAME = "frr-r1"


class Frr:
    """One running zebra. `config` is the file that `write memory` writes."""

    def __init__(self) -> None:
        if not ZEBRA.exists():
            raise unittest.SkipTest("skipped: no FRRouting (Debian package frr)")
        account = pwd.getpwnam("frr")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="linewarden-frr-"))
        self.folder.chmod(0o755)
        self.config = self.folder / "zebra.conf"
        self.config.write_text(
            f"hostname {HOSTNAME}\npassword {PASSWORD}\nenable password {ENABLE_PASSWORD}\n"
        )
        self.config.chmod(0o640)
        for path in (self.folder, self.config):
            shutil.chown(path, account.pw_uid, account.pw_gid)
        self.port = free_port()
        self._child = self._start()

    def _start(self) -> Child:
        files = self.folder
        child = Child(
            [
                str(ZEBRA), "--user", "frr", "--group", "frr",
                "--config_file", str(self.config), "--pid_file", str(files / "zebra.pid"),
                "--socket", str(files / "zserv.api"), "--vty_socket", str(files),
                "--vty_addr", "127.0.0.1", "--vty_port", str(self.port), "--log", "stdout",
            ],
            files / "zebra.log",
        )  # fmt: skip
        try:
            child.wait_for_port(self.port)
        except Exception:
            child.stop()
            raise
        return child

    def reload(self) -> None:
        """Stops and starts on the same port: what was not written is gone."""
        self._child.stop()
        self._child = self._start()

    def saved(self) -> str:
        return self.config.read_text()

    def stop(self) -> None:
        self._child.stop()
        shutil.rmtree(self.folder)
