#!/usr/bin/env python3
"""pin list, import, export and remove as a user meets them; nothing is contacted.

Usage: pin_test.py PROGRAM
"""
import pathlib
import subprocess
import unittest

import program

FINGERPRINT = "SHA256:" + "A" * 43
OTHER = "SHA256:" + "B" * 42 + "A"
CERTIFICATE = "SHA256:" + ":".join(["AB"] * 32)


class Pins(program.Case):
    def setUp(self):
        super().setUp()
        self.done("server", "add", "bastion", "--address", "192.0.2.9", "--port", "2222")
        for name in ("r1", "r1-again"):
            self.done("device", "add", name, "--platform", "cisco_ios", "--address", "192.0.2.1")
        self.lines = self.folder / "lines"

    def pin(self, *lines, status=0):
        self.lines.write_text("".join(line + "\n" for line in lines))
        return self.answer("pin", "import", str(self.lines), status=status)

    def test_pins_are_listed_with_the_devices_and_servers_that_they_are_of(self):
        self.assertEqual([], self.answer("pin", "list"))
        self.pin(f"192.0.2.1:22 ssh-ed25519 {FINGERPRINT}", f"192.0.2.1:443 x509 {CERTIFICATE}",
                 f"192.0.2.9:2222 ssh-rsa {OTHER} 2024-05-06T07:08:09Z")  # fmt: skip
        key, certificate, hop = self.answer("pin", "list")
        self.assertEqual(("192.0.2.1:22", ["r1", "r1-again"], []),
                         (key["endpoint"], key["devices"], key["servers"]))  # fmt: skip
        self.assertEqual(("x509", CERTIFICATE), (certificate["algorithm"], certificate["fingerprint"]))
        self.assertEqual(("2024-05-06T07:08:09Z", [], ["bastion"]),
                         (hop["date"], hop["devices"], hop["servers"]))  # fmt: skip
        self.assertEqual([hop], self.answer("pin", "list", "bastion"))
        self.assertEqual(2, len(self.answer("pin", "list", "r1")))
        self.assertIn("bastion", self.done("pin", "list").stdout)
        self.assertIn("there is no device or server", self.refused("pin", "list", "nobody"))

    def test_what_can_not_be_taken_over_is_refused_with_its_line_and_reason(self):
        key = self.folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, timeout=30)
        blob = pathlib.Path(str(key) + ".pub").read_text().split()[1]
        answer = self.pin(
            "# a comment", f"192.0.2.1 ssh-ed25519 {blob}", f"|1|c2FsdA==|aGFzaA== ssh-ed25519 {blob}",
            f"*.example ssh-ed25519 {blob}", f"192.0.2.1:22 ssh-ed25519 {OTHER}", "nonsense", status=1,
        )  # fmt: skip
        self.assertEqual((1, 0, [3, 4, 5, 6]),
                         (answer["pinned"], answer["known"], [one["line"] for one in answer["refused"]]))  # fmt: skip
        hashed, pattern, other, nonsense = (one["error"]["message"] for one in answer["refused"])
        self.assertIn("is hashed, so that nobody can tell", hashed)
        self.assertIn("is a pattern", pattern)
        self.assertIn(OTHER, other)
        self.assertIn("neither", nonsense)
        shown = subprocess.run(["ssh-keygen", "-lf", str(key) + ".pub"], check=True, capture_output=True,
                               text=True, timeout=30).stdout.split()[1]  # fmt: skip
        self.assertEqual([shown], [pin["fingerprint"] for pin in self.answer("pin", "list")])
        said = self.run_it("pin", "import", str(self.lines))
        self.assertEqual(1, said.returncode)
        self.assertIn("line 3: ", said.stderr)
        self.assertIn("0 pinned, 1 known already, 4 refused", said.stdout)

    def test_an_export_is_what_import_takes_and_replaces_no_file_unasked(self):
        self.pin(f"192.0.2.1:22 ssh-ed25519 {FINGERPRINT} 2024-05-06T07:08:09Z")
        line = f"192.0.2.1:22 ssh-ed25519 {FINGERPRINT} 2024-05-06T07:08:09Z\n"
        self.assertEqual(line, self.done("pin", "export").stdout)
        self.assertEqual(line, self.answer("pin", "export", "-")["text"])
        out = self.folder / "out"
        self.assertEqual(1, self.answer("pin", "export", str(out))["pins"])
        self.assertEqual((line, 0o600), (out.read_text(), out.stat().st_mode & 0o777))
        self.assertIn("--force", self.refused("pin", "export", str(out)))
        self.done("pin", "export", str(out), "--force")
        ran = self.run_it("--json", "pin", "import", "-", stdin=line)
        self.assertEqual(0, ran.returncode, ran.stderr)
        self.assertIn('"known": 1', ran.stdout)

    def test_a_pin_is_removed_by_endpoint_or_by_name(self):
        self.pin(f"192.0.2.1:22 ssh-ed25519 {FINGERPRINT}", f"192.0.2.1:443 x509 {CERTIFICATE}",
                 f"[2001:db8::1]:22 ssh-ed25519 {FINGERPRINT}", f"192.0.2.9:2222 ssh-rsa {OTHER}")  # fmt: skip
        self.assertEqual(["[2001:db8::1]:22"], self.answer("pin", "remove", "2001:db8::1")["removed"])
        self.assertEqual(["192.0.2.1:443"], self.answer("pin", "remove", "192.0.2.1:443")["removed"])
        self.assertEqual(["192.0.2.1:22"], self.answer("pin", "remove", "r1")["removed"])
        self.assertIn("nothing is pinned for r1", self.refused("pin", "remove", "r1"))
        self.done("server", "set", "bastion", "--accept-key")
        self.assertEqual([], self.answer("pin", "list"))
        self.assertIn("no host key is pinned", self.refused("server", "set", "bastion", "--accept-key"))

    def test_every_verb_has_help_with_examples(self):
        for verb in ("list", "import", "export", "remove"):
            self.assertIn("Example", self.done("pin", verb, "--help").stdout)


if __name__ == "__main__":
    unittest.main()
