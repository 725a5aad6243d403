#!/usr/bin/env python3
"""archive as a user meets it; nothing is contacted.

Usage: archive_test.py PROGRAM
"""
import os
import pty
import subprocess
import unittest

import program

FIRST = """! Last configuration change at 10:00:00 UTC Mon Mar 1 2021 by alice
version 15.1
hostname r1
enable secret 5 $1$abcd$Ofirst0000000000000000
!
interface Vlan1
 description users
 ip address 10.0.0.1 255.255.255.0
!
ip http server
snmp-server community Sekrit-771 RO
ntp clock-period 17179865
end
"""
NOISE = FIRST.replace("10:00:00", "11:30:00").replace("17179865", "17179901")
SECOND = NOISE.replace("description users", "description guests").replace("$Ofirst", "$Oother")
THIRD = SECOND.replace("ip http server", "no ip http server")


class Archive(program.Case):
    def setUp(self):
        super().setUp()
        self.done("device", "add", "r1", "--platform", "cisco_ios", "--address", "192.0.2.1")

    def keep(self, text, name="r1", at=None, *more):
        file = self.folder / "text.cfg"
        file.write_text(text)
        when = ["--at", at] if at else []
        return self.answer("archive", "add", name, "--file", str(file), *when, *more)

    def three(self):
        self.keep(FIRST, at="2021-03-01")
        self.keep(NOISE, at="2021-03-02")
        self.keep(SECOND, at="2021-03-03 08:00")
        self.keep(THIRD, at="2021-03-04T09:30:00Z")

    def test_a_text_makes_a_version_when_it_says_something_new(self):
        self.assertEqual({"device": "r1", "version": 1, "kept": "new_version"}, self.keep(FIRST))
        self.assertEqual("seen_again", self.keep(FIRST)["kept"])
        self.assertEqual("noise_only", self.keep(NOISE)["kept"])
        self.assertEqual({"device": "r1", "version": 2, "kept": "new_version"}, self.keep(SECOND))
        listed = self.answer("archive", "list", "r1")
        self.assertEqual([2, 1], [one["version"] for one in listed["versions"]])
        self.assertEqual((1, 1), tuple(listed["versions"][1][key] for key in ("seen_again", "noise_only")))
        self.assertEqual("added by hand", listed["versions"][0]["why"])
        file = self.folder / "text.cfg"
        self.assertIn("the same as version 2", self.done("archive", "add", "r1", "--file", str(file)).stdout)
        file.write_text(SECOND.replace("17179901", "17179902"))
        self.assertIn("say nothing", self.done("archive", "add", "r1", "--file", str(file)).stdout)

    def test_every_version_is_shown_by_number_and_by_time_without_secrets(self):
        self.three()
        self.assertEqual(3, self.answer("archive", "list")[0]["versions"])
        shown = self.done("archive", "show", "r1", "--version", "1").stdout
        self.assertEqual(
            FIRST.replace("$1$abcd$Ofirst0000000000000000", "<secret>").replace("Sekrit-771", "<secret>"), shown)
        self.assertIn("no ip http server", self.done("archive", "show", "r1").stdout)
        self.assertIn("guests", self.done("archive", "show", "r1@2").stdout)
        for time, version in (("2021-03-01", 1), ("2021-03-03", 1), ("2021-03-03 08:00", 2), ("2030-01-01", 3)):
            answer = self.answer("archive", "show", "r1", "--at", time)
            self.assertEqual((version, version == 3), (answer["version"], answer["latest"]), time)
        self.assertEqual("2021-03-03T08:00:00Z", self.answer("archive", "show", "r1@2")["at"])

    def test_a_diff_leaves_noise_out_and_says_so(self):
        self.three()
        ran = self.done("archive", "diff", "r1", "1", "2", status=1)
        self.assertIn("--- r1 version 1, 2021-03-01T00:00:00Z\n+++ r1 version 2, ", ran.stdout)
        self.assertIn("- description users\n+ description guests\n", ran.stdout)
        self.assertIn("-enable secret 5 <secret>  (the secret differs)\n", ran.stdout)
        self.assertNotIn("clock-period 17", ran.stdout.replace(" ntp clock-period", ""))
        self.assertIn("4 changed lines", ran.stderr)
        self.assertIn("interface Vlan1", self.answer("archive", "diff", "r1", "2", status=1)["hunks"][0]["block"])
        noisy = self.done("archive", "diff", "r1", "1", "2", "--noise", status=1)
        self.assertIn("-ntp clock-period 17179865\n+ntp clock-period 17179901", noisy.stdout)
        self.assertEqual("", noisy.stderr)
        answer = self.answer("archive", "diff", "r1", status=1)
        self.assertEqual((2, 3, 1, 1, 0), (answer["left"]["version"], answer["right"]["version"],
                                           answer["removed"], answer["added"], answer["noise_lines"]))
        self.assertEqual("", self.done("archive", "diff", "r1", "3", "3").stdout)

    def test_two_devices_are_compared(self):
        self.done("device", "add", "r2", "--platform", "cisco_ios", "--address", "192.0.2.2")
        self.three()
        self.keep(FIRST.replace("hostname r1", "hostname r2"), "r2")
        answer = self.answer("archive", "diff", "r1@1", "r2", status=1)
        self.assertEqual(("r1", 1, "r2", 1), (answer["left"]["device"], answer["left"]["version"],
                                              answer["right"]["device"], answer["right"]["version"]))
        self.assertEqual((1, 1), (answer["removed"], answer["added"]))
        self.done("archive", "diff", "r1", "r2", status=1)

    def test_colours_are_shown_when_they_are_asked_for(self):
        self.three()
        self.assertIn("\x1b[32m+no ip http server\x1b[0m",
                      self.done("--color", "always", "archive", "diff", "r1", status=1).stdout)

    def test_a_search_says_in_which_versions_a_line_stands(self):
        self.three()
        answer = self.answer("archive", "search", "ip http server")
        self.assertEqual([("ip http server", 1, 2, False), ("no ip http server", 3, 3, True)],
                         [(one["line"], one["from"], one["to"], one["in_latest"]) for one in answer["findings"]])
        self.assertEqual((2, 1, 3), (answer["total"], answer["devices"], answer["versions"]))
        table = self.done("archive", "search", "--regex", "^ description (users|guests)$", "--device", "r1")
        self.assertRegex(table.stdout, r"r1 +1 +\S+ +description users\nr1 +2- ")
        self.assertIn("2 findings in 3 versions of 1 device", table.stderr)
        latest = self.answer("archive", "search", "DESCRIPTION", "-i", "--latest")
        self.assertEqual([" description guests"], [one["line"] for one in latest["findings"]])
        self.assertEqual([], self.answer("archive", "search", "nowhere", status=1)["findings"])
        self.assertEqual(1, len(self.answer("archive", "search", "!", "--limit", "1")["findings"]))

    def test_no_command_tells_a_secret_or_whether_a_guess_is_right(self):
        self.three()
        for words in (("search", "Sekrit"), ("search", "--regex", "community S.*771"), ("search", "Ofirst"),
                      ("search", "SEKRIT", "-i")):  # fmt: skip
            self.assertEqual(0, self.answer("archive", *words, status=1)["total"], words)
        self.assertEqual(1, self.answer("archive", "search", "community <secret> RO")["total"])
        for words in (("show", "r1"), ("diff", "r1", "1", "3", "--noise"), ("search", "secret 5"),
                      ("search", "--regex", ".", "--limit", "9999")):  # fmt: skip
            ran = self.run_it("archive", *words)
            self.assertNotIn("Sekrit-771", ran.stdout + ran.stderr, words)
            self.assertNotIn("Ofirst", ran.stdout + ran.stderr, words)
        for file in (self.folder / "data").iterdir():
            content = file.read_bytes()
            self.assertNotIn(b"Sekrit-771", content, file)
            self.assertNotIn(b"description guests", content, file)

    def test_versions_stay_when_their_device_is_removed(self):
        self.three()
        self.done("device", "remove", "r1")
        self.assertTrue(self.answer("archive", "list")[0]["device_removed"])
        self.assertIn("device removed", self.done("archive", "list").stdout)
        self.assertIn("in the inventory no more", self.done("archive", "list", "r1").stderr)
        self.assertIn("hostname r1", self.done("archive", "show", "r1").stdout)
        self.assertTrue(self.answer("archive", "search", "hostname")["findings"][0]["device_removed"])
        self.assertIn("r1 (removed)", self.done("archive", "search", "hostname").stdout)

    def git(self, *words):
        return subprocess.run(["git", "--git-dir", str(self.folder / "out.git"), *words], capture_output=True,
                              text=True, timeout=60, check=True).stdout  # fmt: skip

    def test_an_export_has_a_commit_a_version_and_later_what_is_new(self):
        self.done("device", "add", "r2", "--platform", "cisco_ios", "--address", "192.0.2.2")
        self.three()
        self.keep(FIRST, "r2", "2021-03-03 12:00")
        where = str(self.folder / "out.git")
        answer = self.answer("archive", "export", "--git", where, USER="alice")
        self.assertEqual((4, 2), (answer["commits"], answer["devices"]))
        self.assertEqual(["r1: version 3", "r2: version 1", "r1: version 2", "r1: version 1"],
                         self.git("log", "--format=%s", "main").split("\n")[:-1])
        self.assertEqual("2021-03-03T08:00:00+00:00", self.git("log", "-1", "--format=%aI", "main~2").strip())
        self.assertIn("no ip http server", self.git("show", "main:r1.cfg"))
        everything = self.git("log", "--patch", "main")
        self.assertIn("<secret>", everything)
        self.assertNotIn("Sekrit-771", everything)
        self.assertEqual(0, os.stat(where).st_mode & 0o077)

        self.assertIn("nothing new", self.done("archive", "export", "--git", where).stdout)
        self.keep(FIRST, at="2021-03-05")
        self.assertEqual(1, self.answer("archive", "export", "--git", where)["commits"])
        self.assertEqual("5", self.git("rev-list", "--count", "main").strip())
        self.git("fsck", "--strict")

        said = self.refused("archive", "export", "--git", where, "--with-secrets", status=1)
        self.assertIn("stays without them", said)
        whole = str(self.folder / "whole.git")
        self.done("archive", "export", "--git", whole, "--with-secrets")
        shown = subprocess.run(["git", "--git-dir", whole, "show", "main:r1.cfg"], capture_output=True, text=True,
                               timeout=60, check=True).stdout  # fmt: skip
        self.assertEqual(FIRST, shown)

    def test_an_export_goes_into_a_repository_that_is_there_and_into_no_other_folder(self):
        self.three()
        there = self.folder / "there"
        subprocess.run(["git", "init", "--quiet", "--initial-branch=trunk", str(there)], check=True, timeout=60)
        ran = self.done("archive", "export", "--git", str(there), "--branch", "configs")
        self.assertIn("git checkout", ran.stderr)
        listed = subprocess.run(["git", "-C", str(there), "ls-tree", "--name-only", "configs"], capture_output=True,
                                text=True, timeout=60, check=True).stdout  # fmt: skip
        self.assertEqual("r1.cfg\n", listed)
        full = self.folder / "full"
        full.mkdir()
        (full / "file").write_text("x")
        self.assertIn("not empty", self.refused("archive", "export", "--git", str(full)))
        self.assertIn("no branch", self.refused("archive", "export", "--git", str(there), "--branch", "a..b"))

    def test_what_does_not_fit_is_refused_with_the_way_out(self):
        file = self.folder / "asa.cfg"
        file.write_text("ASA Version 9.8(3)\nhostname fw\n")
        self.assertIn("configuration of cisco_asa", self.refused("archive", "add", "r1", "--file", str(file)))
        self.done("archive", "add", "r1", "--file", str(file), "--platform", "cisco_ios")
        self.assertIn("there is no device", self.refused("archive", "add", "r9", "--file", str(file)))
        file.write_text("")
        self.assertIn("no text", self.refused("archive", "add", "r1", "--file", str(file)))
        self.keep(FIRST)
        file.write_text(SECOND)
        self.assertIn("newer than this text",
                      self.refused("archive", "add", "r1", "--file", str(file), "--at", "2001-01-01", status=1))
        self.assertIn("is no time", self.refused("archive", "show", "r1", "--at", "yesterday"))
        self.assertIn("versions 1 to 2", self.refused("archive", "show", "r1@7"))
        self.assertIn("the archive has no configuration", self.refused("archive", "show", "r9"))
        self.assertIn("bad pattern", self.refused("archive", "search", "--regex", "("))
        self.done("device", "add", "r2", "--platform", "cisco_ios", "--address", "192.0.2.2")
        self.keep(FIRST, "r2")
        self.assertIn("one version", self.refused("archive", "diff", "r2"))
        self.assertIn("is not clear", self.refused("archive", "diff", "r1", "r2", "3"))

    def test_what_moves_a_cursor_is_made_visible_on_a_terminal_and_kept_elsewhere(self):
        self.keep(FIRST.replace("description users", "description \x1b[2Jusers"))
        self.assertIn("\x1b[2Jusers", self.done("archive", "show", "r1").stdout)
        leader, follower = pty.openpty()
        subprocess.run([program.PROGRAM, "--data", str(self.folder / "data"), "archive", "show", "r1"],
                       stdout=follower, timeout=60, check=True)  # fmt: skip
        os.close(follower)
        shown = os.read(leader, 65536).decode()
        os.close(leader)
        self.assertIn("\\x1b[2jusers", shown.lower())
        self.assertNotIn("\x1b[2J", shown)

    def test_every_command_has_help_with_examples(self):
        for command in ("list", "show", "add", "diff", "search", "export"):
            self.assertIn("Example", self.done("archive", command, "--help").stdout)


if __name__ == "__main__":
    unittest.main()
