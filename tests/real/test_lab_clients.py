"""Clients that were not written for the lab log in to it: netmiko, and Ansible's cisco.ios."""

import pathlib
import tempfile
import unittest

import lab
import playbook


class NetmikoClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        try:
            import netmiko
        except ImportError:
            raise unittest.SkipTest("skipped: no netmiko (python3-netmiko)") from None
        cls.connect = staticmethod(netmiko.ConnectHandler)
        cls.lab = lab.Lab([
            lab.Described("core-r1", config=lab.READY_FOR_SSH, rsa_modulus=2048),
            lab.Described("edge-r1"),
        ])  # fmt: skip
        cls.addClassCleanup(cls.lab.stop)

    def change_the_description(self, connection: object, text: str) -> None:
        with connection as device:
            device.enable()
            self.assertIn("Cisco IOS Software", device.send_command("show version"))
            device.send_config_set(["interface Loopback7", f"description {text}"])
            shown = device.send_command("show running-config")
            self.assertIn(f" description {text}", shown)
            self.assertIn("[OK]", device.save_config())
            saved = device.send_command("show startup-config")
            self.assertIn(f" description {text}", saved)

    def test_netmiko_over_ssh(self) -> None:
        self.change_the_description(
            self.connect(
                device_type="cisco_ios", host="127.0.0.1", port=self.lab.port("core-r1", "ssh"),
                username=lab.USERNAME, password=lab.PASSWORD, secret=lab.ENABLE_PASSWORD,
            ),
            "by-netmiko-ssh",
        )  # fmt: skip

    def test_netmiko_over_telnet(self) -> None:
        self.change_the_description(
            self.connect(
                device_type="cisco_ios_telnet", host="127.0.0.1",
                port=self.lab.port("edge-r1", "telnet"),
                password=lab.VTY_PASSWORD, secret=lab.ENABLE_PASSWORD,
            ),
            "by-netmiko-telnet",
        )  # fmt: skip

    def test_netmiko_hears_that_a_line_was_wrong(self) -> None:
        with self.connect(
            device_type="cisco_ios", host="127.0.0.1", port=self.lab.port("core-r1", "ssh"),
            username=lab.USERNAME, password=lab.PASSWORD, secret=lab.ENABLE_PASSWORD,
        ) as device:  # fmt: skip
            self.assertIn("% Invalid input detected at '^' marker.", device.send_command("show nonsense"))


TASKS = [
    {
        "name": "look",
        "cisco.ios.ios_command": {"commands": ["show version"]},
        "register": "version",
    },
    {
        "name": "change",
        "cisco.ios.ios_config": {
            "parents": ["interface Loopback9"],
            "lines": ["description by-ansible"],
            "save_when": "modified",
        },
    },
    {
        "name": "look again",
        "cisco.ios.ios_command": {"commands": ["show running-config"]},
        "register": "running",
    },
    {
        "name": "judge",
        "ansible.builtin.assert": {
            "that": [
                "'Cisco IOS Software' in version.stdout[0]",
                "' description by-ansible' in running.stdout[0]",
            ]
        },
    },
]


class AnsibleClient(unittest.TestCase):
    def test_ansible_reads_and_changes_and_the_second_run_changes_nothing(self) -> None:
        router = lab.Described("core-r1", config=lab.READY_FOR_SSH, rsa_modulus=2048)
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="lw-ansible-")))
        running = self.enterContext(lab.Lab([router]))
        plays = playbook.Playbook(
            folder, "core-r1", "cisco.ios.ios", running.port("core-r1", "ssh"), TASKS
        )
        self.assertRegex(plays.play(), r"core-r1 +: ok=4 +changed=1 .*failed=0")
        self.assertRegex(plays.play(), r"core-r1 +: ok=4 +changed=0 .*failed=0")


if __name__ == "__main__":
    unittest.main()
