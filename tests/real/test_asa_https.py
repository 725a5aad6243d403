"""ASA over HTTPS against the lab's firewall: one request for several commands, refusals behind "200 OK"."""

import unittest

import lab
import site_procedures
from linewarden import DONE, NO, UNREACHABLE, Linewarden

FIREWALL = f"""\
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
username {lab.USERNAME} password {lab.PASSWORD} privilege 15
aaa authentication http console LOCAL
interface Management0/0
 management-only
 nameif management
 security-level 100
 ip address 192.0.2.10 255.255.255.0
http server enable
http 127.0.0.0 255.0.0.0 management
telnet 127.0.0.0 255.0.0.0 management
"""


class AsaOverHttps(unittest.TestCase):
    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)

    def bring_up(self, *faults: str, password: str = lab.PASSWORD) -> None:
        described = lab.Described(
            "fw-1", platform="cisco_asa", config=FIREWALL, faults=list(faults),
            transports=("telnet", "https"),
        )  # fmt: skip
        running = self.enterContext(lab.Lab([described]))
        self.linewarden.add(
            "fw-1", "cisco_asa", running.port("fw-1", "https"), "https",
            username=lab.USERNAME, password=password, enable=lab.ENABLE_PASSWORD,
        )  # fmt: skip

    def failure(self, status: int = UNREACHABLE) -> dict:
        ran = self.linewarden.run("--json", "test", "fw-1", "--connect-timeout", "4", "--command-timeout", "4")
        self.assertEqual(status, ran.status, ran.told())
        return ran.json()[0]["error"]

    def test_it_is_reached_and_asked_several_things_at_once(self) -> None:
        self.bring_up()
        (reached,) = self.linewarden.json("test", "fw-1")
        self.assertEqual(("https", True), (reached["transport"], reached["ok"]), reached)
        self.assertTrue(reached["version"].startswith("9.8"), reached)
        (answer,) = self.linewarden.json(
            "run", "fw-1", "-c", "show version", "-c", "show curpriv", "-c", "show running-config"
        )
        version, curpriv, config = (one["text"] for one in answer["outputs"])
        self.assertIn("Cisco Adaptive Security Appliance Software Version 9.8", version)
        self.assertIn("Current privilege level : 15", curpriv)
        self.assertIn("\nhostname fw-1", config)
        self.assertNotIn("Current privilege level", version + config)

    def test_a_refused_command_is_named_although_the_answer_is_200(self) -> None:
        self.bring_up()
        ran = self.linewarden.run("--json", "run", "fw-1", "-c", "show clock", "-c", "show nonsense", "-c", "show version")
        self.assertEqual(NO, ran.status, ran.told())
        clock, nonsense = ran.json()[0]["outputs"]
        self.assertFalse(clock["rejected"])
        self.assertTrue(nonsense["rejected"])

    def test_a_changed_certificate_is_refused_with_both_fingerprints(self) -> None:
        self.bring_up()
        other = "SHA256:" + ":".join(["AA"] * 32)
        (device,) = self.linewarden.json("device", "list")
        pins = self.linewarden.data / "host_keys"
        pins.write_text(f"127.0.0.1:{device['port']} x509 {other} 2026-01-01T00:00:00Z\n")
        error = self.failure()
        self.assertEqual(("HostKeyChanged", "identity_changed"), (error["code"], error["diagnosis"]))
        self.assertIn(other, error["message"])
        self.assertIn("the certificate of", error["message"])
        self.assertIn("show crypto ca certificates", error["hint"])
        self.assertTrue(error["hint"].endswith("linewarden device set fw-1 --accept-key"), error["hint"])

    def test_wrong_credentials_are_tried_once_and_named(self) -> None:
        self.bring_up(password="wrong-web-password-1")
        error = self.failure()
        self.assertEqual(("LoginRefused", "wrong_login"), (error["code"], error["diagnosis"]))

    def test_each_misbehaviour_ends_in_a_named_error(self) -> None:
        for fault, codes in (
            ("user-agent-400", ("Unsupported", "LoginRefused", "PermissionDenied")),
            ("cut-body:20", ("ConnectionLost",)),
            ("wrong-length:100", ("ConnectionLost", "Timeout")),
            ("redirect", ("Unsupported",)),
            ("expired-certificate", ("Unauthenticated",)),
            ("stall", ("Timeout",)),
        ):  # fmt: skip
            with self.subTest(fault=fault):
                linewarden, self.linewarden = self.linewarden, Linewarden()
                self.addCleanup(self.linewarden.close)
                self.bring_up(fault)
                error = self.failure()
                self.assertIn(error["code"], codes, error)
                self.assertTrue(error["message"].startswith("fw-1 over https: "), error)
                self.linewarden = linewarden

    def test_a_line_refused_inside_config_ok_is_found_and_nothing_is_saved(self) -> None:
        self.bring_up("errors-inside:2")
        procedures = site_procedures.write_procedures(self.linewarden.data.parent / "procedures")
        ran = self.linewarden.run(
            "--json", "--procedures", procedures, "prepare", "fw-1", "--for", site_procedures.INTERFACE,
            "--set", "interface=Management0/0", "--yes",
        )  # fmt: skip
        self.assertEqual(NO, ran.status, ran.told())
        error = ran.json()["error"]
        self.assertEqual("CommandRejected", error["code"], error)
        # The device does not say to which of the lines of one request its complaint belongs.
        self.assertIn("lines 1 to 4", error["message"])
        self.assertIn("nothing was saved", error["hint"])
        (shown,) = self.linewarden.json("run", "fw-1", "-c", "show startup-config")
        self.assertNotIn("192.0.2.77", shown["outputs"][0]["text"])

    def test_a_slow_body_is_read_to_its_end(self) -> None:
        self.bring_up("slow-body")
        ran = self.linewarden.run("run", "fw-1", "-c", "show clock")
        self.assertEqual(DONE, ran.status, ran.told())


if __name__ == "__main__":
    unittest.main()
