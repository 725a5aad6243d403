"""`kill -9` at every call that writes: to the disk, with SQLite; to the server, with PostgreSQL.

Whatever moment it is, the store is as before or as after, opens, and takes the same command again; what was
acknowledged is there."""

import os
import pathlib
import shutil
import sys
import tempfile
import unittest
from typing import Any

import linewarden
import postgres

KILLED = -9
# Each change is cut at so many of its calls, spread evenly; LINEWARDEN_CUTS=100000 cuts at every one.
MOST_CUTS = int(os.environ.get("LINEWARDEN_CUTS", "8"))

State = dict[str, Any]


def say(line: str) -> None:
    """For whoever runs the tests with their output shown."""
    print(line, file=sys.__stdout__, flush=True)


def spread(calls: int) -> list[int]:
    """The calls to cut at: all, or MOST_CUTS of them, the first and the last among them."""
    cuts = min(calls, MOST_CUTS)
    return sorted({1 + i * (calls - 1) // max(1, cuts - 1) for i in range(cuts)})


class Stand:
    """A store as it is before the change, and as often as wanted anew."""

    def __init__(self, program: linewarden.Linewarden, server: postgres.Postgres | None) -> None:
        self.program = program
        self.server = server
        self._before = pathlib.Path(tempfile.mkdtemp(prefix="linewarden-kills-"))
        self._database = server.new_database() if server else ""
        self._use()

    def _use(self) -> None:
        if self.server:
            self.program.environment["LINEWARDEN_STORE"] = self.server.url(self._database)
        else:
            self.program.environment.pop("LINEWARDEN_STORE", None)

    def keep(self) -> None:
        """What is there now is what every cut begins with."""
        shutil.copytree(self.program.data, self._before / "data")
        self._template = self._database

    def renew(self) -> None:
        shutil.rmtree(self.program.data)
        shutil.copytree(self._before / "data", self.program.data)
        if self.server:
            if self._database != self._template:
                self.server.sql(f"DROP DATABASE {self._database} WITH (FORCE)")
            self._database = self.server.new_database(self._template)
            self._use()

    def close(self) -> None:
        shutil.rmtree(self._before)


class Kills(unittest.TestCase):
    def setUp(self) -> None:
        self.program = linewarden.Linewarden()
        self.addCleanup(self.program.close)
        self.shim = os.environ.get("LINEWARDEN_KILL_AT", "")
        if not pathlib.Path(self.shim).is_file():
            self.skipTest("LINEWARDEN_KILL_AT does not name the shim")

    def state(self) -> State:
        """Everything that the commands below may change."""
        devices = self.program.json("device", "list")
        sets = self.program.json("credentials", "list")
        servers = self.program.json("server", "list")
        return {"devices": devices, "sets": sets, "servers": servers}

    def changes(self) -> dict[str, list[str]]:
        many = self.program.data.parent / "many.csv"
        many.write_text(
            "name,platform,address,username,password\n"
            + "".join(f"many-{i},cisco_ios,192.0.2.{i % 250 + 1},netops,Row-Secret-{i}\n" for i in range(300))
        )
        return {
            "device add": ["device", "add", "new", "--platform", "cisco_ios", "--address", "192.0.2.3", "--username",
                           "u", "--password-env", "PW", "--tag", "t", "--ssh-port", "2222"],
            "device set": ["device", "set", "old", "--notes", "changed", "--password-env", "PW", "--group", "g"],
            "device remove": ["device", "remove", "old"],
            "device import": ["device", "import", str(many), "--format", "csv"],
            "credentials add": ["credentials", "add", "extra", "--username", "x", "--password-env", "PW"],
            "server add": ["server", "add", "hop2", "--address", "192.0.2.9", "--password-env", "PW"],
            "vault rotate": ["vault", "rotate"],
        }  # fmt: skip

    def prepare(self, stand: Stand) -> None:
        self.program.add("old", "cisco_ios", 22, "ssh", username="netops", password="Old-Secret-1")
        self.program.json("credentials", "add", "core", "--username", "c", "--password-env", "PW", PW="Set-Secret-1")
        self.program.json("server", "add", "hop", "--address", "192.0.2.8", "--password-env", "PW", PW="Hop-Secret-1")
        stand.keep()

    def cut(self, words: list[str], at: int, how: str) -> linewarden.Ran:
        return self.program.run(*words, PW="New-Secret-1", LD_PRELOAD=self.shim, KILL_AT=str(at), KILL_HOW=how)

    def calls_of(self, words: list[str]) -> int:
        counted = self.program.data.parent / "calls"
        ran = self.program.run(*words, PW="New-Secret-1", LD_PRELOAD=self.shim, KILL_COUNT=str(counted))
        self.assertEqual(linewarden.DONE, ran.status, ran.told())
        return int(counted.read_text())

    def check(self, server: postgres.Postgres | None) -> None:
        stand = Stand(self.program, server)
        self.addCleanup(stand.close)
        self.prepare(stand)
        before = self.state()
        say(f"\n{'change':<18} {'calls':>6} {'cuts':>6} {'before':>7} {'after':>6} {'acknowledged':>13}")
        for name, words in self.changes().items():
            with self.subTest(change=name):
                stand.renew()
                calls = self.calls_of(words)
                after = self.state()
                points = spread(calls)
                found = {"before": 0, "after": 0, "acknowledged": 0}
                for at in points:
                    for how in ("before", "torn"):
                        stand.renew()
                        ran = self.cut(words, at, how)
                        self.assertIn(ran.status, (KILLED, linewarden.DONE), ran.told())
                        now = self.state()
                        told = f"{name}: {how} call {at} of {calls}{ran.told()}"
                        self.assertIn(now, (before, after), told)
                        # What the command said is there, whatever came after it.
                        acknowledged = ran.status == linewarden.DONE or ran.out != ""
                        if acknowledged:
                            found["acknowledged"] += 1
                            self.assertEqual(after, now, told)
                        found["after" if now == after else "before"] += 1
                        if now == before and before != after:
                            again = self.program.run(*words, PW="New-Secret-1")
                            self.assertEqual(linewarden.DONE, again.status, told + again.told())
                            self.assertEqual(after, self.state(), told)
                say(f"{name:<18} {calls:>6} {2 * len(points):>6} {found['before']:>7} {found['after']:>6} "
                    f"{found['acknowledged']:>13}")  # fmt: skip

    def test_of_a_file(self) -> None:
        self.check(None)

    def test_of_a_server(self) -> None:
        if not postgres.available():
            self.skipTest("PostgreSQL is not installed")
        server = postgres.Postgres()
        self.addCleanup(server.close)
        self.check(server)


if __name__ == "__main__":
    unittest.main()
