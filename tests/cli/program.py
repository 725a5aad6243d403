"""The program as its users run it, with a data folder of its own. Imported by the tests here, each of which is
called with the program's path as its first argument."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)


class Case(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = pathlib.Path(self.temporary.name)

    def run_it(self, *words, stdin="", **environment):
        return subprocess.run(
            [PROGRAM, "--data", str(self.folder / "data"), *words], capture_output=True, text=True, timeout=60,
            input=stdin, env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        )  # fmt: skip

    def done(self, *words, status=0, **environment):
        ran = self.run_it(*words, **environment)
        self.assertEqual(status, ran.returncode, ran.stderr)
        return ran

    def answer(self, *words, status=0, **environment):
        return json.loads(self.done("--json", *words, status=status, **environment).stdout)

    def refused(self, *words, status=2, **environment):
        ran = self.run_it(*words, **environment)
        self.assertEqual(status, ran.returncode, ran.stdout + ran.stderr)
        self.assertTrue(ran.stderr.startswith("linewarden: "), ran.stderr)
        return ran.stderr
