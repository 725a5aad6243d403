#!/usr/bin/python3
"""Runs one file of real tests for ctest: exit status 0 passed, 1 failed, 77 nothing could run here.

Usage: run_tests.py test_frr.py   (the environment variable LINEWARDEN names the program)
"""

import pathlib
import sys
import unittest

NOTHING_RAN = 77


def main() -> int:
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    suite = unittest.defaultTestLoader.loadTestsFromName(pathlib.Path(sys.argv[1]).stem)
    result = unittest.TextTestRunner(verbosity=2, buffer=True).run(suite)
    if not result.wasSuccessful():
        return 1
    if len(result.skipped) >= suite.countTestCases() or result.testsRun == len(result.skipped):
        return NOTHING_RAN
    return 0


if __name__ == "__main__":
    sys.exit(main())
