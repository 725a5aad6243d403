"""The main commands against FRRouting: zebra's Telnet VTY, and vtysh behind OpenSSH."""

import re
import subprocess
import unittest

import frr
import isolation
import openssh
from children import free_port
from linewarden import DONE, NO, UNREACHABLE, Linewarden
from site_procedures import BAD_COMMAND, BAD_LINE, DESCRIPTION, write_procedures


def frr_version() -> str:
    said = subprocess.run([str(frr.ZEBRA), "--version"], capture_output=True, text=True, timeout=10)
    found = re.search(r"version (\d+\.\d+(?:\.\d+)?)", said.stdout + said.stderr)
    assert found, said
    return found.group(1)


class FrrJobs:
    """What both ways in must do; a subclass says in `add_router` how the router is reached."""

    transport = ""

    @classmethod
    def setUpClass(cls) -> None:
        isolation.enter()
        cls.router = frr.Frr()
        cls.addClassCleanup(cls.router.stop)
        cls.start_server()

    @classmethod
    def start_server(cls) -> None:
        pass

    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)
        self.procedures = write_procedures(self.linewarden.data.parent / "procedures")
        self.add_router("r1")

    def prepare(self, procedure: str, *words: str, status: int = DONE) -> dict:
        return self.linewarden.json(
            "--procedures", self.procedures, "prepare", "r1", "--for", procedure, "--yes", *words,
            status=status,
        )  # fmt: skip

    def refused(self, name: str, code: str) -> str:
        """`test` must fail with `code`, status 3 and one clear line; gives the message."""
        (answer,) = self.linewarden.json("test", name, status=UNREACHABLE)
        self.assertFalse(answer["ok"])
        self.assertEqual(code, answer["error"]["code"], answer)
        spoken = self.linewarden.run("test", name)
        self.assertEqual(UNREACHABLE, spoken.status, spoken.told())
        lines = [line for line in (spoken.out + spoken.err).splitlines() if name in line]
        self.assertTrue(lines, "no line names the device" + spoken.told())
        return answer["error"]["message"]

    def test_the_connection_test_tells_prompt_version_and_time(self) -> None:
        (answer,) = self.linewarden.json("test", "r1")
        self.assertTrue(answer["ok"], answer)
        self.assertEqual("r1", answer["device"])
        self.assertEqual(self.transport, answer["transport"])
        self.assertRegex(answer["prompt"], r"^\S+# ?$")
        self.assertIn(frr_version(), answer["version"])
        self.assertGreaterEqual(answer["milliseconds"], 0)
        self.assertLess(answer["milliseconds"], 10_000)

    def test_commands_give_the_routers_own_words_without_echo_and_prompt(self) -> None:
        (answer,) = self.linewarden.json(
            "run", "r1", "--command", "show version", "--command", "show interface lo"
        )
        version, interface = answer["outputs"]
        self.assertEqual("show version", version["command"])
        self.assertTrue(version["text"].startswith("FRRouting " + frr_version()), version)
        self.assertIn("Interface lo is up", interface["text"])
        for output in answer["outputs"]:
            self.assertFalse(output["rejected"], output)
            self.assertNotIn(output["command"], output["text"])
            self.assertNotRegex(output["text"], r"(?m)^\S+# *$")

    def test_a_bad_command_is_named_in_the_routers_words(self) -> None:
        (answer,) = self.linewarden.json(
            "run", "r1", "--command", "show version", "--command", "show nonsense-here", status=NO
        )
        good, bad = answer["outputs"][:2]
        self.assertFalse(good["rejected"])
        self.assertEqual("show nonsense-here", bad["command"])
        self.assertTrue(bad["rejected"], answer)
        self.assertRegex(bad["text"], r"(?i)unknown command")

    def test_a_change_is_entered_proved_saved_and_survives_a_restart(self) -> None:
        text = f"uplink-{self.transport}"
        before = self.router.saved()
        answer = self.prepare(DESCRIPTION, "--set", f"text={text}")
        self.assertTrue(answer["proved"], answer)
        self.assertIn(f"description {text}", " ".join(answer["applied"]))
        self.assertNotEqual(before, self.router.saved())
        self.assertIn(f" description {text}\n", self.router.saved())

        self.router.reload()
        (shown,) = self.linewarden.json("run", "r1", "--command", "show running-config")
        self.assertIn(f" description {text}", shown["outputs"][0]["text"])

        saved = self.router.saved()
        again = self.prepare(DESCRIPTION, "--set", f"text={text}")
        self.assertEqual([], again["applied"])
        self.assertTrue(again["proved"], again)
        self.assertEqual(saved, self.router.saved())

    def test_a_rejected_line_stops_the_change_and_is_named(self) -> None:
        before = self.router.saved()
        ran = self.linewarden.run(
            "--procedures", self.procedures, "prepare", "r1", "--for", BAD_LINE, "--yes"
        )
        self.assertEqual(NO, ran.status, ran.told())
        self.assertIn(BAD_COMMAND, ran.err + ran.out)
        self.assertRegex(ran.err + ran.out, r"(?i)unknown command")
        self.assertEqual(before, self.router.saved())
        (shown,) = self.linewarden.json("run", "r1", "--command", "show running-config")
        self.assertNotIn("after the bad line", shown["outputs"][0]["text"])

    def test_a_closed_port_is_unreachable(self) -> None:
        self.add_router("gone", port=free_port())
        self.assertRegex(self.refused("gone", "Unreachable"), r"(?i)refused")

    def test_a_wrong_password_is_refused_once(self) -> None:
        self.add_router("mistyped", password="not-the-password-1")
        self.refused("mistyped", "LoginRefused")

    def test_one_dead_router_does_not_hold_up_the_others(self) -> None:
        self.add_router("gone", port=free_port())
        answers = self.linewarden.json("test", "gone", "r1", status=UNREACHABLE)
        self.assertEqual(
            {"gone": False, "r1": True}, {one["device"]: one["ok"] for one in answers}
        )


