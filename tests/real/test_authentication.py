"""Testing authentication (guide page 2-5) on routers that ask real servers: FreeRADIUS, and the lab's
TACACS+ server. What was refused, and by whom, is told; nobody is shut out.
"""

import pathlib
import socket
import tempfile
import unittest

import freeradius
import lab
import secrets_seen
from linewarden import DONE, UNREACHABLE, Linewarden, Ran

KEY = "sesame-of-servers"
OWN_USER, OWN_PASSWORD = "own", "own-account-4477"
RIGHT, WRONG = "right-on-server-91", "wrong-on-server-92"
LOW = "low-on-server-93"

USERS = f"""
anna Cleartext-Password := "{RIGHT}"
        Cisco-AVPair = "shell:priv-lvl=15"

bert Cleartext-Password := "{LOW}"
        Cisco-AVPair = "shell:priv-lvl=5"
"""
TACACS_USERS = [
    {"name": "anna", "password": RIGHT, "privilege": 15},
    {"name": "bert", "password": LOW, "privilege": 5},
]
KINDS = ("tacacs", "radius")
PROTOCOL = {"tacacs": r"TACACS\+", "radius": "RADIUS"}


def free_tcp_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@unittest.skipUnless(freeradius.available(), "skipped: no FreeRADIUS")
class Authentication(unittest.TestCase):
    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)
        for secret in (KEY, OWN_PASSWORD, RIGHT, WRONG, LOW):
            secrets_seen.watch(secret)
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="lw-radius-"))
        radius = freeradius.FreeRadius(pathlib.Path(folder), KEY, USERS)
        self.addCleanup(radius.stop)
        self.ports = {"tacacs": free_tcp_port(), "radius": radius.port}
        self.nobody = {"tacacs": free_tcp_port(), "radius": freeradius.free_port()}
        server = {"name": "acs", "protocol": "tacacs", "port": self.ports["tacacs"], "key": KEY,
                  "users": TACACS_USERS}  # fmt: skip
        devices = [lab.Described(f"{kind}{i}", config=lab.FACTORY_NEW) for kind in (*KINDS, "local") for i in range(5)]
        self.lab = self.enterContext(lab.Lab(devices, aaa_servers=[server]))
        for device in devices:
            self.linewarden.add(
                device.name, "cisco_ios", self.lab.port(device.name, "telnet"), "telnet",
                password=lab.VTY_PASSWORD, enable=lab.ENABLE_PASSWORD,
            )  # fmt: skip

    def prepare(self, name: str, method: str, user: str = "", password: str = "", port: int = 0) -> Ran:
        words = ["--set", f"login_list={method}", "--set", f"username={OWN_USER}", "--set-env", "password=OWN"]
        if port:
            words += ["--set", "server=127.0.0.1", "--set", f"server_port={port}", "--set-env", "server_key=KEY"]
        if user:
            words += ["--set", f"test_username={user}", "--set-env", "test_password=TRIED"]
        return self.linewarden.run("prepare", name, "--for", "ios-authentication", "--yes", *words,
                                   OWN=OWN_PASSWORD, KEY=KEY, TRIED=password)  # fmt: skip

    def assert_as_before(self, name: str) -> None:
        """The device lets in who was let in before, by the line's password."""
        (reached,) = self.linewarden.json("test", name)
        self.assertTrue(reached["ok"], reached)

    def test_accounts_of_the_device(self) -> None:
        ran = self.prepare("local0", "local")
        self.assertEqual(DONE, ran.status, ran.told())
        (reached,) = self.linewarden.json("test", "local0")
        self.assertTrue(reached["ok"], reached)
        again = self.prepare("local0", "local")
        self.assertRegex(again.out, "nothing to change", again.told())

    def test_accounts_of_servers_are_accepted(self) -> None:
        for kind in KINDS:
            with self.subTest(kind):
                ran = self.prepare(f"{kind}0", kind, "anna", RIGHT, self.ports[kind])
                self.assertEqual(DONE, ran.status, ran.told())
                self.assertRegex(ran.err, f"anna was accepted by the {PROTOCOL[kind]} server")
                (reached,) = self.linewarden.json("test", f"{kind}0")
                self.assertTrue(reached["ok"], reached)

    def test_a_server_refuses(self) -> None:
        for kind in KINDS:
            with self.subTest(kind):
                ran = self.prepare(f"{kind}1", kind, "anna", WRONG, self.ports[kind])
                self.assertEqual(UNREACHABLE, ran.status, ran.told())
                self.assertRegex(ran.err, rf"refused.*\(by the {PROTOCOL[kind]} server\); who may log in, and how, was put back as it was", ran.told())
                self.assert_as_before(f"{kind}1")

    def test_a_server_gives_too_little_privilege(self) -> None:
        for kind in KINDS:
            with self.subTest(kind):
                ran = self.prepare(f"{kind}2", kind, "bert", LOW, self.ports[kind])
                self.assertEqual(UNREACHABLE, ran.status, ran.told())
                self.assertRegex(ran.err, "privilege 5 of 15", ran.told())

    def test_no_server_answers(self) -> None:
        for kind in KINDS:
            with self.subTest(kind):
                ran = self.prepare(f"{kind}3", kind, "anna", RIGHT, self.nobody[kind])
                self.assertEqual(UNREACHABLE, ran.status, ran.told())
                self.assertRegex(ran.err, rf"no {PROTOCOL[kind]} server answered")

    def test_the_enable_password_is_told_apart(self) -> None:
        ran = self.linewarden.run("device", "set", "local1", "--enable-password-env", "WRONG_ENABLE",
                                  WRONG_ENABLE=WRONG)  # fmt: skip
        self.assertEqual(DONE, ran.status, ran.told())
        ran = self.prepare("local1", "local")
        self.assertEqual(UNREACHABLE, ran.status, ran.told())
        self.assertRegex(ran.err, "the enable password was refused", ran.told())


if __name__ == "__main__":
    unittest.main()
