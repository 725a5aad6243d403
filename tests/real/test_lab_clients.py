"""Clients that were not written for the lab log in to it: netmiko, and Ansible's cisco.ios."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import lab

SECONDS = 90


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


PLAYBOOK = [
    {
        "hosts": "all",
        "gather_facts": False,
        "tasks": [
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
        ],
    }
]


class AnsibleClient(unittest.TestCase):
    def test_ansible_reads_and_changes_and_the_second_run_changes_nothing(self) -> None:
        if not pathlib.Path("/usr/bin/ansible-playbook").exists():
            self.skipTest("skipped: no Ansible (ansible)")
        router = lab.Described("core-r1", config=lab.READY_FOR_SSH, rsa_modulus=2048)
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="lw-ansible-")))
        running = self.enterContext(lab.Lab([router]))
        (folder / "play.yaml").write_text(json.dumps(PLAYBOOK))
        (folder / "inventory.json").write_text(
            json.dumps({"all": {"hosts": {"core-r1": self.variables(running.port("core-r1", "ssh"))}}})
        )
        first = self.play(folder)
        self.assertRegex(first, r"core-r1 +: ok=4 +changed=1 .*failed=0")
        self.assertRegex(self.play(folder), r"core-r1 +: ok=4 +changed=0 .*failed=0")

    @staticmethod
    def variables(port: int) -> dict[str, object]:
        return {
            "ansible_host": "127.0.0.1",
            "ansible_port": port,
            "ansible_user": lab.USERNAME,
            "ansible_password": lab.PASSWORD,
            "ansible_connection": "ansible.netcommon.network_cli",
            "ansible_network_cli_ssh_type": "paramiko",
            "ansible_network_os": "cisco.ios.ios",
            "ansible_python_interpreter": "/usr/bin/python3",
            "ansible_become": True,
            "ansible_become_method": "enable",
            "ansible_become_password": lab.ENABLE_PASSWORD,
        }

    def play(self, folder: pathlib.Path) -> str:
        ran = subprocess.run(
            ["/usr/bin/ansible-playbook", "-i", "inventory.json", "play.yaml"],
            cwd=folder, capture_output=True, text=True, timeout=SECONDS,
            env=os.environ | {
                "PATH": "/usr/bin:/bin",
                "HOME": str(folder),
                "ANSIBLE_HOST_KEY_CHECKING": "False",
                "ANSIBLE_HOST_KEY_AUTO_ADD": "True",
                "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_LOCALHOST_WARNING": "False",
            },
        )  # fmt: skip
        self.assertEqual(0, ran.returncode, ran.stdout[-3000:] + ran.stderr[-2000:])
        return ran.stdout


if __name__ == "__main__":
    unittest.main()
