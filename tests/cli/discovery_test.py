#!/usr/bin/env python3
"""discover and `device add --discover` as a user meets them where nothing can be reached.

Usage: discovery_test.py PROGRAM
"""
import unittest

import program

# Nobody listens on this port of the loopback interface: it is the discard service's.
NOBODY = ("--address", "127.0.0.1", "--ssh-port", "9", "--https-port", "9")


class Discovery(program.Case):
    def test_help_tells_what_it_does_and_how(self):
        said = self.done("discover", "--help").stdout
        for words in ("--at-once", "--over", "--dry-run", "linewarden discover branch-12", "NAME.CONTEXT"):
            self.assertIn(words, said)
        self.assertIn("--discover", self.done("device", "add", "--help").stdout)

    def test_a_device_that_is_not_there_is_named(self):
        self.assertIn('no device "nobody"', self.refused("discover", "nobody"))

    def test_a_device_that_was_not_discovered_says_so(self):
        self.answer("device", "add", "r1", "--platform", "cisco_ios", "--address", "192.0.2.1")
        self.assertIsNone(self.answer("device", "show", "r1")["discovery"])

    def test_one_that_is_not_contacted_can_not_be_discovered(self):
        self.answer("device", "add", "r1", "--platform", "cisco_ios", "--address", "192.0.2.1", "--transport", "file")
        (one,) = self.answer("discover", "r1", status=3)
        self.assertEqual("Unsupported", one["error"]["code"])
        self.assertIn("--over", one["error"]["hint"])

    def test_one_that_does_not_answer_is_told_from_the_others(self):
        self.answer("device", "add", "r1", "--platform", "cisco_ios", *NOBODY, "--transport", "ssh",
                    "--username", "ops", "--password-env", "PW", PW="pass-word")  # fmt: skip
        (one,) = self.answer("discover", "r1", status=3)
        self.assertEqual(("Unreachable", "refused"), (one["error"]["code"], one["error"]["diagnosis"]))
        self.assertEqual({}, one["facts"])
        table = self.done("discover", "r1", status=3).stdout
        self.assertIn("what is wrong", table)
        self.assertIn("Unreachable", table)

    def test_from_the_network_nothing_is_added_that_was_not_reached(self):
        said = self.refused("device", "add", "x", "--discover", *NOBODY, "--username", "ops", "--password-env", "PW",
                            status=3, PW="pass-word")  # fmt: skip
        self.assertIn("x over ssh", said)
        self.assertEqual([], self.answer("device", "list"))

    def test_without_a_type_a_device_must_tell_it(self):
        said = self.refused("device", "add", "x", "--address", "192.0.2.1")
        self.assertIn("--platform", said)
        self.assertIn("--discover", said)
        self.assertIn("not told over file", self.refused("device", "add", "x", "--discover", "--address", "192.0.2.1",
                                                         "--transport", "file"))  # fmt: skip


if __name__ == "__main__":
    unittest.main()
