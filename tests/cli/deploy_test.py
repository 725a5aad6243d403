#!/usr/bin/env python3
"""deploy into files as a user meets it; nothing is contacted.

Usage: deploy_test.py PROGRAM
"""
import unittest

import program


class Deploy(program.Case):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "out"
        self.out.mkdir()
        self.config = self.folder / "change.cfg"
        self.config.write_bytes(b"\xef\xbb\xbfntp server 192.0.2.50\r\n!\r\nsnmp-server location caf\xe9\r\n")
        for name, platform, more in (
            ("r1", "cisco_ios", ("--os-version", "15.1", "--transport", "file")),
            ("fw", "cisco_asa", ()),
        ):  # fmt: skip
            self.done("device", "add", name, "--platform", platform, "--address", "192.0.2.1", *more)

    def deploy(self, *words, config=None, **more):
        return self.answer("deploy", *words, "--file", str(config or self.config), "--mode", "delta", "--folder",
                           str(self.out), **more)  # fmt: skip

    def refused_deploy(self, *words):
        return self.refused("deploy", *words, "--file", str(self.config), "--mode", "full")

    def test_each_device_gets_a_file_of_the_same_lines_for_its_owner_alone(self):
        r1, fw = self.deploy("r1", "fw", "--to", "file")
        file = self.out / "fw_delta.cfg"
        self.assertEqual(("fw", str(file), "delta", 3, True, False, None),
                         tuple(fw[key] for key in ("device", "file", "mode", "lines", "written", "replaced", "error")))  # fmt: skip
        self.assertEqual(b"ntp server 192.0.2.50\n!\nsnmp-server location caf\xe9\n", file.read_bytes())
        self.assertEqual(0o600, file.stat().st_mode & 0o777)
        self.assertEqual("r1_delta.cfg", r1["file"].rsplit("/", 1)[1])

    def test_a_file_of_other_content_is_replaced_and_the_answer_says_so(self):
        self.assertFalse(self.deploy("r1")[0]["replaced"])
        self.assertFalse(self.deploy("r1")[0]["replaced"])
        self.config.write_text("no ntp server 192.0.2.50\n")
        (preview,) = self.deploy("r1", "--preview")
        self.assertEqual((True, False), (preview["would_replace"], preview["written"]))
        self.assertEqual("no ntp server 192.0.2.50\n", preview["text"])
        self.assertTrue(self.deploy("r1")[0]["replaced"])

    def test_one_refused_line_keeps_everything_from_being_written(self):
        self.config.write_text("ntp server 192.0.2.50\nreload\n")
        self.deploy("r1", "fw", "--to", "file", status=2)
        self.assertEqual([], list(self.out.iterdir()))
        said = self.refused("deploy", "fw", "r1", "--file", str(self.config), "--mode", "delta", "--to", "file",
                            "--folder", str(self.out))  # fmt: skip
        self.assertIn('fw: line 2 "reload" asks whether to reload', said)

    def test_a_preview_shows_no_secrets_and_writes_nothing(self):
        ran = self.run_it("deploy", "r1", "--file", "-", "--mode", "full", "--preview", "--folder", str(self.out),
                          stdin="username admin password hunter2-771\n")  # fmt: skip
        self.assertEqual(0, ran.returncode, ran.stderr)
        self.assertIn("r1_full.cfg", ran.stdout)
        self.assertIn("username admin password <secret>", ran.stdout)
        self.assertNotIn("hunter2-771", ran.stdout + ran.stderr)
        self.assertEqual([], list(self.out.iterdir()))

    def test_a_destination_that_there_is_not_yet_is_refused_in_plain_words(self):
        self.assertIn("fw is set to https, and this version deploys into files and to token", self.refused_deploy("all"))
        for to in ("device", "aus", "ce"):
            self.assertIn(f'not to "{to}"', self.refused_deploy("r1", "--to", to))
        self.assertIn("there is no destination", self.refused_deploy("r1", "--to", "moon"))
        shown = self.done("deploy", "--help").stdout
        self.assertIn("Example", shown)
        self.assertNotRegex(shown, r"\b(aus|ce)\b")

    def test_a_token_server_gets_files_of_routers_alone_and_only_where_it_is_named(self):
        public = self.folder / "tms.pub"
        self.done("token", "keys", "--public", str(public), "--private", str(self.folder / "tms.key"))
        self.assertIn("cisco_asa", self.refused_deploy("fw", "--to", "tms"))
        self.assertIn("--token-server", self.refused_deploy("r1", "--to", "tms"))
        self.done("server", "add", "tms", "--kind", "tms", "--address", "192.0.2.5", "--public-key", str(public),
                  "--file-name", "router-{device}.{mode}")  # fmt: skip
        self.done("device", "set", "r1", "--token-server", "tms")
        self.assertIn("--folder is for files", self.refused_deploy("r1", "--to", "tms", "--folder", str(self.out)))
        (shown,) = self.answer("deploy", "r1", "--file", str(self.config), "--mode", "full", "--to", "tms", "--preview")
        self.assertEqual(("tms", "router-r1.full", False, False, []),
                         tuple(shown[key] for key in ("server", "file", "uploaded", "applied", "next")))  # fmt: skip
        self.assertIn("ntp server", shown["text"])
        self.config.write_text("reload\n")
        self.assertIn('line 1 "reload" asks', self.refused_deploy("r1", "--to", "tms"))
        public.unlink()
        self.assertIn("public key of token server tms", self.refused_deploy("r1", "--to", "tms"))

    def test_devices_that_get_it_in_different_ways_are_not_mixed(self):
        public = self.folder / "tms.pub"
        self.done("token", "keys", "--public", str(public), "--private", str(self.folder / "tms.key"))
        self.done("server", "add", "tms", "--kind", "tms", "--address", "192.0.2.5", "--public-key", str(public))
        self.done("device", "add", "r2", "--platform", "cisco_ios", "--os-version", "15.1", "--address", "192.0.2.2",
                  "--transport", "tms", "--token-server", "tms")  # fmt: skip
        self.assertIn("r1 and r2 get it in different ways", self.refused_deploy("r1", "r2"))

    def test_keys_are_never_written_over(self):
        words = ("token", "keys", "--public", str(self.folder / "p"), "--private", str(self.folder / "s"))
        first = self.answer(*words)
        self.assertEqual(16, len(first["key"]))
        self.assertEqual(0o600, (self.folder / "s").stat().st_mode & 0o777)
        self.assertIn("never written over", self.refused(*words))
        self.assertIn(first["key"], (self.folder / "p").read_text())

    def test_a_token_server_without_a_key_or_with_a_private_one_is_refused(self):
        self.done("token", "keys", "--public", str(self.folder / "p"), "--private", str(self.folder / "s"))
        add = ("server", "add", "tms", "--kind", "tms", "--address", "192.0.2.5")
        self.assertIn("public key", self.refused(*add))
        self.assertIn("the other key of the pair", self.refused(*add, "--public-key", str(self.folder / "s")))
        self.done(*add, "--public-key", str(self.folder / "p"))
        shown = self.answer("server", "show", "tms")
        self.assertEqual((21, "{device}_{mode}.cfg.lwt", False),
                         tuple(shown[key] for key in ("port", "file_name", "tls")))  # fmt: skip
        self.assertTrue(self.answer("server", "set", "tms", "--tls")["tls"])

    def test_bad_input_is_named(self):
        self.assertIn("--folder", self.refused_deploy("r1"))
        self.assertIn("there is no folder", self.refused_deploy("r1", "--folder", str(self.folder / "none")))
        self.assertIn("r9", self.refused_deploy("r9"))
        self.config.write_bytes(b"\xff\xfeh\x00")
        self.assertIn("UTF-16", self.refused_deploy("r1", "--folder", str(self.out)))
        self.config.write_text("\n")
        self.assertIn("no configuration lines", self.refused_deploy("r1", "--folder", str(self.out)))


if __name__ == "__main__":
    unittest.main()
