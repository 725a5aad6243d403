"""Debian's Telnet server behind its internet server: inetutils-telnetd, started by openbsd-inetd for
each connection, with a login program of the test's own that leads to the router's vtysh. No account of
the machine takes part. Root, after isolation.enter().
"""

import pathlib
import shutil
import tempfile
import unittest

from children import Child, free_port
from frr import Frr
from openssh import VTYSH

INETD = pathlib.Path("/usr/sbin/inetd")
TELNETD = pathlib.Path("/usr/sbin/telnetd")
USERNAME = "operator"
PASSWORD = "telnetd-login-6120"

LOGIN = """\
#!/bin/sh
printf '\\nUser Access Verification\\n\\nUsername: '
read -r name
stty -echo
printf 'Password: '
read -r secret
stty echo
printf '\\n'
if [ "$name:$secret" != "{username}:{password}" ]; then
  printf 'Login incorrect\\n'
  exit 1
fi
exec {vtysh} --vty_socket {sockets} --config_dir {sockets}
"""


class Telnetd:
    """The Telnet port of a machine on which `router` runs."""

    def __init__(self, router: Frr) -> None:
        for program, package in ((INETD, "openbsd-inetd"), (TELNETD, "inetutils-telnetd"), (VTYSH, "frr")):
            if not program.exists():
                raise unittest.SkipTest(f"skipped: no {program} ({package})")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="linewarden-telnetd-"))
        self.port = free_port()
        login = self.folder / "login"
        login.write_text(
            LOGIN.format(username=USERNAME, password=PASSWORD, vtysh=VTYSH, sockets=router.folder)
        )
        login.chmod(0o700)
        settings = self.folder / "inetd.conf"
        settings.write_text(
            f"127.0.0.1:{self.port} stream tcp nowait root {TELNETD} telnetd -h -E {login}\n"
        )
        self._child = Child([str(INETD), "-d", "-i", str(settings)], self.folder / "inetd.log")
        try:
            self._child.wait_for_port(self.port)
        except Exception:
            self.stop()
            raise

    def stop(self) -> None:
        self._child.stop()
        shutil.rmtree(self.folder)
