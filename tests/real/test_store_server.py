"""The inventory on a PostgreSQL server: moved there and back, away in mid-work, shared by two who would configure the
same device."""

import json
import os
import pty
import select
import subprocess
import time
import unittest
from typing import Any

import lab
import postgres
from linewarden import DONE, NO, Linewarden

COUNT = 120
WAIT_SECONDS = 60.0


class Terminal:
    """The program with a terminal of its own: `says` waits for words, `types` answers."""

    def __init__(self, program: Linewarden, *words: str) -> None:
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.execve(program.program, [str(program.program), "--data", str(program.data), *words],
                      program.environment | {"TERM": "dumb"})  # fmt: skip
        self.text = ""

    def says(self, words: str) -> bool:
        ends = time.monotonic() + WAIT_SECONDS
        while words not in self.text:
            ready, _, _ = select.select([self._terminal], [], [], max(0.0, ends - time.monotonic()))
            if not ready:
                return False
            try:
                self.text += os.read(self._terminal, 65536).decode(errors="replace")
            except OSError:  # it has ended
                return words in self.text
        return True

    def types(self, words: str) -> None:
        os.write(self._terminal, words.encode() + b"\n")

    def end(self) -> int:
        self.says("\0never said")
        _, status = os.waitpid(self._pid, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)


@unittest.skipUnless(postgres.available(), "PostgreSQL is not installed")
class OnAServer(unittest.TestCase):
    def setUp(self) -> None:
        self.program = Linewarden()
        self.addCleanup(self.program.close)
        self.server = postgres.Postgres()
        self.addCleanup(self.server.close)

    def use_server(self) -> str:
        url = self.server.url(self.server.new_database())
        self.program.environment["LINEWARDEN_STORE"] = url
        return url

    def everything(self) -> Any:
        commands = (("device", "list"), ("credentials", "list"), ("server", "list"), ("limit",), ("transport", "default"),
                    ("archive", "list"), ("archive", "show", "edge"))  # fmt: skip
        return [self.program.json(*words) for words in commands]

    def test_a_store_is_copied_there_and_back_with_equal_contents(self) -> None:
        program, folder = self.program, self.program.data.parent
        rows = folder / "rows.csv"
        rows.write_text(
            "name,platform,address,groups,tags,username,password\n"
            + "".join(f"d{i},cisco_ios,192.0.2.{i % 250 + 1},g{i % 7},t{i % 9},u,Copy-Secret-{i}\n" for i in range(3000))
        )
        program.json("device", "import", rows, "--format", "csv")
        config = folder / "edge.cfg"
        program.json("device", "add", "edge", "--platform", "cisco_ios", "--address", "192.0.2.1")
        for version in range(5):
            config.write_text(f"version 15.1\nhostname edge\nsnmp-server location {version}\nend\n")
            program.json("archive", "add", "edge", "--file", config)
        program.json("credentials", "add", "core", "--username", "c", "--password-env", "PW", PW="Copy-Secret-x")
        program.json("limit", "site", "berlin", "3")
        before = self.everything()
        url = self.server.url(self.server.new_database())
        copied = program.json("store", "copy", "--to", url)
        self.assertEqual(3001, copied["rows"]["device"])
        program.environment["LINEWARDEN_STORE"] = url
        self.assertEqual(before, self.everything())
        back = folder / "back.db"
        again = program.json("store", "copy", "--to", str(back))
        self.assertEqual(copied["rows"], again["rows"])
        del program.environment["LINEWARDEN_STORE"]
        (program.data / "linewarden.db").rename(folder / "first.db")
        for rest in program.data.glob("linewarden.db-*"):
            rest.unlink()
        back.rename(program.data / "linewarden.db")
        self.assertEqual(before, self.everything())

    def test_a_server_that_goes_away_in_mid_work_loses_nothing(self) -> None:
        self.use_server()
        program = self.program
        fleet = lab.Fleet("r{n}", COUNT, "127.1.0.1", config=lab.READY_FOR_SSH, transports=("telnet",))
        with lab.Lab([], fleets=[fleet]) as running:
            rows = program.data.parent / "rows.csv"
            rows.write_text(
                "name,platform,address,transport,ports,username,password,enable_password\n"
                + "".join(
                    f"{name},cisco_ios,{one['transports']['telnet']['address']},telnet,telnet={one['transports']['telnet']['port']},"
                    f"{lab.USERNAME},{lab.PASSWORD},{lab.ENABLE_PASSWORD}\n"
                    for name, one in running.devices.items()
                )
            )
            program.json("device", "import", rows, "--format", "csv")
            discovering = subprocess.Popen(
                [str(program.program), "--data", str(program.data), "--json", "discover", "all", "--at-once", "10"],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=program.environment,
            )  # fmt: skip
            database = program.environment["LINEWARDEN_STORE"].split("/")[3].split("?")[0]
            self.wait_until(lambda: int(self.server.sql("SELECT count(*) FROM discovery", database)) > 5)
            self.server.stop()
            self.server.start()
            out, err = discovering.communicate(timeout=120)
        self.assertEqual(DONE, discovering.returncode, err.decode())
        found = json.loads(out)
        self.assertEqual(COUNT, len([one for one in found if one["error"] is None]))
        self.assertEqual(COUNT, len(program.json("archive", "list")))

    def wait_until(self, done: Any) -> None:
        ends = time.monotonic() + WAIT_SECONDS
        while not done():
            self.assertLess(time.monotonic(), ends, "it did not come true in time")
            select.select([], [], [], 0.05)

    def test_two_do_not_configure_a_device_together_and_one_can_be_stopped(self) -> None:
        self.use_server()
        words = ("prepare", "r1", "--for", "ios-ssh", "--set", "hostname=r1", "--set", "domain=example.net", "--set",
                 "username=new-ops", "--set-env", "password=NEW")  # fmt: skip
        self.program.environment["NEW"] = "New-Secret-4401"
        with lab.Lab([lab.Described("r1")]) as running:
            self.program.add("r1", "cisco_ios", running.port("r1", "telnet"), "telnet", password=lab.VTY_PASSWORD,
                             enable=lab.ENABLE_PASSWORD, more=("--ssh-port", str(running.port("r1", "ssh"))))  # fmt: skip
            first = Terminal(self.program, *words)
            self.assertTrue(first.says("[yes/no]"), first.text)
            held = self.program.json("lease", "list")
            self.assertEqual(["r1"], [one["device"] for one in held])
            second = self.program.run(*words, "--yes")
            self.assertEqual(NO, second.status, second.told())
            self.assertIn("is being configured by", second.err)
            # Stopped by an operator, it sends not one line, although its user says yes.
            self.program.json("lease", "break", "r1")
            self.wait_until(lambda: all(one["seconds_left"] < 18 for one in self.program.json("lease", "list")))
            first.types("yes")
            self.assertEqual(NO, first.end(), first.text)
            self.assertIn("the right to configure r1 was lost", " ".join(first.text.split()))
            shown = self.program.json("run", "r1", "--command", "show running-config")
            self.assertNotIn("new-ops", shown[0]["outputs"][0]["text"])
            # And then somebody else may.
            self.wait_until(lambda: self.program.json("lease", "list") == [])
            third = self.program.run(*words, "--yes")
            self.assertEqual(DONE, third.status, third.told())


if __name__ == "__main__":
    unittest.main()
