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
        self.assertIn("fw is set to https, and this version deploys into files only", self.refused_deploy("all"))
        for to in ("device", "aus", "ce", "tms"):
            self.assertIn(f'not to "{to}"', self.refused_deploy("r1", "--to", to))
        self.assertIn("there is no destination", self.refused_deploy("r1", "--to", "moon"))
        shown = self.done("deploy", "--help").stdout
        self.assertIn("Example", shown)
        self.assertNotRegex(shown, r"\b(aus|ce|tms)\b")

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
