"""Files that are wrong in every way: one clear line each, the right exit status, no crash, no hang,
and the rest of the batch is still done."""

import os
import pathlib
import tempfile
import unittest

from linewarden import NO, USAGE, Linewarden, Ran

# What a good file must not wait longer for, however bad its neighbours are.
SECONDS = 20.0

GOOD = """\
hostname edge-1
!
ip domain-name example.net
username admin privilege 15 secret 5 $1$abcd$0123456789012345678901
ip http secure-server
line vty 0 4
 login local
 transport input telnet ssh
!
end
"""


class BadInput(unittest.TestCase):
    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)
        folder = tempfile.TemporaryDirectory(prefix="linewarden-bad-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.good = self.write("good.cfg", GOOD)

    def write(self, name: str, content: str | bytes) -> pathlib.Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def assert_one_clear_line(self, ran: Ran, *words: str) -> None:
        """Exactly one line of standard error holds all of `words`, and it is short enough to read."""
        lines = [line for line in ran.err.splitlines() if all(word in line for word in words)]
        self.assertEqual(1, len(lines), f"one line with {words}" + ran.told())
        self.assertLess(len(lines[0]), 400, ran.told())
        self.assertNotIn("terminate called", ran.err)

    def audit_beside_good(self, bad: pathlib.Path, *words: str) -> None:
        ran = self.linewarden.run("--json", "audit", bad, self.good, seconds=SECONDS)
        self.assertEqual(USAGE, ran.status, ran.told())
        self.assert_one_clear_line(ran, str(bad), *words)
        audited = {one["file"]: one for one in ran.json()}
        self.assertIn(str(self.good), audited, "the rest of the batch went on" + ran.told())
        self.assertEqual("edge-1", audited[str(self.good)]["hostname"])

    def test_a_file_that_is_not_there(self) -> None:
        self.audit_beside_good(self.folder / "absent.cfg")

    def test_a_link_to_nowhere(self) -> None:
        link = self.folder / "dangling.cfg"
        link.symlink_to(self.folder / "nowhere")
        self.audit_beside_good(link)

    def test_a_link_to_itself(self) -> None:
        link = self.folder / "loop.cfg"
        link.symlink_to(link)
        self.audit_beside_good(link)

    def test_a_file_that_cannot_be_read(self) -> None:
        # Opens and then fails to read, for root as well.
        self.audit_beside_good(pathlib.Path("/proc/self/mem"))

    @unittest.skipIf(os.geteuid() == 0, "skipped: root may read every file")
    def test_a_file_without_permission(self) -> None:
        closed = self.write("closed.cfg", GOOD)
        closed.chmod(0)
        self.audit_beside_good(closed)

    def test_a_pipe_is_not_waited_for(self) -> None:
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        self.audit_beside_good(pipe)

    def test_an_empty_file(self) -> None:
        self.audit_beside_good(self.write("empty.cfg", ""), "empty")

    def test_a_binary_file(self) -> None:
        self.audit_beside_good(self.write("image.bin", bytes(range(256)) * 2000))

    def test_a_line_of_one_gigabyte(self) -> None:
        huge = self.write("huge.cfg", GOOD)
        os.truncate(huge, 1 << 30)
        self.audit_beside_good(huge)

    def test_a_folder_of_bad_and_good_files(self) -> None:
        bad = self.write("empty.cfg", "")
        ran = self.linewarden.run("--json", "audit", self.folder, seconds=SECONDS)
        self.assertIn(ran.status, (NO, USAGE), ran.told())
        self.assertIn(str(self.good), [one["file"] for one in ran.json()])
        self.assertIn(str(bad), ran.out + ran.err)

    def test_a_file_cut_off_anywhere_never_breaks_the_audit(self) -> None:
        text = GOOD + "banner motd ^C\nAuthorised use only\n^C\ncrypto pki certificate chain X\n"
        text += " certificate self-signed 01\n  30820101 0201\n  \tquit\n"
        cuts = self.folder / "cuts"
        cuts.mkdir()
        for length in range(1, len(text), 7):
            (cuts / f"cut-{length:04}.cfg").write_text(text[:length])
        ran = self.linewarden.run("--json", "audit", cuts, "--platform", "cisco_ios")
        # Some cuts are inside a banner or a certificate: those files are errors, each with its line.
        self.assertEqual(USAGE, ran.status, ran.told())
        answers = {pathlib.Path(one["file"]).name: one for one in ran.json()}
        self.assertEqual({path.name for path in cuts.iterdir()}, set(answers))
        for name, answer in answers.items():
            if "error" in answer:
                self.assert_one_clear_line(ran, name)

    def test_an_unknown_platform_lists_the_known_ones(self) -> None:
        for words in (
            ("audit", self.good, "--platform", "cisco_toaster"),
            ("plan", "ios-ssh", "--platform", "cisco_toaster"),
            ("device", "add", "x", "--platform", "cisco_toaster", "--address", "127.0.0.1"),
        ):
            with self.subTest(command=words[0]):
                ran = self.linewarden.run(*words)
                self.assertEqual(USAGE, ran.status, ran.told())
                self.assert_one_clear_line(ran, "cisco_toaster")
                self.assertIn("cisco_ios", ran.err)

    def test_an_unknown_procedure_device_command_and_option(self) -> None:
        for words in (
            ("plan", "ios-shh", "--platform", "cisco_ios"),
            ("test", "nobody"),
            ("frobnicate",),
            ("audit", str(self.good), "--frobnicate"),
        ):
            with self.subTest(command=words[0]):
                ran = self.linewarden.run(*words)
                self.assertEqual(USAGE, ran.status, ran.told())
                wrong = next(word for word in reversed(words) if word not in ("cisco_ios",)
                             and word != "--platform")  # fmt: skip
                self.assertIn(wrong, ran.err, ran.told())

    def test_yaml_errors_name_file_and_line(self) -> None:
        broken = {
            "syntax.yaml": ("id: x\ntitle: [unclosed\nplatforms: {", "syntax.yaml:"),
            "schema.yaml": ("id: x\ntitle: X\nplatforms: [frr]\nstepz: []\n", "schema.yaml:"),
            "binary.yaml": ("\x00\x01\x02", "binary.yaml"),
            "bomb.yaml": ("a: &a [x,x]\nb: &b [*a,*a]\nid: *b\n", "bomb.yaml"),
        }
        for option in ("--procedures", "--platforms"):
            for name, (text, where) in broken.items():
                with self.subTest(option=option, file=name):
                    site = self.folder / f"site{option}-{name}"
                    site.mkdir()
                    (site / name).write_text(text)
                    words = ["plan", "ios-ssh", "--platform", "cisco_ios"]
                    ran = self.linewarden.run(option, site, *words, seconds=SECONDS)
                    self.assertEqual(USAGE, ran.status, ran.told())
                    self.assert_one_clear_line(ran, where)


if __name__ == "__main__":
    unittest.main()
