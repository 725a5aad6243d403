"""A command of the program whose standard error is a terminal: it then says how far it has come."""

import os
import pty
import re
import select
import subprocess
import time

from linewarden import COMMAND_SECONDS, Linewarden, Ran

COUNTED = re.compile(rb"\r(\d+)/\d+ ")


class InProgress:
    """Runs in the background until finish()."""

    def __init__(self, linewarden: Linewarden, *words: str) -> None:
        self._words = list(words)
        self._started = time.monotonic()
        self._terminal, terminal_of_child = pty.openpty()
        self._process = subprocess.Popen(
            [str(linewarden.program), "--data", str(linewarden.data), *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=terminal_of_child,
            env=linewarden.environment,
        )  # fmt: skip
        os.close(terminal_of_child)
        self._seen = b""

    def running(self) -> bool:
        return self._process.poll() is None

    def wait_until(self, devices: int) -> None:
        """Returns when so many devices are done."""
        deadline = time.monotonic() + COMMAND_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            if any(int(count) >= devices for count in COUNTED.findall(self._seen)):
                return
            if not select.select([self._terminal], [], [], left)[0]:
                break
            self._seen += os.read(self._terminal, 65536)
        raise AssertionError(f"{devices} devices were not done in time; last: {self._seen[-200:]!r}")

    def finish(self) -> Ran:
        out, _ = self._process.communicate(timeout=COMMAND_SECONDS)
        os.close(self._terminal)
        return Ran(
            self._words, self._process.returncode, out.decode(errors="replace"),
            self._seen.decode(errors="replace"), time.monotonic() - self._started,
        )  # fmt: skip
