#!/usr/bin/env python3
"""device, server, transport default and limit as a user meets them; nothing is contacted.

Usage: inventory_test.py PROGRAM
"""
import json
import subprocess
import unittest

import program


class Inventory(program.Case):
    def add(self, name, platform, *more):
        return self.answer("device", "add", name, "--platform", platform, "--address", "192.0.2.1", *more)

    # The guide's defaults, pages 2-2 and 2-3.
    def test_each_type_and_version_has_the_transport_of_the_guide(self):
        for platform, version, transport, port in (
            ("cisco_pix", "6.3(5)", "https", 443), ("cisco_asa", "9.8(3)", "https", 443),
            ("cisco_fwsm", "3.1(1)", "https", 443), ("cisco_ips", "7.1(7)E4", "https", 443),
            ("cisco_ios", "12.4(24)T", "https", 443), ("cisco_ios", "15.1(4)M", "https", 443),
            ("cisco_xe", "16.9.5", "https", 443),
            ("cisco_ios", "12.1(5)T", "telnet", 23), ("cisco_ios", "12.2(15)T", "telnet", 23),
            ("cisco_ios", "12.2(55)SE10", "ssh", 22), ("cisco_ios", "12.2(33)SXI4", "ssh", 22),
            ("cisco_catos", "6.4(2)", "ssh", 22),
        ):  # fmt: skip
            with self.subTest(platform=platform, version=version):
                name = "d" + "".join(c for c in platform + version if c.isalnum())
                device = self.add(name, platform, "--os-version", version)
                self.assertEqual((transport, port), (device["transport"], device["port"]))
                self.assertTrue(device["transport_is_default"])

    def test_a_transport_that_the_type_cannot_use_is_refused_with_the_list(self):
        for platform, version, transport, listed in (
            ("cisco_asa", "", "ssh", "https, console, file"),
            ("cisco_asa", "", "tms", "https, console, file"),
            ("cisco_ips", "", "telnet", "https, http, console, file"),
            ("cisco_ios", "12.2(8)T", "https", "telnet, ssh, console, file"),
            ("cisco_ios", "15.1", "http", "https, ssh, telnet, tms, console, file"),
            ("cisco_ios", "12.2(55)SE", "tms", "ssh, telnet, console, file"),
        ):  # fmt: skip
            with self.subTest(platform=platform, transport=transport):
                said = self.refused(
                    "device", "add", "d", "--platform", platform, "--address", "192.0.2.1",
                    "--os-version", version, "--transport", transport,
                )  # fmt: skip
                self.assertIn(f"it can over {listed}", said)
                self.assertIn("--any-transport", said)
        self.assertIn("the transports are https, ssh", self.refused(
            "device", "add", "d", "--platform", "frr", "--address", "192.0.2.1", "--transport", "rsh"))
        device = self.add("fw", "cisco_asa", "--transport", "ssh", "--any-transport")
        self.assertEqual("ssh", device["transport"])

    def test_a_change_leaves_what_it_does_not_name(self):
        before = self.add("r1", "cisco_ios", "--allow-ssh1", "--crypto", "legacy", "--dynamic-address", "--notes", "n", "--tag", "t")
        after = self.answer("device", "set", "r1", "--os-version", "12.4")
        self.assertEqual(before | {"os_version": "12.4"}, after)
        self.assertFalse(self.answer("device", "set", "r1", "--no-allow-ssh1")["allow_ssh1"])

    def test_a_default_is_changed_for_the_versions_that_can_use_it(self):
        self.add("r1", "cisco_ios", "--os-version", "15.1")
        self.add("own", "cisco_ios", "--os-version", "15.1", "--transport", "telnet")
        self.add("old", "cisco_ios", "--os-version", "12.2(8)T")
        rows = self.answer("transport", "default", "cisco_ios", "ssh", "--versions", "12.3+")
        self.assertEqual({"catalyst": "ssh", "12.1-12.2": "telnet", "12.3+": "ssh"},
                         {row["versions"]: row["transport"] for row in rows})
        self.assertEqual(["12.3+"], [row["versions"] for row in rows if row["changed"]])
        self.assertEqual("ssh", self.answer("device", "show", "r1")["transport"])
        self.assertEqual("telnet", self.answer("device", "show", "own")["transport"])
        self.assertEqual("telnet", self.answer("device", "show", "old")["transport"])

        ran = self.done("transport", "default", "cisco_ios", "tms")
        self.assertIn("not changed everywhere: ", ran.stderr)
        self.assertEqual("tms", self.answer("device", "show", "r1")["transport"])
        self.answer("transport", "default", "cisco_ios", "--reset")
        self.assertEqual("https", self.answer("device", "show", "r1")["transport"])

        self.assertIn("it can over https", self.refused("transport", "default", "cisco_asa", "telnet"))
        self.assertIn("it has catalyst, 12.1-12.2, 12.3+",
                      self.refused("transport", "default", "cisco_ios", "ssh", "--versions", "9"))
        every = self.answer("transport", "default")
        self.assertEqual({"platform", "versions", "transport"},
                         {"platform", "versions", "transport"} & every[0].keys())

    def test_properties_of_a_device_are_kept_and_taken_back(self):
        self.done("server", "add", "bastion", "--address", "192.0.2.9")
        device = self.add(
            "r1", "cisco_ios", "--crypto", "legacy", "--allow-ssh1", "--jump", "bastion", "--site",
            "berlin", "--aaa", "tacacs-1", "--sessions", "2", "--console", "198.51.100.7:2003",
            "--https-port", "8443", "--ssh-port", "2222",
        )  # fmt: skip
        self.assertEqual(
            ("legacy", True, "bastion", "berlin", "tacacs-1", 2, "198.51.100.7:2003", 8443),
            tuple(device[key] for key in ("crypto", "allow_ssh1", "jump", "site", "aaa", "sessions",
                                          "console", "port")))  # fmt: skip
        device = self.answer("device", "set", "r1", "--no-allow-ssh1", "--jump", "", "--site", "",
                             "--crypto", "modern", "--transport", "console")
        self.assertEqual((False, None, None, "modern", "console", 2003),
                         tuple(device[key] for key in ("allow_ssh1", "jump", "site", "crypto",
                                                       "transport", "port")))  # fmt: skip
        for words, rule in (
            (("--crypto", "old"), "use modern, legacy or ancient"),
            (("--jump", "nowhere"), "there is no server \"nowhere\""),
            (("--sessions", "5000"), "from 0 to 1000"),
            (("--site", "a b"), "1 to 63 letters"),
            (("--console", "x:99999"), "from 1 to 65535"),
            (("--port", "9"), "--console CONSOLE-SERVER:PORT"),
        ):  # fmt: skip
            with self.subTest(words=words):
                self.assertIn(rule, self.refused("device", "set", "r1", *words))

    def test_servers_are_kept_and_not_removed_while_in_use(self):
        self.assertEqual([], self.answer("server", "list"))
        outer = self.answer("server", "add", "outer", "--address", "192.0.2.9", "--username", "hop",
                            "--password-env", "HOP", HOP="hop-password-771")
        self.assertEqual(("jump", 22, True), (outer["kind"], outer["port"], outer["password_stored"]))
        self.answer("server", "add", "inner", "--address", "10.0.0.1", "--jump", "outer")
        self.assertIn("does not end", self.refused("server", "set", "outer", "--jump", "inner"))
        self.assertIn("is in use, by: inner",
                      self.refused("server", "remove", "outer", status=1))
        self.done("server", "remove", "inner")
        self.done("server", "remove", "outer")
        self.assertIn("there is no server", self.refused("server", "show", "outer"))

    def test_private_keys_are_taken_in_and_never_shown(self):
        key = self.folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "phrase-552", "-f", str(key)],
                       check=True, timeout=30)
        words = ("device", "add", "r1", "--platform", "frr", "--address", "192.0.2.1", "--ssh-key")
        self.assertIn("--ssh-key-passphrase-env", self.refused(*words, str(key)))
        self.assertIn(".pub", self.refused(*words, str(key) + ".pub"))
        device = self.answer(*words, str(key), "--ssh-key-passphrase-env", "PHRASE", PHRASE="phrase-552")
        self.assertTrue(device["ssh_key_stored"])
        stored = (self.folder / "data" / "linewarden.db").read_bytes()
        self.assertNotIn(b"PRIVATE KEY", stored)

    def test_limits_are_set_and_lifted(self):
        self.done("limit", "site", "berlin", "5")
        limits = self.answer("limit", "aaa", "tacacs-1", "20")
        self.assertEqual([("aaa", "tacacs-1", 20), ("site", "berlin", 5)],
                         [(one["kind"], one["name"], one["sessions"]) for one in limits])
        self.assertEqual(1, len(self.answer("limit", "site", "berlin", "0")))
        self.assertIn("site or aaa", self.refused("limit", "device", "r1", "5"))
        self.refused("limit", "site")

    def test_a_device_that_is_not_contacted_says_so_when_it_is_tested(self):
        self.add("token", "cisco_ios", "--os-version", "12.4", "--transport", "tms")
        ran = self.run_it("--json", "test", "token")
        self.assertEqual(3, ran.returncode)
        (answer,) = json.loads(ran.stdout)
        self.assertIn("cannot be tested", answer["error"]["message"])

    def test_every_command_has_help_with_examples(self):
        for command in (["device", "add"], ["device", "set"], ["server", "add"],
                        ["transport", "default"], ["limit"]):  # fmt: skip
            ran = self.done(*command, "--help")
            self.assertIn("Example", ran.stdout)


if __name__ == "__main__":
    unittest.main()
