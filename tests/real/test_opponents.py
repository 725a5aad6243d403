"""The opponents themselves, met by ordinary clients: when these fail, look here before the product."""

import re
import socket
import time
import unittest

import frr
import isolation
import openssh

SECONDS = 10.0


def read_until(sock: socket.socket, pattern: bytes) -> bytes:
    """Everything up to the first match of `pattern` at the end of what has come."""
    deadline = time.monotonic() + SECONDS
    seen = b""
    while not re.search(pattern + rb"\Z", seen):
        sock.settimeout(max(0.01, deadline - time.monotonic()))
        more = sock.recv(4096)
        if not more:
            raise AssertionError(f"the router closed after {seen!r}")
        seen += more
    return seen


class Opponents(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        isolation.enter()
        cls.router = frr.Frr()
        cls.addClassCleanup(cls.router.stop)
        cls.server = openssh.OpenSsh(cls.router)
        cls.addClassCleanup(cls.server.stop)

    def test_zebra_takes_its_passwords_and_saves_to_its_own_file(self) -> None:
        before = self.router.saved()
        with socket.create_connection(("127.0.0.1", self.router.port), SECONDS) as vty:
            dialogue = [
                (rb"Password: ", frr.PASSWORD),
                (rb"frr-r1> ", "enable"),
                (rb"Password: ", frr.ENABLE_PASSWORD),
                (rb"frr-r1# ", "configure terminal"),
                (rb"frr-r1\(config\)# ", "interface lo"),
                (rb"frr-r1\(config-if\)# ", "description by an ordinary client"),
                (rb"frr-r1\(config-if\)# ", "end"),
                (rb"frr-r1# ", "write memory"),
            ]
            for prompt, answer in dialogue:
                read_until(vty, prompt)
                vty.sendall(answer.encode() + b"\r\n")
            self.assertIn(b"Configuration saved", read_until(vty, rb"frr-r1# "))
        self.assertNotEqual(before, self.router.saved())
        self.assertIn(" description by an ordinary client\n", self.router.saved())

    def test_vtysh_answers_behind_openssh(self) -> None:
        try:
            import paramiko
        except ImportError:
            self.skipTest("skipped: no python3-paramiko")
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        with client:
            client.connect(
                "127.0.0.1", self.server.port, openssh.USERNAME, openssh.PASSWORD,
                timeout=SECONDS, look_for_keys=False, allow_agent=False,
            )  # fmt: skip
            _, out, _ = client.exec_command("show version", timeout=SECONDS)
            self.assertIn("FRRouting", out.read().decode())

    def test_the_host_key_can_be_changed(self) -> None:
        before = self.server.fingerprint()
        self.server.change_host_key()
        self.assertNotEqual(before, self.server.fingerprint())


if __name__ == "__main__":
    unittest.main()
