"""Somebody else at a simulated device, who asks it which sessions it has. Plain sockets: nothing of
the product takes part.
"""

import re
import socket
import time

import lab

SECONDS = 20.0
TELNET_ANSWER = re.compile(rb"\xff[\xfb-\xfe].", re.DOTALL)


class Onlooker:
    """A line to the device over another transport than the one that is being tested."""

    def __init__(self, running: lab.Lab, device: str, over: str) -> None:
        self._seen = b""
        self._socket = socket.create_connection(("127.0.0.1", running.port(device, over)), SECONDS)
        if over == "telnet":
            self._answer(rb"Username: $", lab.USERNAME)
            self._answer(rb"Password: $", lab.PASSWORD)

    def close(self) -> None:
        self._socket.close()

    def _send(self, line: str) -> None:
        self._socket.sendall(line.encode() + b"\r")

    def _answer(self, question: bytes, line: str) -> None:
        self._expect(question)
        self._send(line)

    def _expect(self, pattern: bytes) -> str:
        deadline = time.monotonic() + SECONDS
        while not (found := re.search(pattern, self._seen)):
            self._socket.settimeout(max(0.01, deadline - time.monotonic()))
            more = self._socket.recv(65536)
            if not more:
                raise ConnectionError(f"the device closed after {self._seen[-300:]!r}")
            self._seen += TELNET_ANSWER.sub(b"", more)
        text, self._seen = self._seen[: found.end()], self._seen[found.end() :]
        return text.decode(errors="replace")

    def enable(self) -> None:
        self._send("enable")
        self._answer(rb"Password: $", lab.ENABLE_PASSWORD)

    def _ask(self, command: str, last: str) -> str:
        """The answer to `command`; what comes after it shows that it is whole."""
        self._send(command)
        self._send(last)
        return self._expect(rb"Current privilege level[^\n]*\n")

    def lines(self) -> list[str]:
        """The router's lines that somebody is at, the onlooker's own left out: "vty 0", "con 0"."""
        shown = self._ask("show users", "show privilege")
        return re.findall(r"^ +\d+ ((?:vty|con) \d+)", shown, re.MULTILINE)

    def web_clients(self, platform: str) -> list[str]:
        """Who holds a connection to the device's web server: addresses with ports."""
        if platform == "cisco_asa":
            return re.findall(r"ESTAB +\S+ +(\S+)", self._ask("show asp table socket", "show curpriv"))
        shown = self._ask("show ip http server connection", "show privilege")
        return re.findall(r"^ +\S+:\d+ +(\S+:\d+) +\d+ +\d+", shown, re.MULTILINE)
