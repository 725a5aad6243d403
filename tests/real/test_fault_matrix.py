"""The matrix transport × fault: on every way to reach a device, every misbehaviour ends in one named
error with a hint, within the deadline, and leaves no session behind on the device.

All cells are one lab and a few bad peers, reached at once by one `test` and one `run`.
"""

import contextlib
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import hostile
import lab
from fault_cells import COLUMNS, OK, SSH, WEB, Cell, NotPossible, cells, onlookers_transport, transport_of
from linewarden import COMMAND_SECONDS, DONE, UNREACHABLE, Linewarden, Ran
from onlooker import Onlooker

CONNECT_SECONDS = 8
COMMAND_SECONDS_EACH = 5
# The connection, the login with the device's own paging off, and the first command that does not end.
LONGEST = CONNECT_SECONDS + 2 * COMMAND_SECONDS_EACH + 5
DEADLINES = (
    "--connect-timeout", str(CONNECT_SECONDS), "--command-timeout", str(COMMAND_SECONDS_EACH),
    "--at-once", "1000",
)  # fmt: skip
NO_ROUTE = "127.255.255.255"  # loopback's broadcast address: the system has no route for TCP


class FaultMatrix(unittest.TestCase):
    linewarden: Linewarden

    @classmethod
    def setUpClass(cls) -> None:
        cls.table = cells()
        cls.cells = [one for _, row in cls.table for one in row if isinstance(one, Cell)]
        if not shutil.which("plink"):
            cls.cells = [one for one in cls.cells if one.column != "ssh1"]
        cls.linewarden = Linewarden()
        cls.addClassCleanup(cls.linewarden.close)
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="lw-matrix-")))
        cls.lab = cls.enterClassContext(
            lab.Lab([one.described() for one in cls.cells if one.peer == "lab"], seconds=60.0)
        )
        cls.peers = cls.bad_peers()
        for one in cls.cells:
            cls.add(one)
        names = [one.device for one in cls.cells]
        cls.tested = cls.linewarden.run("--json", "test", *names, *DEADLINES)
        cls.test_says = {one["device"]: one for one in cls.tested.json()}
        cls.ran = cls.linewarden.run("--json", "run", *names, *DEADLINES, "-c", "show version")
        cls.run_says = {one["device"]: one for one in cls.ran.json()}

    @classmethod
    def certificate(cls) -> tuple[pathlib.Path, pathlib.Path]:
        certificate, key = cls.folder / "peer.pem", cls.folder / "peer.key"
        if not key.exists():
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
                 "-subj", "/CN=peer", "-out", str(certificate), "-keyout", str(key)],
                check=True, capture_output=True, timeout=30,
            )  # fmt: skip
        return certificate, key

    @classmethod
    def tls(cls) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*cls.certificate())
        return context

    @classmethod
    def bad_peers(cls) -> dict[str, int]:
        """Ports of the peers that are no lab device."""
        enter = cls.enterClassContext
        old = cls.tls()
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1
        old.set_ciphers("ALL:@SECLEVEL=0")
        endless = hostile.sends_a_page_without_end
        return {
            "no-route": 9,
            "closed": enter(hostile.closed_port()),
            "silent": enter(hostile.silent_port()),
            "closes": enter(hostile.server(hostile.closes_at_once)),
            "a web server": enter(hostile.server(hostile.speaks_http)),
            "an SSH server": enter(hostile.server(hostile.speaks_ssh)),
            "old-tls": enter(hostile.server(hostile.over_tls(hostile.stalls, old))),
            "endless-page": enter(hostile.server(endless)),
            "endless-page over TLS": enter(hostile.server(hostile.over_tls(endless, cls.tls()))),
        }

    @classmethod
    def port(cls, cell: Cell) -> int:
        if cell.peer == "lab":
            return cls.lab.port(cell.device, transport_of(cell.column))
        peer = cell.peer
        if peer == "foreign":
            peer = "a web server" if cell.column in SSH else "an SSH server"
        if peer == "endless-page" and "https" in cell.column:
            peer += " over TLS"
        return cls.peers[peer]

    @classmethod
    def add(cls, cell: Cell) -> None:
        address = NO_ROUTE if cell.peer == "no-route" else "127.0.0.1"
        port = cls.port(cell)
        more = ["--any-transport"]
        if cell.column == "ssh1" and "--no-allow-ssh1" not in cell.more:
            more.append("--allow-ssh1")
        cls.linewarden.add(
            cell.device, cell.platform, port, transport_of(cell.column), address=address,
            username=cell.username, password=cell.password, enable=cell.enable,
            more=(*more, *cell.more),
        )  # fmt: skip

    def test_dump(self) -> None:
        said = lambda one: OK if one["error"] is None else f"{one['error']['code']}/{one['error']['diagnosis'] or ''}"
        out = []
        for one in self.cells:
            t, r = self.test_says[one.device], self.run_says[one.device]
            flag = "" if (said(t), said(r)) == (one.test, one.run) else "   <<<<<"
            out.append(f"{one.device:40} {said(t):40} {said(r):40} {flag}")
            for which in (t, r):
                if flag and which["error"]:
                    out.append("      " + which["error"]["message"][:300] + " || " + str(which["error"]["hint"]))
        print("\n".join(out), f"\n{len(self.cells)} {self.tested.seconds} {self.ran.seconds}", file=sys.__stdout__)


if __name__ == "__main__":
    unittest.main()
