"""A fleet of simulated routers in one process, and an inventory that has all of them."""

import json
import pathlib
import tempfile
from collections.abc import Iterable

import lab
import measure
from linewarden import Linewarden

ROUTERS = "127.1.0.1"  # the first one; each has an address of its own


def routers(count: int) -> lab.Fleet:
    return lab.Fleet(
        "bench-r{n}", count, ROUTERS, config=lab.READY_FOR_SSH, rsa_modulus=2048, transports=("ssh",)
    )


class Inventory:
    """`linewarden` with a data folder in memory: what is measured are the sessions, not the disk."""

    def __init__(self) -> None:
        usual = tempfile.tempdir
        tempfile.tempdir = "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else usual
        self._program = Linewarden()
        tempfile.tempdir = usual

    def add(
        self,
        name: str,
        address: str,
        port: int,
        transport: str = "ssh",
        *,
        platform: str = "cisco_ios",
        username: str = lab.USERNAME,
        password: str = lab.PASSWORD,
        more: Iterable[str] = (),
    ) -> None:
        self._program.add(
            name, platform, port, transport, address=address, username=username, password=password,
            enable=lab.ENABLE_PASSWORD, more=("--any-transport", *more),
        )  # fmt: skip

    def run(
        self, *words: str, command: str = "run", **environment: str
    ) -> tuple[measure.Cost, list[dict]]:
        """`linewarden run …`, or another command, and its document."""
        out = self._program.data.parent / "answer.json"
        line = [str(self._program.program), "--data", str(self._program.data), "--json", command, *words]
        cost = measure.run(line, out=out, accepted=(0, 3), environment=self._program.environment | environment)
        return cost, json.loads(out.read_text())

    def __enter__(self) -> "Inventory":
        return self

    def __exit__(self, *_: object) -> None:
        self._program.close()


def endpoints(running: lab.Lab, names: Iterable[str], transport: str) -> str:
    """One to a line, as the other programs read them."""
    return "".join(running.endpoint(name, transport) + "\n" for name in names)
