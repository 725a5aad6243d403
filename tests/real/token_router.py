"""Somebody at the console of a simulated router with a USB port. Plain sockets: nothing of the product takes
part."""

import re
import time

import lab
from onlooker import Onlooker

CONFIG = f"""\
hostname {{name}}
enable secret {lab.ENABLE_PASSWORD}
boot config usbtoken0:CCCD
line con 0
 exec-timeout 0 0
line vty 0 4
 password {lab.VTY_PASSWORD}
 login
"""
REBOOT_SECONDS = 10.0


class TokenRouter:
    """One router of a running lab. A reload closes its console; this comes back to it."""

    def __init__(self, running: lab.Lab, device: str) -> None:
        self._running = running
        self._device = device
        self._console = self._at_console()

    def _at_console(self) -> "Console":
        deadline = time.monotonic() + REBOOT_SECONDS
        while True:
            try:
                return Console(self._running, self._device)
            except (ConnectionError, TimeoutError):
                if time.monotonic() > deadline:
                    raise

    def type(self, line: str) -> str:
        """What the router answers, as far as its next prompt or question."""
        return self._console.type(line)

    def running_config(self) -> str:
        return self.type("show running-config")

    def reload(self) -> None:
        self._console.reload()
        self._console.close()
        self._console = self._at_console()

    def close(self) -> None:
        self._console.close()


class Console(Onlooker):
    PROMPT = rb"(?:\r\n[\w.-]+#|\]\? |PIN: )$"

    def __init__(self, running: lab.Lab, device: str) -> None:
        super().__init__(running, device, "console")
        self._send("")
        self._expect(rb"\r\n[\w.-]+>$")
        self.enable()
        self._expect(self.PROMPT)
        self.type("terminal length 0")

    def type(self, line: str) -> str:
        self._send(line)
        return self._expect(self.PROMPT)

    def reload(self) -> None:
        self._send("reload")
        asked = self._expect(rb"(?:\[yes/no\]: |\[confirm\])$")
        if re.search(r"yes/no", asked):
            self._answer(rb"^", "no")
            self._expect(rb"\[confirm\]$")
        self._send("")
        try:
            self._expect(rb"never said")
        except ConnectionError:
            pass
