"""Programs that a test starts: ready when they listen, stopped by their own process id."""

import pathlib
import select
import socket
import subprocess
import time
from types import TracebackType

READY_SECONDS = 60.0
STOP_SECONDS = 5.0
POLL_SECONDS = 0.02


class DidNotStart(RuntimeError):
    """A program ended or stayed silent; the message ends with what it wrote."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Child:
    """One program in the foreground, its output in a file beside its other files."""

    def __init__(self, command: list[str], log: pathlib.Path) -> None:
        self.command = command
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def running(self) -> bool:
        return self._process.poll() is None

    def wait_for_port(self, port: int) -> None:
        """Returns when 127.0.0.1:`port` accepts. There is no event for that: it is asked again."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if not self.running():
                raise DidNotStart(f"{self.command[0]} ended: {self._last_words()}")
            with socket.socket() as probe:
                probe.settimeout(1.0)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            select.select([], [], [], POLL_SECONDS)
        raise DidNotStart(f"{self.command[0]} does not listen on {port}: {self._last_words()}")

    def stop(self) -> None:
        if self.running():
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait(STOP_SECONDS)

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-600:].strip() or "(no output)"

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
