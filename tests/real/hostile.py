"""Small servers on loopback that misbehave on purpose, each in its own way, for as long as a test needs."""

import collections.abc
import contextlib
import socket
import socketserver
import ssl
import threading

CHUNK = b"interface GigabitEthernet0/1 is up, line protocol is up (connected)\r\n" * 200


def closes_at_once(peer: socket.socket, ended: threading.Event) -> None:
    """Accepts and closes."""


def stalls(peer: socket.socket, ended: threading.Event) -> None:
    """Accepts, then says nothing and keeps the connection."""
    ended.wait()


def stalls_after_the_password(peer: socket.socket, ended: threading.Event) -> None:
    peer.sendall(b"\r\nUser Access Verification\r\n\r\nPassword: ")
    peer.recv(4096)
    ended.wait()


def speaks_http(peer: socket.socket, ended: threading.Event) -> None:
    body = b"<html><title>400</title>Bad Request</html>"
    peer.recv(4096)
    peer.sendall(
        b"HTTP/1.1 400 Bad Request\r\nServer: cisco-IOS\r\nConnection: close\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    )


def never_ends(peer: socket.socket, ended: threading.Event) -> None:
    """Endless output from the first byte on: no line of it is a prompt."""
    while not ended.is_set():
        peer.sendall(CHUNK)


def lines_of(peer: socket.socket) -> collections.abc.Iterator[bytes]:
    """What is typed over Telnet, line by line: a carriage return with or without another byte ends one."""
    typed = b""
    while more := peer.recv(4096):
        typed += more
        while b"\r" in typed:
            line, typed = typed.split(b"\r", 1)
            yield line.lstrip(b"\n\0")


def never_ends_after_the_login(peer: socket.socket, ended: threading.Event) -> None:
    """A router that lets the user in, and whose every command prints for ever."""
    prompt = b"\r\nR9#"
    peer.sendall(b"\r\nUser Access Verification\r\n\r\nPassword: ")
    lines = lines_of(peer)
    next(lines)
    peer.sendall(prompt)
    for line in lines:
        peer.sendall(line)
        if line.startswith(b"show"):
            never_ends(peer, ended)
        peer.sendall(prompt)


def answers_late(command: str, released: threading.Event, seconds: float) -> "Behaviour":
    """A router that asks nobody who he is, and until `released` is set takes `seconds` over `command`."""

    def behaviour(peer: socket.socket, ended: threading.Event) -> None:
        prompt = b"\r\nR8#"
        peer.sendall(prompt)
        for line in lines_of(peer):
            peer.sendall(line)
            if command.encode() in line:
                released.wait(seconds)
            peer.sendall(prompt)

    return behaviour


def speaks_ssh(peer: socket.socket, ended: threading.Event) -> None:
    """Says what it is at once, as SSH servers do, and waits for the client's name."""
    peer.sendall(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    while peer.recv(4096):
        pass


def sends_a_page_without_end(peer: socket.socket, ended: threading.Event) -> None:
    """A web server whose every answer is right as far as it goes."""
    while b"\r\n\r\n" not in peer.recv(65536):
        pass
    peer.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n")
    never_ends(peer, ended)


def over_tls(behaviour: "Behaviour", context: ssl.SSLContext) -> "Behaviour":
    def encrypted(peer: socket.socket, ended: threading.Event) -> None:
        with context.wrap_socket(peer, server_side=True) as inside:
            behaviour(inside, ended)

    return encrypted


Behaviour = collections.abc.Callable[[socket.socket, threading.Event], None]


@contextlib.contextmanager
def server(behaviour: Behaviour) -> collections.abc.Iterator[int]:
    """Serves `behaviour` on a port of 127.0.0.1, which it gives; a thread for each connection."""
    ended = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                behaviour(self.request, ended)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as listener:
        accepting = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05})
        accepting.start()
        try:
            yield listener.server_address[1]
        finally:
            ended.set()
            listener.shutdown()
            accepting.join()


@contextlib.contextmanager
def silent_port() -> collections.abc.Iterator[int]:
    """A port of 127.0.0.1 that answers no connection, neither yes nor no: its queue is full."""
    with contextlib.ExitStack() as held:
        listener = held.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = held.enter_context(socket.socket())
            waiting.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                waiting.connect(listener.getsockname())
        yield listener.getsockname()[1]


@contextlib.contextmanager
def closed_port() -> collections.abc.Iterator[int]:
    """A port of 127.0.0.1 that nothing listens on and nobody else gets meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
