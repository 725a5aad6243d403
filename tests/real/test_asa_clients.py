"""Clients that nobody here wrote, at the lab's firewall and at its router of SSH 1.5: curl at the web
interface, plink, Ansible's cisco.asa and netmiko. What they see is what Linewarden is tested against.
"""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import lab

SECONDS = 90
CURL = "/usr/bin/curl"
PLINK = "/usr/bin/plink"
PLAYBOOK = "/usr/bin/ansible-playbook"

FIREWALL = f"""\
hostname fw-1
enable password {lab.ENABLE_PASSWORD}
username {lab.USERNAME} password {lab.PASSWORD} privilege 15
aaa authentication http console LOCAL
aaa authentication ssh console LOCAL
no call-home reporting anonymous
interface Management0/0
 nameif management
 security-level 100
 ip address 192.0.2.10 255.255.255.0
http server enable
http 127.0.0.0 255.0.0.0 management
ssh 127.0.0.0 255.0.0.0 management
"""


def needed(path: str, package: str) -> None:
    if not pathlib.Path(path).exists():
        raise unittest.SkipTest(f"skipped: no {path} ({package})")


class Curl(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        needed(CURL, "curl")
        described = lab.Described("fw-1", platform="cisco_asa", config=FIREWALL, transports=("https",))
        running = cls.enterClassContext(lab.Lab([described]))
        cls.base = f"https://{running.endpoint('fw-1', 'https')}/admin"

    def ask(self, path: str, *options: str, agent: str = "ASDM/", password: str = lab.PASSWORD) -> tuple[int, str]:
        """Status and body."""
        done = subprocess.run(
            [CURL, "--silent", "--show-error", "--insecure", "--max-time", "20", "--user-agent", agent,
             "--config", "-", "--write-out", "\\n%{http_code}", *options, self.base + path],
            input=f'user = "{lab.USERNAME}:{password}"\n', capture_output=True, text=True, timeout=30,
        )  # fmt: skip
        self.assertEqual(0, done.returncode, done.stderr)
        body, _, status = done.stdout.rpartition("\n")
        return int(status), body

    def test_several_commands_in_one_address_are_answered_one_after_the_other(self) -> None:
        status, body = self.ask("/exec/show+curpriv/show+version/")
        self.assertEqual(200, status)
        self.assertTrue(body.startswith(f"Username : {lab.USERNAME}\n"), body)
        self.assertIn("Cisco Adaptive Security Appliance Software Version 9.8", body)

    def test_configuration_is_posted_and_shown(self) -> None:
        status, body = self.ask(
            "/config", "--header", "Content-Type: application/unknown",
            "--data-binary", "domain-name curl.example\nfrobnicate\nwrite memory\n",
        )  # fmt: skip
        self.assertEqual(200, status)
        self.assertIn("ERROR: % Invalid input detected at '^' marker.", body)
        self.assertTrue(body.endswith("Config OK\n"), body)
        self.assertIn("domain-name curl.example\n", self.ask("/exec/show+startup-config")[1])

    def test_a_program_that_is_not_listed_gets_400_and_a_wrong_password_401(self) -> None:
        self.assertEqual(400, self.ask("/exec/show+version", agent="curl/7")[0])
        self.assertEqual(401, self.ask("/exec/show+version", password="wrong-curl-password")[0])
        self.assertEqual(200, self.ask("/exec/show+version", agent="CSM")[0])

    def test_a_file_is_uploaded_and_comes_back_as_it_was(self) -> None:
        with tempfile.TemporaryDirectory(prefix="lw-curl-") as folder:
            sent, received = pathlib.Path(folder) / "sent", pathlib.Path(folder) / "received"
            sent.write_bytes(os.urandom(200_000))
            status, body = self.ask("/disk0/pictures/one.bin", "--data-binary", f"@{sent}")
            self.assertEqual((200, "200000 bytes uploaded"), (status, body.rstrip()))
            self.assertEqual(200, self.ask("/disk0/pictures/one.bin", "--output", str(received))[0])
            self.assertEqual(sent.read_bytes(), received.read_bytes())


class PlinkOverVersion1(unittest.TestCase):
    def test_a_router_with_short_keys_answers_version_1_and_no_other(self) -> None:
        needed(PLINK, "putty-tools")
        described = lab.Described("old-r1", config=lab.READY_FOR_SSH.replace("ip ssh version 2\n", ""), rsa_modulus=512)
        running = self.enterContext(lab.Lab([described]))
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="lw-plink-")))
        password = folder / "password"
        password.touch(0o600)
        password.write_text(lab.PASSWORD)

        def plink(*options: str, typed: str = "") -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [PLINK, "-ssh", "-batch", "-P", str(running.port("old-r1", "ssh")), "-l", lab.USERNAME,
                 "-pwfile", str(password), *options, "127.0.0.1"],
                input=typed, capture_output=True, text=True, timeout=30,
                env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
            )  # fmt: skip

        key = re.search(r"^ +(512 \S+)$", plink("-1").stderr, re.MULTILINE)
        self.assertIsNotNone(key, "the host key is unknown, and shown")
        done = plink("-1", "-hostkey", key[1].split()[1], typed="show ssh\nexit\n")
        self.assertRegex(done.stdout + done.stderr, rf"1\.5 +\S+ +Session started +{lab.USERNAME}")
        self.assertIn("version", plink("-2").stderr)


