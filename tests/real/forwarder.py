"""An address and port of loopback behind which another one answers: where a device that moved is found."""

import contextlib
import selectors
import socket
import threading

PIECE = 65536
ACCEPT_SECONDS = 0.2
MOST_CONNECTIONS = 32


class Forwarder:
    """Takes connections at `listen` and carries their bytes to and from `to`. Use as a context manager."""

    def __init__(self, listen: tuple[str, int], to: tuple[str, int]) -> None:
        self._to = to
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

    def __enter__(self) -> "Forwarder":
        return self

    def __exit__(self, *_: object) -> None:
        self._ends = True
        self._thread.join()
        self._server.close()
