"""Devices behind real OpenSSH servers as jump hosts, one and two hops, and everything that a hop can do
wrong: each named, with the hop's part in it."""

import pathlib
import tempfile
import unittest

import frr
import hostile
import isolation
import lab
import openssh
import secrets_seen
from linewarden import DONE, UNREACHABLE, Linewarden

DEADLINES = ("--connect-timeout", "6", "--command-timeout", "6")


class JumpHosts(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        isolation.enter()
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="lw-jump-")))
        cls.key = cls.folder / "user_key"
        openssh.make_key(cls.key)
        cls.key.chmod(0o600)
        router = frr.Frr()
        cls.addClassCleanup(router.stop)
        account = openssh.Account(router)
        cls.addClassCleanup(account.close)
        known = account.folder / "authorized_keys"
        known.write_text(cls.key.with_suffix(".pub").read_text())
        by_key = ("PubkeyAuthentication yes", f"AuthorizedKeysFile {known}")

        def hop(*settings: str) -> openssh.OpenSsh:
            server = openssh.OpenSsh(router, account, settings)
            cls.addClassCleanup(server.stop)
            return server

        cls.first = hop(*by_key)
        cls.second = hop(*by_key, "PasswordAuthentication no")
        cls.forbidding = hop("AllowTcpForwarding no")
        cls.replaced = hop()
        cls.lab = lab.Lab([
            lab.Described("core-r1", config=lab.READY_FOR_SSH, rsa_modulus=2048),
            lab.Described("edge-r1"),
            lab.Described("fwsm-1", platform="cisco_fwsm", config=f"hostname x\npasswd {lab.PASSWORD}\n",
                          transports=()),
            lab.Described("cat6k", os_version="12.2(33)SXI", config=lab.READY_FOR_SSH, rsa_modulus=2048,
                          settings={"modules": [{"slot": 6, "device": "fwsm-1"}]}),
        ])  # fmt: skip
        cls.addClassCleanup(cls.lab.stop)

    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)
        secrets_seen.watch(openssh.PASSWORD)

    def add_hop(self, name: str, port: int, *more: str, password: str = openssh.PASSWORD) -> None:
        secrets_seen.watch(password)
        self.linewarden.json(
            "server", "add", name, "--address", "127.0.0.1", "--port", str(port),
            "--username", openssh.USERNAME, *(more or ("--password-env", "HOP")), HOP=password,
        )  # fmt: skip

    def add_device(self, through: str, transport: str = "ssh", port: int = 0) -> None:
        name = "core-r1" if transport == "ssh" else "edge-r1"
        self.linewarden.add(
            name, "cisco_ios", port or self.lab.port(name, transport), transport,
            username=lab.USERNAME, password=lab.PASSWORD if transport == "ssh" else lab.VTY_PASSWORD,
            enable=lab.ENABLE_PASSWORD, more=("--jump", through),
        )  # fmt: skip

    def error(self, name: str = "core-r1") -> dict:
        (answer,) = self.linewarden.json("test", name, *DEADLINES, status=UNREACHABLE)
        self.assertTrue(answer["error"]["hint"], answer)
        return answer["error"]

    def test_one_hop_by_password(self) -> None:
        self.add_hop("hop-1", self.first.port)
        self.add_device("hop-1")
        self.add_device("hop-1", "telnet")
        answers = self.linewarden.json("test", "core-r1", "edge-r1", *DEADLINES)
        self.assertEqual([True, True], [one["ok"] for one in answers], answers)
        (ran,) = self.linewarden.json("run", "core-r1", "-c", "show version", *DEADLINES)
        self.assertIn("Cisco IOS Software", ran["outputs"][0]["text"])

    def test_two_hops_the_second_by_key_alone(self) -> None:
        self.add_hop("hop-1", self.first.port)
        self.add_hop("hop-2", self.second.port, "--ssh-key", str(self.key), "--jump", "hop-1")
        self.add_device("hop-2")
        (answer,) = self.linewarden.json("test", "core-r1", *DEADLINES)
        self.assertTrue(answer["ok"], answer)
        # Both hops' keys are pinned, and the device's, each at the address that leads to it.
        pins = (self.linewarden.data / "host_keys").read_text()
        for port in (self.first.port, self.second.port, self.lab.port("core-r1", "ssh")):
            self.assertIn(f"127.0.0.1:{port} ", pins)

    def test_a_module_in_a_switch_behind_two_hops_and_the_hop_that_fails_is_the_switchs(self) -> None:
        self.add_hop("hop-1", self.first.port)
        self.add_hop("hop-2", self.second.port, "--ssh-key", str(self.key), "--jump", "hop-1")
        self.linewarden.add(
            "cat6k", "cisco_ios", self.lab.port("cat6k", "ssh"), "ssh", username=lab.USERNAME,
            password=lab.PASSWORD, enable=lab.ENABLE_PASSWORD, more=("--jump", "hop-2"),
        )  # fmt: skip
        self.linewarden.json(
            "device", "add", "fwsm-1", "--platform", "cisco_fwsm", "--address", "127.0.0.1", "--transport", "chassis",
            "--chassis", "cat6k", "--slot", "6", "--password-env", "LINE", "--enable-password-env", "NONE",
            LINE=lab.PASSWORD, NONE="",
        )  # fmt: skip
        (answer,) = self.linewarden.json("test", "fwsm-1", *DEADLINES)
        self.assertTrue(answer["ok"], answer)
        self.assertEqual("FWSM#", answer["prompt"].strip())
        self.linewarden.run("server", "set", "hop-2", "--port", str(self.forbidding.port), "--password-env", "HOP",
                            HOP=openssh.PASSWORD)  # fmt: skip
        error = self.error("fwsm-1")
        self.assertIn("fwsm-1 over chassis: cat6k over ssh: ", error["message"])
        self.assertIn("jump host", error["message"])

    def test_a_hop_with_another_key_than_before_is_refused_with_both_fingerprints(self) -> None:
        self.add_hop("hop-1", self.replaced.port)
        self.add_device("hop-1")
        self.linewarden.json("test", "core-r1", *DEADLINES)
        before = self.replaced.fingerprint()
        self.replaced.change_host_key()
        error = self.error()
        self.assertEqual(("HostKeyChanged", "identity_changed"), (error["code"], error["diagnosis"]))
        self.assertIn(before, error["message"])
        self.assertIn(self.replaced.fingerprint(), error["message"])
        self.assertIn("jump host", error["message"])
        # Accepting the device's own key would not help.
        self.assertNotIn("device set core-r1 --accept-key", error["hint"])

    def test_a_hop_that_forbids_forwarding_is_named(self) -> None:
        self.add_hop("hop-1", self.forbidding.port)
        self.add_device("hop-1")
        error = self.error()
        self.assertIn("jump host", error["message"])
        self.assertIn(str(self.forbidding.port), error["message"])
        self.assertTrue(error["diagnosis"], error)

    def test_a_dead_hop_is_named(self) -> None:
        for name, context, diagnosis in (
            ("closed", hostile.closed_port(), "refused"),
            ("silent", hostile.silent_port(), "silent"),
        ):
            with self.subTest(hop=name), context as port:
                linewarden, self.linewarden = self.linewarden, Linewarden()
                self.addCleanup(self.linewarden.close)
                self.add_hop("hop-1", port)
                self.add_device("hop-1")
                error = self.error()
                self.assertIn("jump host", error["message"])
                self.assertEqual(diagnosis, error["diagnosis"], error)
                self.linewarden = linewarden

    def test_a_refused_login_at_a_hop_is_the_hops(self) -> None:
        self.add_hop("hop-1", self.first.port, password="wrong-hop-password-1")
        self.add_device("hop-1")
        error = self.error()
        self.assertEqual(("LoginRefused", "wrong_login"), (error["code"], error["diagnosis"]))
        self.assertIn("jump host", error["message"])

    def test_a_device_that_refuses_behind_a_hop_is_not_the_hops_fault(self) -> None:
        with hostile.closed_port() as port:
            self.add_hop("hop-1", self.first.port)
            self.add_device("hop-1", port=port)
            error = self.error()
            self.assertIn(f"127.0.0.1:{port}", error["message"])
            self.assertEqual("Unreachable", error["code"], error)
            self.assertTrue(error["diagnosis"], error)


if __name__ == "__main__":
    unittest.main()
