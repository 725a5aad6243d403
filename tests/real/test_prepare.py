"""The main job: a factory-new router is taken from Telnet to SSH, and nobody is ever locked out."""

import re
import socket
import time
import unittest

import lab
import secrets_seen
from linewarden import DONE, NO, UNREACHABLE, Linewarden, Ran

# What the lab may take to make an RSA key on a busy machine.
KEY_SECONDS = 20.0
NEW_PASSWORD = "prepare-new-user-8812"
NEW_USER = (
    "--set", "domain=example.net", "--set", "username=ops", "--set-env", "password=NEW_PASSWORD",
)  # fmt: skip


class PrepareJobs(unittest.TestCase):
    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)
        secrets_seen.watch(NEW_PASSWORD)

    def bring_up(self, *faults: str, name: str = "edge-r1") -> lab.Lab:
        running = self.enterContext(lab.Lab([lab.Described(name, faults=list(faults))]))
        self.linewarden.add(
            name, "cisco_ios", running.port(name, "telnet"), "telnet",
            password=lab.VTY_PASSWORD, enable=lab.ENABLE_PASSWORD,
        )  # fmt: skip
        ran = self.linewarden.run("device", "set", name, *running.port_options(name))
        self.assertEqual(DONE, ran.status, ran.told())
        return running

    def prepare(self, procedure: str, *words: str, name: str = "edge-r1") -> Ran:
        extra = NEW_USER if procedure == "ios-ssh" else ()
        return self.linewarden.run(
            "--json", "prepare", name, "--for", procedure, "--yes", *extra, *words,
            NEW_PASSWORD=NEW_PASSWORD,
        )  # fmt: skip

    def answer(self, ran: Ran) -> dict:
        self.assertEqual(DONE, ran.status, ran.told())
        return ran.json()

    def assert_telnet(self, running: lab.Lab, expected: str, name: str = "edge-r1") -> None:
        """Whether the router takes a Telnet session: asked without the product."""
        try:
            with socket.create_connection(("127.0.0.1", running.port(name, "telnet")), 5) as vty:
                vty.settimeout(5)
                came = vty.recv(200)
        except OSError:
            came = b""
        self.assertEqual(expected, "open" if came else "closed")


class FromTelnetToSsh(PrepareJobs):
    def test_the_whole_way(self) -> None:
        running = self.bring_up()
        first = self.answer(self.prepare("ios-ssh"))
        self.assertEqual(("telnet", "ssh"), (first["transport_before"], first["transport_after"]))
        self.assertTrue(first["proved"])
        self.assertIn("transport input telnet ssh", first["applied"])
        self.assert_telnet(running, "open")
        (reached,) = self.linewarden.json("test", "edge-r1")
        self.assertEqual(("ssh", True), (reached["transport"], reached["ok"]))

        again = self.answer(self.prepare("ios-ssh"))
        self.assertEqual([], again["applied"])
        self.assertTrue(again["proved"])

        only = self.answer(self.prepare("ios-ssh-only"))
        self.assertTrue(only["proved"])
        self.assertEqual("ssh", only["transport_after"])
        self.assert_telnet(running, "closed")
        (reached,) = self.linewarden.json("test", "edge-r1")
        self.assertTrue(reached["ok"], reached)

        last = self.answer(self.prepare("ios-ssh-only"))
        self.assertEqual([], last["applied"])

    def test_the_configurations_before_and_after_are_kept(self) -> None:
        self.bring_up()
        dry = self.linewarden.run("prepare", "edge-r1", "--for", "ios-ssh", "--dry-run", *NEW_USER,
                                  NEW_PASSWORD=NEW_PASSWORD)  # fmt: skip
        self.assertEqual(NO, dry.status, dry.told())
        self.assertEqual([], self.linewarden.json("archive", "list"))
        self.assertEqual([], self.answer(self.prepare("ios-ssh"))["notes"])
        kept = self.linewarden.json("archive", "list", "edge-r1")["versions"]
        self.assertEqual(["prepare ios-ssh"] * 2, [version["why"] for version in kept])
        before, after = (
            self.linewarden.json("archive", "show", f"edge-r1@{number}")["text"] for number in (1, 2)
        )
        self.assertNotIn("transport input telnet ssh", before)
        self.assertIn("transport input telnet ssh", after)
        self.answer(self.prepare("ios-ssh"))
        self.assertEqual(2, self.linewarden.json("archive", "list", "edge-r1")["total"])

    def test_an_archive_that_takes_nothing_does_not_hold_up_the_work(self) -> None:
        self.bring_up()
        future = self.linewarden.data / "future.cfg"
        future.write_text("hostname edge-r1\nservice password-encryption\nline vty 0 4\n login\n")
        ran = self.linewarden.run("archive", "add", "edge-r1", "--file", future, "--at", "2090-01-01")
        self.assertEqual(DONE, ran.status, ran.told())
        first = self.answer(self.prepare("ios-ssh"))
        self.assertTrue(first["proved"])
        self.assertEqual(2, len(first["notes"]), first["notes"])
        for when, note in zip(("before", "after"), first["notes"], strict=True):
            self.assertIn(f"the configuration {when} the change is not in the archive", note)

    def test_what_was_prepared_survives_a_reload_of_the_router(self) -> None:
        self.bring_up()
        self.answer(self.prepare("ios-ssh"))
        (shown,) = self.linewarden.json("run", "edge-r1", "--command", "show startup-config")
        text = shown["outputs"][0]["text"]
        for line in (" transport input telnet ssh", "username ops privilege 15"):
            self.assertIn(line, text)
        self.assertNotIn(NEW_PASSWORD, text)

    def test_telnet_is_not_closed_when_ssh_cannot_be_proved(self) -> None:
        running = self.bring_up()
        ran = self.prepare("ios-ssh-only")
        self.assertIn(ran.status, (NO, UNREACHABLE), ran.told())
        self.assertRegex(ran.out + ran.err, r"(?i)ssh")
        self.assert_telnet(running, "open")
        (reached,) = self.linewarden.json("test", "edge-r1")
        self.assertEqual(("telnet", True), (reached["transport"], reached["ok"]))

    def test_the_journal_tells_every_line_and_no_secret(self) -> None:
        self.bring_up()
        self.answer(self.prepare("ios-ssh"))
        (journal,) = self.linewarden.data.glob("**/journal.jsonl")
        text = journal.read_text()
        for line in ("crypto key generate rsa modulus 2048", "transport input telnet ssh"):
            self.assertIn(line, text)
        for secret in (NEW_PASSWORD, lab.VTY_PASSWORD, lab.ENABLE_PASSWORD):
            self.assertNotIn(secret, text)


