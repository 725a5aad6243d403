"""Every use of SSH 1 and of the profile `ancient` stands in the journal; changed keys get the hint that fits them."""

import json
import pathlib
import unittest

import lab
from linewarden import DONE, UNREACHABLE, Linewarden

PLINK = pathlib.Path("/usr/bin/plink")


class OldCryptography(unittest.TestCase):
    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)

    def bring_up(self, rsa_modulus: int, *more: str) -> None:
        described = lab.Described("r1", config=lab.READY_FOR_SSH.replace("ip ssh version 2\n", ""), rsa_modulus=rsa_modulus)
        running = self.enterContext(lab.Lab([described]))
        self.linewarden.add("r1", "cisco_ios", running.port("r1", "ssh"), "ssh", username=lab.USERNAME,
                            password=lab.PASSWORD, enable=lab.ENABLE_PASSWORD, more=more)  # fmt: skip

    def recorded(self) -> list[tuple[str, str, str]]:
        journal = self.linewarden.data / "journal.jsonl"
        if not journal.exists():
            return []
        entries = [json.loads(line) for line in journal.read_text().splitlines()]
        old = [one for one in entries if one["event"] == "old_cryptography"]
        self.assertTrue(all(one["time"].endswith("Z") for one in old))
        return [(one["device"], one["protocol"], one["profile"]) for one in old]

    def test_logins_over_ssh_1_are_recorded_whatever_the_command(self) -> None:
        if not PLINK.exists():
            self.skipTest("skipped: no plink (putty-tools)")
        self.bring_up(512, "--allow-ssh1")
        for words in (("test", "r1"), ("run", "r1", "-c", "show clock"), ("prepare", "r1", "--for", "ios-ssh", "--dry-run",
                      "--set", "hostname=r1", "--set", "domain=example.net")):  # fmt: skip
            before = len(self.recorded())
            ran = self.linewarden.run(*words)
            self.assertNotEqual(UNREACHABLE, ran.status, ran.told())
            new = self.recorded()[before:]
            self.assertTrue(new, f"{words[0]} recorded nothing")
            self.assertEqual({("r1", "ssh1", "modern")}, set(new))

    def test_the_profile_ancient_is_recorded_and_the_modern_one_is_not(self) -> None:
        self.bring_up(2048)
        self.assertEqual(DONE, self.linewarden.run("test", "r1").status)
        self.assertEqual([], self.recorded())
        self.assertEqual(DONE, self.linewarden.run("device", "set", "r1", "--crypto", "ancient").status)
        ran = self.linewarden.run("test", "r1")
        self.assertEqual(DONE, ran.status, ran.told())
        self.assertEqual([("r1", "ssh2", "ancient")], self.recorded())

    def test_a_login_that_can_not_be_recorded_is_not_made(self) -> None:
        self.bring_up(2048, "--crypto", "ancient")
        (self.linewarden.data / "journal.jsonl").mkdir()
        ran = self.linewarden.run("--json", "test", "r1")
        self.assertEqual("StoreFailed", ran.json()[0]["error"]["code"], ran.told())

    def test_the_hint_about_a_changed_key_works(self) -> None:
        self.bring_up(2048)
        (device,) = self.linewarden.json("device", "list")
        pins = self.linewarden.data / "host_keys"
        pins.write_text(f"127.0.0.1:{device['port']} ssh-rsa SHA256:{'A' * 43} 2026-01-01T00:00:00Z\n")
        ran = self.linewarden.run("--json", "test", "r1")
        hint = ran.json()[0]["error"]["hint"]
        self.assertTrue(hint.endswith("linewarden device set r1 --accept-key"), hint)
        self.assertEqual(DONE, self.linewarden.run("device", "set", "r1", "--accept-key").status)
        ran = self.linewarden.run("test", "r1")
        self.assertEqual(DONE, ran.status, ran.told())


if __name__ == "__main__":
    unittest.main()
