"""`linewarden lab up` as a program of its own: simulated devices, one process, ports as it prints them."""

import dataclasses
import json
import pathlib
import select
import subprocess
import tempfile
import time
from typing import Any

from linewarden import binary

# Making the RSA keys of a few devices takes seconds, and many times that on a busy machine.
READY_SECONDS = 90.0
STOP_SECONDS = 10.0

# The documented passwords of simulated devices.
USERNAME = "admin"
PASSWORD = "lab-password-3310"
VTY_PASSWORD = "lab-vty-password-3311"
ENABLE_PASSWORD = "lab-enable-password-3312"

FACTORY_NEW = f"""\
hostname {{name}}
enable secret {ENABLE_PASSWORD}
line vty 0 4
 password {VTY_PASSWORD}
 login
 transport input telnet
"""

READY_FOR_SSH = f"""\
hostname {{name}}
ip domain-name example.net
enable secret {ENABLE_PASSWORD}
username {USERNAME} privilege 15 secret {PASSWORD}
ip ssh version 2
line vty 0 15
 login local
 transport input telnet ssh
"""


@dataclasses.dataclass
class Described:
    """One simulated device, as the lab's file describes it."""

    name: str
    platform: str = "cisco_ios"
    config: str = FACTORY_NEW
    faults: list[str] = dataclasses.field(default_factory=list)
    rsa_modulus: int = 0  # bits; 0: no key yet, so SSH is shut
    transports: tuple[str, ...] = ("telnet", "ssh")
    os_version: str = ""
    contexts: dict[str, str] = dataclasses.field(default_factory=dict)  # of an ASA, the admin context first
    faults_over: tuple[str, ...] = ()  # the transports that have the faults; none named: all
    settings: dict[str, Any] = dataclasses.field(default_factory=dict)  # other keys of docs/lab.md

    def entry(self) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "name": self.name,
            "platform": self.platform,
            "transports": dict.fromkeys(self.transports, 0),
        }
        if self.config:  # a device out of its box has none
            entry["config"] = self.config.format(name=self.name)
        if self.faults:
            entry["faults"] = self.faults
        if self.faults_over:
            entry["faults_over"] = list(self.faults_over)
        if self.os_version:
            entry["os_version"] = self.os_version
        if self.contexts:
            entry["contexts"] = self.contexts
        if self.rsa_modulus:
            entry["rsa_modulus"] = self.rsa_modulus
        return entry | self.settings


@dataclasses.dataclass
class Fleet:
    """Many simulated devices of one kind, at addresses of their own behind one port a transport."""

    name: str  # with {n}
    count: int
    first_address: str
    platform: str = "cisco_ios"
    config: str = FACTORY_NEW
    rsa_modulus: int = 0
    transports: tuple[str, ...] = ("telnet", "ssh")
    faults: list[str] = dataclasses.field(default_factory=list)
    os_version: str = ""

    def entry(self) -> dict[str, Any]:
        return {key: value for key, value in dataclasses.asdict(self).items() if value not in ("", [])}


class Lab:
    """A running lab. Use as a context manager, or call stop()."""

    def __init__(
        self,
        devices: list[Described],
        seconds: float = READY_SECONDS,
        fleets: list[Fleet] | None = None,
        aaa_servers: list[dict[str, Any]] | None = None,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="linewarden-lab-")
        folder = pathlib.Path(self._folder.name)
        file = folder / "lab.yaml"
        # JSON is YAML, too.
        content: dict[str, Any] = {"devices": [device.entry() for device in devices]}
        if aaa_servers:
            content["aaa_servers"] = aaa_servers
        if fleets:
            ports = {transport: 0 for fleet in fleets for transport in fleet.transports}
            content |= {"ports": ports, "fleet": [fleet.entry() for fleet in fleets]}
        file.write_text(json.dumps(content, indent=1))
        self._log = (folder / "lab.log").open("w+b")
        self._process = subprocess.Popen(
            [str(binary()), "--data", str(folder / "data"), "--json", "lab", "up", "--file", str(file)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._log,
        )  # fmt: skip
        try:
            self.devices = {one["name"]: one for one in self._printed(seconds)}
        except BaseException:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def port(self, name: str, transport: str) -> int:
        return int(self.devices[name]["transports"][transport]["port"])

    def endpoint(self, name: str, transport: str) -> str:
        """"127.1.0.1:40001"."""
        at = self.devices[name]["transports"][transport]
        return f"{at['address']}:{at['port']}"

    def port_options(self, name: str) -> list[str]:
        """For `device add` and `device set`: where each transport of the device listens."""
        return [
            word
            for transport in ("telnet", "ssh")
            for word in (f"--{transport}-port", str(self.port(name, transport)))
        ]

    def said(self) -> str:
        """What the lab has told on standard error so far."""
        self._log.flush()
        return pathlib.Path(self._log.name).read_text(errors="replace")

    def running(self) -> bool:
        return self._process.poll() is None

    def _printed(self, seconds: float) -> list[dict[str, Any]]:
        """The one JSON document that the lab prints when everything listens."""
        assert self._process.stdout is not None
        text = b""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([self._process.stdout], [], [], left)[0]:
                break
            more = self._process.stdout.read1(65536)
            text += more
            try:
                return json.loads(text)
            except json.JSONDecodeError:
                if not more:
                    break
        self._log.seek(0)
        said = self._log.read().decode(errors="replace")[-800:]
        raise RuntimeError(f"the lab did not come up: {text[-400:]!r} {said}")

    def stop(self) -> None:
        if self.running():
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait(STOP_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()
        self._folder.cleanup()

    def __enter__(self) -> "Lab":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
