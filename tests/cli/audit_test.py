#!/usr/bin/env python3
"""The commands procedures, plan and audit as a user meets them. Usage: audit_test.py PROGRAM"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
ROUTER = """version 15.2
service timestamps log datetime msec
hostname {name}
ip domain-name example.net
interface GigabitEthernet0/0
 ip address 192.0.2.1 255.255.255.0
line vty 0 4
 transport input telnet
end
"""


def run(*arguments, **environment):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **environment})


class Commands(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.addCleanup(self.temporary.cleanup)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def audit(self, *arguments):
        done = run("--json", "audit", *arguments)
        return done.returncode, json.loads(done.stdout), done.stderr.decode()

    def test_every_command_has_help_with_examples(self):
        for command in ([], ["procedures"], ["plan"], ["audit"]):
            done = run(*command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"Examples:", done.stdout)
            self.assertEqual(done.stderr, b"")

    def test_bad_usage_ends_with_2_and_a_line_on_standard_error(self):
        for arguments in ([], ["nonsense"], ["audit"], ["plan"], ["audit", "--no-such-option", "x"],
                          ["plan", "no-such-procedure", "--platform", "cisco_ios"],
                          ["plan", "ios-ssh", "--platform", "no_such_platform"], ["plan", "ios-ssh"],
                          ["audit", "/nonexistent"], ["procedures", "no-such-procedure"]):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertEqual(done.stdout if arguments[:1] != ["audit"] else b"", b"", arguments)
            self.assertIn(b"linewarden: ", done.stderr)

    def test_procedures_have_the_fields_of_the_contract(self):
        procedures = json.loads(run("procedures", "--json").stdout)
        self.assertEqual(len({each["id"] for each in procedures}), len(procedures))
        for each in procedures:
            self.assertTrue(each["title"] and each["platforms"])
            for parameter in each["parameters"]:
                self.assertLessEqual({"name", "required", "default", "help"}, set(parameter))

    def test_plan_without_a_configuration_is_given_with_0(self):
        done = run("--json", "plan", "ios-ssh", "--platform", "cisco_ios", "--set", "hostname=r1")
        plan = json.loads(done.stdout)
        self.assertEqual(done.returncode, 0)
        self.assertEqual((plan["procedure"], plan["platform"], plan["satisfied"]), ("ios-ssh", "cisco_ios", False))
        self.assertIn("hostname r1", [step["command"] for step in plan["steps"]])
        self.assertLessEqual({step["mode"] for step in plan["steps"]}, {"exec", "configure"})

    def test_plan_for_a_configuration_shows_only_what_it_lacks(self):
        config = self.write("r1.cfg", ROUTER.format(name="r1"))
        done = run("--json", "plan", "ios-ssh", "--config", config, "--set", "hostname=r1")
        commands = [step["command"] for step in json.loads(done.stdout)["steps"]]
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("hostname r1", commands)
        self.assertIn("transport input telnet ssh", commands)

    def test_a_secret_may_come_from_the_environment_or_a_file_but_not_from_the_arguments(self):
        plan = ["plan", "ios-ssh", "--platform", "cisco_ios", "--set", "username=admin"]
        refused = run(*plan, "--set", "password=Planted1")
        self.assertEqual(refused.returncode, 2)
        self.assertNotIn(b"Planted1", refused.stdout + refused.stderr)
        self.assertIn(b"--set-env", refused.stderr)
        given = run(*plan, "--set-env", "password=PW", PW="Planted1")
        self.assertIn(b"Planted1", given.stdout)
        given = run(*plan, "--set-file", "password=" + self.write("pw", "Planted2\n"))
        self.assertIn(b"Planted2", given.stdout)
        self.assertEqual(run(*plan).returncode, 0)

    def test_a_wrong_value_is_refused_with_its_rule(self):
        done = run("plan", "ios-ssh", "--platform", "cisco_ios", "--set", "last_line=1181")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"1180", done.stderr)

    def test_audit_says_ready_with_0_and_not_ready_with_1(self):
        config = self.write("r1.cfg", ROUTER.format(name="r1"))
        status, answer, _ = self.audit(config, "--for", "line-endings")
        self.assertEqual((status, answer[0]["procedures"][0]["status"]), (0, "ready"))
        status, answer, _ = self.audit(config, "--for", "ios-ssh")
        self.assertEqual((status, answer[0]["procedures"][0]["status"]), (1, "not_ready"))
        self.assertTrue(answer[0]["procedures"][0]["missing"])
        self.assertEqual((answer[0]["platform"], answer[0]["hostname"]), ("cisco_ios", "r1"))

    def test_one_bad_file_stops_no_other(self):
        self.write("a/empty.cfg", b"")
        self.write("a/binary.cfg", bytes(range(256)) * 20)
        self.write("a/README", "nothing but words\n")
        self.write("a/huge.cfg", b"!" * 3_000_000)
        self.write("z.cfg", ROUTER.format(name="last"))
        (self.folder / "a" / "loop").symlink_to(self.folder)
        os.mkfifo(self.folder / "a" / "pipe")
        status, answer, messages = self.audit(str(self.folder), "--max-file-size", "1MB")
        self.assertEqual(status, 2)
        self.assertEqual(len([each for each in answer if "error" in each]), 4)
        self.assertEqual([pathlib.Path(each["file"]).name for each in answer if "skipped" in each], ["README"])
        self.assertEqual(answer[-1]["hostname"], "last")
        for name in ("empty.cfg", "binary.cfg", "README", "huge.cfg", "pipe"):
            self.assertEqual(messages.count("/" + name), 1, messages)

    def test_a_named_file_that_is_not_recognised_is_an_error_with_a_hint(self):
        status, answer, messages = self.audit(self.write("notes.txt", "nothing but words\n"))
        self.assertEqual(status, 2)
        self.assertIn("error", answer[0])
        self.assertIn("--platform", messages)

    def test_text_that_is_not_utf8_still_makes_valid_json(self):
        config = self.write("r1.cfg", ROUTER.format(name="r1").encode() + b"banner motd ^C\nG\xfcnther #\n^C\n")
        _, answer, _ = self.audit(config)
        self.assertTrue(answer[0]["hazards"])

    def test_a_file_that_was_cut_off_is_an_error_and_says_where(self):
        config = self.write("r1.cfg", ROUTER.format(name="r1").replace("end\n", "banner motd ^C\nhalf a ban"))
        status, answer, messages = self.audit(config, "--for", "line-endings")
        self.assertEqual(status, 2)
        self.assertIn("cut off", answer[0]["error"])
        self.assertTrue(answer[0]["procedures"])
        self.assertEqual(messages.count("\n"), 1)

    def test_results_are_the_same_whatever_the_jobs(self):
        for i in range(60):
            self.write(f"{i % 7}/{i}.cfg", ROUTER.format(name=f"r{i}"))
        one = run("--json", "audit", str(self.folder), "--jobs", "1").stdout
        self.assertEqual(one, run("--json", "audit", str(self.folder), "--jobs", "8").stdout)

    def test_the_page_is_written_and_a_place_that_cannot_be_written_is_an_error(self):
        config = self.write("r1.cfg", ROUTER.format(name="r1"))
        page = self.folder / "report.html"
        self.assertEqual(run("audit", config, "--html", str(page)).returncode, 1)
        self.assertIn("</html>", page.read_text())
        self.assertEqual(run("audit", config, "--html", "/nonexistent/report.html").returncode, 2)

    def test_marks_are_words_where_the_terminal_shows_no_symbols(self):
        config = self.write("r1.cfg", ROUTER.format(name="r1"))
        self.assertIn(b"NO", run("audit", config, LC_ALL="C").stdout)
        self.assertNotIn(b"\x1b", run("audit", config).stdout)
        self.assertIn(b"\x1b[", run("audit", config, "--color", "always").stdout)

    def test_a_full_disk_is_no_success(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "procedures"], stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
