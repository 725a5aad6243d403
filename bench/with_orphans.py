#!/usr/bin/python3
"""Runs a command and waits for all processes that come of it, also those that outlive their parents, so that
whoever waits for this one sees what they all have used. Usage: with_orphans.py COMMAND…"""

import contextlib
import ctypes
import os
import subprocess
import sys

PR_SET_CHILD_SUBREAPER = 36  # prctl(2)

ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
status = subprocess.run(sys.argv[1:], check=False).returncode
with contextlib.suppress(ChildProcessError):
    while True:
        os.wait()
sys.exit(status)
