"""Telnet against Debian's inetutils-telnetd behind openbsd-inetd: option negotiation, echo and line ends
that nobody here wrote, with a real router's vtysh behind the login."""

import socket
import unittest

import frr
import isolation
import telnetd
from linewarden import NO, UNREACHABLE, Linewarden


class TelnetServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        isolation.enter()
        router = frr.Frr()
        cls.addClassCleanup(router.stop)
        cls.server = telnetd.Telnetd(router)
        cls.addClassCleanup(cls.server.stop)

    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)

    def add(self, password: str = telnetd.PASSWORD) -> None:
        self.linewarden.add(
            "r1", "frr", self.server.port, "telnet", username=telnetd.USERNAME, password=password
        )

    def test_it_is_reached_and_its_prompt_and_version_are_known(self) -> None:
        self.add()
        (answer,) = self.linewarden.json("test", "r1")
        # vtysh prompts with the machine's name, whatever the router is called.
        self.assertEqual((True, f"{socket.gethostname()}# "), (answer["ok"], answer["prompt"]), answer)
        self.assertRegex(answer["version"], r"^\d+\.\d+")

    def test_commands_are_answered_whole_and_without_their_echo(self) -> None:
        self.add()
        (answer,) = self.linewarden.json(
            "run", "r1", "-c", "show version", "-c", "show running-config", "-c", "show interface lo"
        )
        version, config, interface = (one["text"] for one in answer["outputs"])
        self.assertTrue(version.startswith("FRRouting"), version)
        self.assertIn(f"hostname {frr.HOSTNAME}\n", config)
        self.assertTrue(config.rstrip().endswith("end"), config)
        self.assertTrue(interface.startswith("Interface lo is up"), interface)
        self.assertNotIn("--More--", version + config + interface)

    def test_a_refused_command_is_named(self) -> None:
        self.add()
        (answer,) = self.linewarden.json("run", "r1", "-c", "show nonsense", status=NO)
        self.assertTrue(answer["outputs"][-1]["rejected"], answer)

    def test_a_wrong_password_is_tried_once_and_named(self) -> None:
        self.add(password="wrong-telnetd-password-1")
        (answer,) = self.linewarden.json("test", "r1", status=UNREACHABLE)
        error = answer["error"]
        self.assertEqual(("LoginRefused", "wrong_login"), (error["code"], error["diagnosis"]), error)
        self.assertIn("Login incorrect", error["message"])


if __name__ == "__main__":
    unittest.main()
