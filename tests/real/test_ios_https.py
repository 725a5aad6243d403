"""IOS and IOS-XE over HTTPS and HTTP against the lab's routers: both web interfaces, and SSH beside them."""

import unittest

import lab
from linewarden import DONE, NO, UNREACHABLE, Linewarden

ROUTER = f"""\
hostname {{name}}
ip domain-name example.net
enable secret {lab.ENABLE_PASSWORD}
username {lab.USERNAME} privilege 15 secret {lab.PASSWORD}
username guest privilege 1 secret {lab.PASSWORD}
ip http server
ip http secure-server
ip http authentication local
ip ssh version 2
line vty 0 4
 login local
 transport input telnet ssh
"""
# An image without cryptography, which has only the older pages.
OLD_ROUTER = "".join(
    line for line in ROUTER.replace("telnet ssh", "telnet").splitlines(True) if "secure-server" not in line and "ssh" not in line
)


class IosOverHttps(unittest.TestCase):
    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)

    def bring_up(
        self, *faults: str, transport: str = "https", password: str = lab.PASSWORD, username: str = lab.USERNAME,
        platform: str = "cisco_ios", config: str = ROUTER, rsa_modulus: int = 2048, os_version: str = "",
    ) -> None:  # fmt: skip
        described = lab.Described(
            "r1", platform=platform, config=config, faults=list(faults), rsa_modulus=rsa_modulus,
            transports=("telnet", "ssh", "http", "https"), os_version=os_version,
        )  # fmt: skip
        running = self.enterContext(lab.Lab([described]))
        self.linewarden.add(
            "r1", platform, running.port("r1", transport), transport,
            username=username, password=password, enable=lab.ENABLE_PASSWORD, more=("--any-transport",),
        )  # fmt: skip
        ports = [word for way in ("telnet", "ssh") for word in (f"--{way}-port", str(running.port("r1", way)))]
        self.linewarden.json("device", "set", "r1", *ports)

    def failure(self, *words: str, status: int = UNREACHABLE) -> dict:
        ran = self.linewarden.run("--json", *words, "r1", "--connect-timeout", "4", "--command-timeout", "4")
        self.assertEqual(status, ran.status, ran.told())
        return ran.json()[0]["error"]

    def outputs(self, *commands: str) -> list[str]:
        words = [word for command in commands for word in ("-c", command)]
        (answer,) = self.linewarden.json("run", "r1", *words)
        return [one["text"] for one in answer["outputs"]]

    def test_each_interface_of_each_release_is_spoken(self) -> None:
        for platform, version, transport, config in (
            ("cisco_ios", "15.x", "https", ROUTER),
            ("cisco_ios", "15.x", "http", ROUTER),
            ("cisco_ios", "12.4", "https", ROUTER),
            ("cisco_ios", "12.3", "https", ROUTER),
            ("cisco_xe", "16.x", "https", ROUTER),
            ("cisco_ios", "12.2", "http", OLD_ROUTER),
        ):  # fmt: skip
            with self.subTest(version=version, transport=transport):
                self.setUp()
                self.bring_up(transport=transport, platform=platform, config=config, os_version=version,
                              rsa_modulus=0 if version == "12.2" else 2048)  # fmt: skip
                (reached,) = self.linewarden.json("test", "r1")
                self.assertEqual((transport, True, "r1#"), (reached["transport"], reached["ok"], reached["prompt"]))
                version_text, config_text = self.outputs("show version", "show running-config")
                self.assertIn("uptime is", version_text)
                self.assertIn("\nhostname r1\n", config_text)
                self.assertNotIn("<", version_text)
                ran = self.linewarden.run("--json", "run", "r1", "-c", "show clock", "-c", "show nonsense", "-c", "show version")
                self.assertEqual(NO, ran.status, ran.told())
                self.assertEqual([False, True], [one["rejected"] for one in ran.json()[0]["outputs"]])

    def test_a_section_goes_in_whole_and_the_result_is_proved(self) -> None:
        self.bring_up()
        done = self.linewarden.json("prepare", "r1", "--for", "ios-ssh-only", "--yes")
        self.assertTrue(done["proved"], done)
        (config,) = self.outputs("show running-config")
        self.assertIn("\n transport input ssh\n", config)

    def test_a_command_that_asks_goes_over_ssh_beside_the_web_interface(self) -> None:
        self.bring_up()
        error = self.failure("run", "-c", "reload")
        self.assertIn("Proceed with reload", error["message"])
        self.assertEqual("PromptNotSeen", error["code"])

    def test_without_ssh_a_command_that_asks_is_refused_before_anything_is_sent(self) -> None:
        self.bring_up()
        self.linewarden.json("device", "set", "r1", "--ssh-port", "1")
        error = self.failure("run", "-c", "reload")
        self.assertIn('"reload" asks whether to reload, so it needs SSH', error["message"])
        self.assertNotEqual("", error["hint"])

    def test_wrong_credentials_are_tried_once_and_named(self) -> None:
        for platform in ("cisco_ios", "cisco_xe"):
            with self.subTest(platform=platform):
                self.setUp()
                self.bring_up(platform=platform, password="wrong-web-password-2")
                error = self.failure("test")
                self.assertEqual(("LoginRefused", "wrong_login"), (error["code"], error["diagnosis"]))

    def test_too_little_privilege_is_named_as_a_possible_cause(self) -> None:
        for platform in ("cisco_ios", "cisco_xe"):
            with self.subTest(platform=platform):
                self.setUp()
                self.bring_up(platform=platform, username="guest")
                error = self.failure("test")
                self.assertEqual("LoginRefused", error["code"])
                self.assertIn("less than privilege 15", error["message"])

    def test_a_changed_certificate_is_refused_with_both_fingerprints(self) -> None:
        self.bring_up()
        other = "SHA256:" + ":".join(["AA"] * 32)
        (device,) = self.linewarden.json("device", "list")
        pins = self.linewarden.data / "host_keys"
        pins.write_text(f"127.0.0.1:{device['port']} x509 {other} 2026-01-01T00:00:00Z\n")
        error = self.failure("test")
        self.assertEqual(("HostKeyChanged", "identity_changed"), (error["code"], error["diagnosis"]))
        self.assertIn(other, error["message"])


if __name__ == "__main__":
    unittest.main()
