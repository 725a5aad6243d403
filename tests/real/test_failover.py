"""The lab's failover pairs by the command line: only the active unit is written to, a switch-over in mid-work
stops, and what the pair says in between disturbs nobody. Firewalls of 9.x that count logins."""

import json
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import unittest

import lab
from linewarden import DONE, NO, Linewarden, Ran

CONFIG = f"""\
hostname fw-1
enable password {lab.ENABLE_PASSWORD}
passwd {lab.VTY_PASSWORD}
username {lab.USERNAME} password {lab.PASSWORD} privilege 15
aaa authentication http console LOCAL
aaa authentication telnet console LOCAL
aaa authentication ssh console LOCAL
interface Management0/0
 nameif management
 security-level 100
 ip address 192.0.2.10 255.255.255.0 standby 192.0.2.11
http server enable
http 127.0.0.0 255.0.0.0 management
telnet 127.0.0.0 255.0.0.0 management
ssh 127.0.0.0 255.0.0.0 management
"""
WITH_PROMPT = CONFIG + "prompt hostname priority state\n"
TRANSPORTS = ("telnet", "ssh", "https")
MANY = 120
LONGEST = 30.0

PROCEDURE = f"""\
id: site-names
title: Many names
summary: So many lines that a pair has time to switch over among them.
platforms: [cisco_asa]
parameters: []
steps:
{{steps}}  - {{{{id: save, mode: exec, command: write memory, why: it survives a reload}}}}
"""
STEP = "  - {{id: n{n}, command: 'name 10.9.0.{n} host-{n}', why: one of many, done: {{line: 'name 10.9.0.{n} host-{n}'}}}}\n"


class Console:
    """An operator at a unit's Telnet line, without the product."""

    def __init__(self, port: int) -> None:
        self._line = socket.create_connection(("127.0.0.1", port), 5)
        self._line.settimeout(5)
        for question, answer in (("Username: ", lab.USERNAME), ("Password: ", lab.PASSWORD), ("> ", "enable"),
                                 ("Password: ", lab.ENABLE_PASSWORD)):  # fmt: skip
            self._read_until(question)
            self.type(answer)
        self._read_until("# ")

    def _read_until(self, end: str) -> None:
        text = ""
        while not text.rstrip("\x00").endswith(end):
            came = self._line.recv(4096)
            if not came:
                raise AssertionError(f"closed before {end!r}: {text!r}")
            text += re.sub(rb"\xff[\xfb-\xfe].", b"", came).decode(errors="replace")

    def type(self, line: str) -> None:
        self._line.sendall(line.encode() + b"\r\n")

    def run(self, line: str) -> None:
        self.type(line)
        self._read_until("# ")

    def close(self) -> None:
        self._line.close()


class Pairs(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        def unit(name: str, pair: str, which: str, config: str) -> lab.Described:
            return lab.Described(name, platform="cisco_asa", config=config, transports=TRANSPORTS, rsa_modulus=2048,
                                 settings={"failover": {"pair": pair, "unit": which}})  # fmt: skip

        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="lw-failover-")))
        steps = "".join(STEP.format(n=n) for n in range(1, MANY + 1))
        (cls.folder / "site-names.yaml").write_text(PROCEDURE.format(steps=steps))
        cls.units = (unit("told-1", "told", "primary", WITH_PROMPT), unit("told-2", "told", "secondary", WITH_PROMPT),
                     unit("mute-1", "mute", "primary", CONFIG), unit("mute-2", "mute", "secondary", CONFIG))  # fmt: skip

    def setUp(self) -> None:
        self.running = self.enterContext(lab.Lab(list(self.units)))
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)
        for name in ("told-1", "told-2", "mute-1", "mute-2"):
            ports = tuple(
                word for one in ("telnet", "ssh") for word in (f"--{one}-port", str(self.running.port(name, one)))
            )
            self.linewarden.add(
                name, "cisco_asa", self.running.port(name, "https"), "https",
                username=lab.USERNAME, password=lab.PASSWORD, enable=lab.ENABLE_PASSWORD, more=ports,
            )  # fmt: skip

    def running_config(self, name: str, over: str = "ssh") -> str:
        (answer,) = self.linewarden.json("run", name, "--over", over, "-c", "show running-config")
        return answer["outputs"][0]["text"]

    def conflict(self, ran: Ran, *said: str) -> None:
        self.assertEqual(NO, ran.status, ran.told())
        answer = ran.json()
        error = (answer[0] if isinstance(answer, list) else answer)["error"]
        self.assertEqual("Conflict", error["code"], ran.told())
        for words in said:
            self.assertIn(words, error["message"] + " " + (error["hint"] or ""))

    def prepare(self, name: str, over: str) -> list[str]:
        return ["--procedures", str(self.folder), "--json", "prepare", name, "--for", "site-names", "--over", over, "--yes"]