class FrrOverTelnet(FrrJobs, unittest.TestCase):
    transport = "telnet"

    def add_router(self, name: str, port: int = 0, password: str = frr.PASSWORD) -> None:
        self.linewarden.add(
            name, "frr", port or self.router.port, "telnet",
            password=password, enable=frr.ENABLE_PASSWORD,
        )  # fmt: skip

    def test_a_wrong_enable_password_is_told_apart_from_a_wrong_login(self) -> None:
        self.linewarden.add(
            "half", "frr", self.router.port, "telnet",
            password=frr.PASSWORD, enable="not-the-enable-1",
        )  # fmt: skip
        self.assertRegex(self.refused("half", "LoginRefused"), r"(?i)enable")


class FrrOverSsh(FrrJobs, unittest.TestCase):
    transport = "ssh"

    @classmethod
    def start_server(cls) -> None:
        cls.server = openssh.OpenSsh(cls.router)
        cls.addClassCleanup(cls.server.stop)

    def add_router(self, name: str, port: int = 0, password: str = openssh.PASSWORD) -> None:
        self.linewarden.add(
            name, "frr", port or self.server.port, "ssh",
            username=openssh.USERNAME, password=password,
        )  # fmt: skip

    def test_a_changed_host_key_is_refused_with_both_fingerprints(self) -> None:
        self.linewarden.json("test", "r1")
        before = self.server.fingerprint()
        self.server.change_host_key()
        message = self.refused("r1", "HostKeyChanged")
        self.assertIn(before, message)
        self.assertIn(self.server.fingerprint(), message)

    def test_a_port_that_speaks_no_ssh_is_told(self) -> None:
        self.add_router("vty", port=self.router.port)
        (answer,) = self.linewarden.json("test", "vty", status=UNREACHABLE)
        self.assertFalse(answer["ok"])
        self.assertRegex(answer["error"]["message"], r"(?i)ssh")
        self.assertLess(answer["milliseconds"], 20_000)


if __name__ == "__main__":
    unittest.main()