class WithFaults(PrepareJobs):
    """Each fault ends in success or in a named error, and the router can still be reached."""

    def survive(self, *faults: str) -> Ran:
        running = self.bring_up(*faults)
        ran = self.prepare("ios-ssh")
        self.assertIn(ran.status, (DONE, NO, UNREACHABLE), ran.told())
        if ran.status != DONE:
            self.assertRegex(ran.err, r"\S", "an error is told" + ran.told())
        self.assertTrue(running.running(), "the lab did not survive")
        self.assert_telnet(running, "open")
        return ran

    def succeed(self, *faults: str) -> None:
        ran = self.survive(*faults)
        self.assertTrue(self.answer(ran)["proved"], ran.told())

    def test_bytes_that_come_one_at_a_time(self) -> None:
        self.succeed("slow-bytes")

    def test_a_banner_that_looks_like_prompts(self) -> None:
        self.succeed("hostile-banner")

    def test_log_lines_in_the_middle_of_output(self) -> None:
        # A log line behind "Password: " may end the login with an error; it may not be guessed at.
        self.survive("log-noise")

    def test_a_terminal_that_wraps_where_it_was_not_asked_to(self) -> None:
        self.succeed("wrong-width")

    def test_a_connection_that_drops(self) -> None:
        for after in (60, 700, 2500):
            with self.subTest(after=after):
                linewarden = self.linewarden
                self.linewarden = Linewarden()
                self.addCleanup(self.linewarden.close)
                self.survive(f"drop-after:{after}")
                self.linewarden = linewarden

    def test_a_host_key_that_changes_between_two_logins(self) -> None:
        ran = self.survive("changed-host-key")
        # The router makes its new key while it goes on serving the old one.
        deadline = time.monotonic() + KEY_SECONDS
        while ran.status == DONE and time.monotonic() < deadline:
            ran = self.linewarden.run("--json", "test", "edge-r1")
        self.assertEqual(UNREACHABLE, ran.status, ran.told())
        self.assertIn("HostKeyChanged", ran.out)
        self.assertEqual(2, len(set(re.findall(r"SHA256:\S{43}", ran.out))), ran.told())


class LogNoiseOverSsh(unittest.TestCase):
    def test_log_lines_are_set_apart_from_the_answer(self) -> None:
        router = lab.Described(
            "core-r1", config=lab.READY_FOR_SSH, faults=["log-noise"], rsa_modulus=2048
        )
        running = self.enterContext(lab.Lab([router]))
        linewarden = Linewarden()
        self.addCleanup(linewarden.close)
        linewarden.add(
            "core-r1", "cisco_ios", running.port("core-r1", "ssh"), "ssh",
            username=lab.USERNAME, password=lab.PASSWORD, enable=lab.ENABLE_PASSWORD,
        )  # fmt: skip
        (answer,) = linewarden.json("run", "core-r1", "--command", "show running-config")
        text = answer["outputs"][0]["text"]
        self.assertIn("\nhostname core-r1\n", text)
        self.assertTrue(text.rstrip().endswith("\nend"), text[-300:])
        self.assertNotIn("%LINEPROTO-5-UPDOWN", text)


if __name__ == "__main__":
    unittest.main()
