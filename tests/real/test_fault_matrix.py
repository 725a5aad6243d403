"""The matrix transport × fault: on every way to reach a device, every misbehaviour ends in one named
error with a hint, within the deadline, and leaves no session behind on the device.

All cells are one lab and a few bad peers, reached at once by a few commands. The table goes to
standard output whether the test passes or not.
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
from typing import Any

import hostile
import lab
from fault_cells import (
    COLUMNS, OK, REJECTED, WEB, Cell, NotPossible, cells, onlookers_transport, transport_of,
)  # fmt: skip
from linewarden import DONE, NO, UNREACHABLE, Linewarden, Ran
from onlooker import Onlooker
from progress import InProgress

CONNECT_SECONDS = 6
COMMAND_SECONDS = 4
# The connection, one command that does not end, and saying goodbye.
LONGEST = CONNECT_SECONDS + COMMAND_SECONDS + 5
DEADLINES = (
    "--connect-timeout", str(CONNECT_SECONDS), "--command-timeout", str(COMMAND_SECONDS),
    "--at-once", "1000",
)  # fmt: skip
NO_ROUTE = "127.255.255.255"  # loopback's broadcast address: the system has no route for TCP
SETTLE_SECONDS = 10.0
ANCHOR = "anchor"  # a slow device that keeps the program running

Answers = dict[str, dict[str, Any]]


def said(answer: dict[str, Any]) -> str:
    """What came of one device, in the words of fault_cells."""
    if answer["error"]:
        return f"{answer['error']['code']}/{answer['error']['diagnosis'] or ''}"
    return REJECTED if any(one["rejected"] for one in answer.get("outputs", [])) else OK


class BadPeers:
    """What is no lab device: a port each, for as long as `held` is open."""

    def __init__(self, held: contextlib.ExitStack, folder: pathlib.Path) -> None:
        self._certificate, self._key = folder / "peer.pem", folder / "peer.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
             "-subj", "/CN=peer", "-out", str(self._certificate), "-keyout", str(self._key)],
            check=True, capture_output=True, timeout=30,
        )  # fmt: skip
        endless = hostile.sends_a_page_without_end
        behaviours = {
            "closes": hostile.closes_at_once,
            "a web server": hostile.speaks_http,
            "an SSH server": hostile.speaks_ssh,
            "a Telnet server": hostile.stalls_after_the_password,
            "old-tls": hostile.over_tls(hostile.stalls, self._tls(ssl.TLSVersion.TLSv1)),
            "endless-page": endless,
            "endless-page over TLS": hostile.over_tls(endless, self._tls(ssl.TLSVersion.TLSv1_3)),
        }
        self._ports = {
            "no-route": 9,
            "closed": held.enter_context(hostile.closed_port()),
            "silent": held.enter_context(hostile.silent_port()),
        }
        for name, behaviour in behaviours.items():
            self._ports[name] = held.enter_context(hostile.server(behaviour))

    def _tls(self, newest: ssl.TLSVersion) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certificate, self._key)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = newest
        context.set_ciphers("ALL:@SECLEVEL=0")
        return context

    def port(self, cell: Cell) -> int:
        peer = cell.peer
        if peer == "foreign":
            # Of these a client that waits for the server's first words hears some.
            foreign = {"ssh": "a web server", "ssh1": "a Telnet server"}
            peer = foreign.get(cell.column, "an SSH server")
        if peer == "endless-page" and "https" in cell.column:
            peer += " over TLS"
        return self._ports[peer]


class FaultMatrix(unittest.TestCase):
    """One pass over all cells; each test then judges one side of what came of it."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.table = cells()
        plink = shutil.which("plink") is not None
        cls.cells = [
            one for _, row in cls.table for one in row
            if isinstance(one, Cell) and (plink or one.column != "ssh1")
        ]  # fmt: skip
        held = cls.enterClassContext(contextlib.ExitStack())
        folder = held.enter_context(tempfile.TemporaryDirectory(prefix="lw-matrix-"))
        cls.peers = BadPeers(held, pathlib.Path(folder))
        in_lab = [one for one in cls.cells if one.peer == "lab"]
        cls.lab = held.enter_context(lab.Lab([one.described() for one in in_lab], seconds=60.0))
        cls.linewarden = Linewarden()
        held.callback(cls.linewarden.close)
        for one in cls.cells:
            cls.add(one)
        cls.onlookers = {one: cls.onlooker_of(one, held) for one in in_lab}

        cls.tests: Answers = {}
        cls.runs: Answers = {}
        cls.commands: list[tuple[Ran, int]] = []  # each with the exit status that it must have
        for expected in sorted({one.test == OK for one in cls.cells}):
            cls.command(cls.tests, "test", [one for one in cls.cells if (one.test == OK) == expected],
                        DONE if expected else UNREACHABLE)  # fmt: skip
        cls.left_after_tests = cls.who_stays()
        show = ("-c", "show version", "-c", "show clock")
        for outcome, status in ((OK, DONE), (REJECTED, NO)):
            chosen = [one for one in cls.cells if one.run == outcome]
            cls.command(cls.runs, "run", chosen, status, *show)
        cls.run_the_failing(held, *show)

    @classmethod
    def add(cls, cell: Cell) -> None:
        transport = transport_of(cell.column)
        port = cls.lab.port(cell.device, transport) if cell.peer == "lab" else cls.peers.port(cell)
        version1 = cell.column == "ssh1" and "--no-allow-ssh1" not in cell.more
        cls.linewarden.add(
            cell.device, cell.platform, port, transport,
            address=NO_ROUTE if cell.peer == "no-route" else "127.0.0.1",
            username=cell.username, password=cell.password, enable=cell.enable,
            more=("--any-transport", *(["--allow-ssh1"] if version1 else []), *cell.more),
        )  # fmt: skip

    @classmethod
    def onlooker_of(cls, cell: Cell, held: contextlib.ExitStack) -> Onlooker:
        onlooker = Onlooker(cls.lab, cell.device, onlookers_transport(cell.column))
        held.callback(onlooker.close)
        if cell.column == "https asa":
            onlooker.enable()
        return onlooker

    @classmethod
    def command(
        cls, answers: Answers, verb: str, chosen: list[Cell], status: int, *more: str
    ) -> None:
        names = [one.device for one in chosen]
        ran = cls.linewarden.run("--json", verb, *names, *DEADLINES, *more)
        cls.commands.append((ran, status))
        answers.update({one["device"]: one for one in ran.json()})

    @classmethod
    def run_the_failing(cls, held: contextlib.ExitStack, *show: str) -> None:
        """Looks at the devices while the program still runs: its end would close every connection."""
        released = threading.Event()
        held.callback(released.set)
        late = hostile.answers_late("show clock", released, COMMAND_SECONDS / 2)
        port = held.enter_context(hostile.server(late))
        cls.linewarden.add(ANCHOR, "cisco_ios", port, "telnet", username="a", password="anchor-password")
        names = [one.device for one in cls.cells if one.run not in (OK, REJECTED)]
        running = InProgress(
            cls.linewarden, "--json", "run", *names, ANCHOR, *DEADLINES, *show, *("-c", "show clock") * 15
        )
        running.wait_until(len(names))
        cls.left_after_runs = cls.who_stays()
        cls.was_running = running.running()
        released.set()
        ran = running.finish()
        cls.commands.append((ran, UNREACHABLE))
        cls.runs.update({one["device"]: one for one in ran.json()})

    @classmethod
    def who_stays(cls) -> dict[Cell, list[str]]:
        """The sessions that are left on each device, as soon as there are none or in the end."""
        deadline = time.monotonic() + SETTLE_SECONDS
        left: dict[Cell, list[str]] = {}
        for cell, onlooker in cls.onlookers.items():
            while True:
                web = cell.column in WEB
                left[cell] = onlooker.web_clients(cell.platform) if web else onlooker.lines()
                if not left[cell] or cell.stays or time.monotonic() > deadline:
                    break
        return left

    def test_every_cell_ends_as_it_should(self) -> None:
        for cell in self.cells:
            with self.subTest(row=cell.row, column=cell.column):
                self.assertEqual(
                    (cell.test, cell.run), (said(self.tests[cell.device]), said(self.runs[cell.device])),
                    (self.tests[cell.device]["error"], self.runs[cell.device]["error"]),
                )  # fmt: skip

    def test_every_error_names_device_transport_and_what_to_do(self) -> None:
        for cell in self.cells:
            for answer in (self.tests[cell.device], self.runs[cell.device]):
                if error := answer["error"]:
                    with self.subTest(row=cell.row, column=cell.column, error=error):
                        start = f"{cell.device} over {transport_of(cell.column)}: "
                        self.assertTrue(error["message"].startswith(start))
                        self.assertTrue(error["hint"])
                        self.assertTrue(error["diagnosis"])

    def test_every_command_ends_in_time_and_with_its_status(self) -> None:
        for ran, status in self.commands:
            self.assertEqual(status, ran.status, ran.told())
        for cell in self.cells:
            with self.subTest(row=cell.row, column=cell.column):
                self.assertLess(self.tests[cell.device]["milliseconds"], LONGEST * 1000)
        self.assertLess(max(ran.seconds for ran, _ in self.commands[:-1]), LONGEST)

    def test_no_session_is_left_on_a_device(self) -> None:
        self.assertTrue(self.was_running, "only the program's end closed the connections")
        for left in (self.left_after_tests, self.left_after_runs):
            for cell, sessions in left.items():
                with self.subTest(row=cell.row, column=cell.column):
                    self.assertEqual(["con 0"] if cell.stays else [], sessions)

    def test_no_cell_is_empty(self) -> None:
        for row, entries in self.table:
            self.assertEqual(len(COLUMNS), len(entries), row)
            for column, entry in zip(COLUMNS, entries, strict=True):
                with self.subTest(row=row, column=column):
                    self.assertTrue(entry.why if isinstance(entry, NotPossible) else self.words(entry))

    def words(self, cell: Cell) -> str:
        if cell.device not in self.tests:
            return "n/a: no plink here"
        test, run = said(self.tests[cell.device]), said(self.runs[cell.device])
        return (test if test == run else f"{test}, then {run}") + (f"; {cell.stays}" if cell.stays else "")

    @classmethod
    def tearDownClass(cls) -> None:
        """The table: one line a row, cells that say the same together."""
        lines = ["", "transport × fault, as `test` and `run` end:"]
        for row, entries in cls.table:
            columns: dict[str, list[str]] = {}
            for column, entry in zip(COLUMNS, entries, strict=True):
                text = f"n/a: {entry.why}" if isinstance(entry, NotPossible) else cls.words(cls, entry)
                columns.setdefault(text, []).append(column)
            lines.append(f"  {row}")
            lines += [f"    {', '.join(names):<52} {text}" for text, names in columns.items()]
        print("\n".join(lines), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    unittest.main()