PLAY = [
    {
        "hosts": "all",
        "gather_facts": False,
        "tasks": [
            {
                "name": "look",
                "cisco.asa.asa_command": {"commands": ["show version", "show curpriv"]},
                "register": "shown",
            },
            {
                "name": "change",
                "cisco.asa.asa_config": {"lines": ["domain-name ansible.example"]},
            },
            {
                "name": "look again",
                "cisco.asa.asa_command": {"commands": ["write memory", "show startup-config"]},
                "register": "saved",
            },
            {
                "name": "judge",
                "ansible.builtin.assert": {
                    "that": [
                        "'Adaptive Security Appliance' in shown.stdout[0]",
                        "'domain-name ansible.example' in saved.stdout[1]",
                    ]
                },
            },
        ],
    }
]


class OverSsh(unittest.TestCase):
    def setUp(self) -> None:
        described = lab.Described(
            "fw-1", platform="cisco_asa", config=FIREWALL, transports=("ssh",), rsa_modulus=2048
        )
        self.port = self.enterContext(lab.Lab([described])).port("fw-1", "ssh")

    def test_netmiko_reads_changes_and_hears_refusals(self) -> None:
        try:
            import netmiko
        except ImportError:
            self.skipTest("skipped: no netmiko (python3-netmiko)")
        with netmiko.ConnectHandler(
            device_type="cisco_asa", host="127.0.0.1", port=self.port, username=lab.USERNAME,
            password=lab.PASSWORD, secret=lab.ENABLE_PASSWORD,
        ) as device:  # fmt: skip
            device.enable()
            self.assertIn("Adaptive Security Appliance", device.send_command("show version"))
            answered = device.send_config_set(["domain-name netmiko.example", "frobnicate"])
            self.assertIn("ERROR: % Invalid input", answered)
            self.assertIn("[OK]", device.send_command("write memory"))
            self.assertIn("domain-name netmiko.example", device.send_command("show startup-config"))

    def test_ansible_reads_and_changes_and_the_second_run_changes_nothing(self) -> None:
        needed(PLAYBOOK, "ansible")
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="lw-ansible-")))
        variables = {
            "ansible_host": "127.0.0.1",
            "ansible_port": self.port,
            "ansible_user": lab.USERNAME,
            "ansible_password": lab.PASSWORD,
            "ansible_connection": "ansible.netcommon.network_cli",
            "ansible_network_cli_ssh_type": "paramiko",
            "ansible_network_os": "cisco.asa.asa",
            "ansible_python_interpreter": "/usr/bin/python3",
            "ansible_become": True,
            "ansible_become_method": "enable",
            "ansible_become_password": lab.ENABLE_PASSWORD,
        }
        (folder / "play.yaml").write_text(json.dumps(PLAY))
        (folder / "inventory.json").write_text(json.dumps({"all": {"hosts": {"fw-1": variables}}}))
        self.assertRegex(self.play(folder), r"fw-1 +: ok=4 +changed=1 .*failed=0")
        self.assertRegex(self.play(folder), r"fw-1 +: ok=4 +changed=0 .*failed=0")

    def play(self, folder: pathlib.Path) -> str:
        ran = subprocess.run(
            [PLAYBOOK, "-i", "inventory.json", "play.yaml"],
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
