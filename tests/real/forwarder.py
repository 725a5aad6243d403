"""An address and port of loopback behind which another one answers: where a device that moved is found."""

import contextlib
import dataclasses
import selectors
import socket
import threading
from collections.abc import Callable

PIECE = 65536
ACCEPT_SECONDS = 0.05
MOST_CONNECTIONS = 32


@dataclasses.dataclass
class AtLine:
    """What happens once, when callers have ended so many lines: something is done, and the connection ends."""

    line: int
    do: Callable[[], None] = lambda: None
    happened: bool = False


class Forwarder:
    """Takes connections at `listen` and carries their bytes to and from `to`. Use as a context manager."""

    def __init__(self, listen: tuple[str, int], to: tuple[str, int], at_line: AtLine | None = None) -> None:
        self._to = to
        self._at_line = at_line
        self._lines = 0
        self._server = socket.create_server(listen)
        self._server.settimeout(ACCEPT_SECONDS)
        self._ends = False
        self.carried = 0  # connections so far
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        workers: list[threading.Thread] = []
        while not self._ends and len(workers) < MOST_CONNECTIONS:
            try:
                caller, _ = self._server.accept()
            except TimeoutError:
                continue
            self.carried += 1
            workers.append(threading.Thread(target=self._carry, args=(caller,)))
            workers[-1].start()
        for worker in workers:
            worker.join()

    def _carry(self, caller: socket.socket) -> None:
        with caller, contextlib.suppress(OSError), socket.create_connection(self._to) as device:
            other = {caller: device, device: caller}
            with selectors.DefaultSelector() as ready:
                for side in other:
                    ready.register(side, selectors.EVENT_READ)
                while not self._ends:
                    for key, _ in ready.select(ACCEPT_SECONDS):
                        assert isinstance(key.fileobj, socket.socket)
                        piece = key.fileobj.recv(PIECE)
                        if not piece:
                            return
                        other[key.fileobj].sendall(piece)
                        if key.fileobj is caller and self._ends_at(piece):
                            return

    def _ends_at(self, piece: bytes) -> bool:
        self._lines += piece.count(b"\r")
        at = self._at_line
        if at is None or at.happened or self._lines < at.line:
            return False
        at.happened = True
        at.do()
        return True

    def __enter__(self) -> "Forwarder":
        return self

    def __exit__(self, *_: object) -> None:
        self._ends = True
        self._thread.join()
        self._server.close()