class WritesGoToTheActiveUnit(Pairs):
    def test_refused_at_the_standby_before_the_first_line(self) -> None:
        for name in ("told-2", "mute-2"):
            before = self.running_config(name)
            for over in TRANSPORTS:
                with self.subTest(name=name, over=over):
                    for command in ("configure terminal", "conf t", "write memory"):
                        ran = self.linewarden.run("--json", "run", name, "--over", over, "-c", command)
                        self.conflict(ran, "is the standby one", "the active unit, 192.0.2.10")
                    ran = self.linewarden.run(*self.prepare(name, over))
                    self.conflict(ran, "is the standby one", "the active unit, 192.0.2.10")
                    self.assertEqual([], ran.json()["applied"])
            self.assertEqual(before, self.running_config(name))

    def test_read_at_both_and_written_at_the_active_one(self) -> None:
        (reached,) = self.linewarden.json("test", "told-1", "--over", "ssh")
        self.assertEqual("fw-1/pri/act#", reached["prompt"].strip())
        (reached,) = self.linewarden.json("test", "told-2", "--over", "telnet")
        self.assertEqual("fw-1/sec/stby#", reached["prompt"].strip())
        for name, over in (("told-1", "telnet"), ("mute-1", "ssh")):
            done = self.linewarden.run(*self.prepare(name, over))
            self.assertEqual(DONE, done.status, done.told())
            self.assertEqual("write memory", done.json()["applied"][-1])
            self.assertEqual(MANY + 1, len(done.json()["applied"]))
            self.assertIn(f"name 10.9.0.{MANY} host-{MANY}", self.running_config(name[:-1] + "2"))

    def test_what_the_pair_says_in_between_is_no_part_of_an_answer(self) -> None:
        operator = Console(self.running.port("told-1", "telnet"))
        self.addCleanup(operator.close)
        for line in ("configure terminal", "N"):
            operator.type(line)
        for n in range(6):
            operator.type(f"name 10.8.0.{n + 1} noise-{n}")
            for over in ("telnet", "ssh"):
                commands = [word for _ in range(4) for word in ("-c", "show running-config hostname")]
                (answer,) = self.linewarden.json("run", "told-1", "--over", over, *commands)
                for one in answer["outputs"]:
                    self.assertEqual("hostname fw-1", one["text"])


class SwitchOver(Pairs):
    def sent_to(self, name: str) -> list[str]:
        """The names that the journal says were sent to the device; its last line may be half written."""
        text = (self.linewarden.data / "journal.jsonl").read_text()
        lines = [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]
        return [
            one["detail"] for one in lines
            if one["event"] == "sent" and one["device"] == name and "name 10.9" in one["detail"]
        ]  # fmt: skip

    def switch_in_mid_work(self, name: str, mate: str, over: str) -> Ran:
        """Prepares `name`, and makes `mate` the active unit when a third of the lines are sent."""
        operator = Console(self.running.port(mate, "telnet"))
        self.addCleanup(operator.close)
        words = self.prepare(name, over)
        process = subprocess.Popen(
            [str(self.linewarden.program), "--data", str(self.linewarden.data), *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.linewarden.environment,
        )  # fmt: skip
        journal = self.linewarden.data / "journal.jsonl"
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline and process.poll() is None:
            if journal.exists() and len(self.sent_to(name)) > MANY // 3:
                break
        operator.run("failover active")
        out, err = process.communicate(timeout=LONGEST)
        return Ran(words, process.returncode, out.decode(), err.decode(), 0.0)

    def test_stops_the_work_and_says_how_far_it_got(self) -> None:
        for pair in ("told", "mute"):
            with self.subTest(pair=pair):
                ran = self.switch_in_mid_work(f"{pair}-1", f"{pair}-2", "telnet")
                self.conflict(ran, "the failover pair switched over", "the active unit, 192.0.2.10")
                message = ran.json()["error"]["message"]
                line = int(re.search(r"line (\d+) ", message)[1])
                self.assertEqual(line, len(self.sent_to(f"{pair}-1")), message)
                self.assertLess(line, MANY)
                shown = self.running_config(f"{pair}-2")
                self.assertIn(f"host-{line - 1}\n", shown)
                self.assertNotIn(f"host-{line + 1}\n", shown)
                # The other unit takes the work on.
                done = self.linewarden.run(*self.prepare(f"{pair}-2", "ssh"))
                self.assertEqual(DONE, done.status, done.told())
                self.assertIn(f"host-{MANY}\n", self.running_config(f"{pair}-1"))


class CountedLogins(Pairs):
    def test_the_greeting_disturbs_no_login(self) -> None:
        for over in ("telnet", "ssh"):
            with self.subTest(over=over):
                wrong = self.linewarden.run("test", "told-1", "--over", over, "--password-env", "WRONG",
                                            WRONG="wrong-password-7")  # fmt: skip
                self.assertNotEqual(DONE, wrong.status, wrong.told())
                for _ in range(2):
                    (reached,) = self.linewarden.json("test", "told-1", "--over", over)
                    self.assertEqual((True, "fw-1/pri/act#"), (reached["ok"], reached["prompt"].strip()))
                (answer,) = self.linewarden.json("run", "told-1", "--over", over, "-c", "show curpriv")
                self.assertTrue(answer["outputs"][0]["text"].startswith("Username"), answer)


if __name__ == "__main__":
    unittest.main()
