"""`linewarden run all` on 1,000 routers, and on the same with one in ten that does not answer: what the dead ones
add to the job, everything as the command has it unless told otherwise."""

import contextlib
import pathlib
import socket

import lab
from fleet import Inventory, routers
from table import number, table

COUNT = 1000
EVERY = 10
CONNECT_TIMEOUT = 15.0  # the command's own
DEAD = "127.9.0.1"


@contextlib.contextmanager
def silent_port() -> "contextlib.AbstractContextManager[int]":
    """A port of DEAD whose queue is full: the system drops every further request to connect, so that callers wait
    as they do for an address at which nothing is."""
    with contextlib.ExitStack() as open_sockets:
        listener = open_sockets.enter_context(socket.socket())
        listener.bind((DEAD, 0))
        listener.listen(0)
        for _ in range(3):
            waiting = open_sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def job(running: lab.Lab, dead_port: int | None) -> float:
    """Seconds of the job's second run: the first pins the host keys."""
    with Inventory() as inventory:
        dead = set()
        for n, name in enumerate(running.devices):
            address, _, port = running.endpoint(name, "ssh").partition(":")
            if dead_port and n % EVERY == 0:
                dead.add(name)
                address, port = DEAD, str(dead_port)
            inventory.add(name, address, int(port))
        wall = 0.0
        for _ in range(2):
            cost, outcomes = inventory.run("all", "-c", "show version")
            failed = {one["device"] for one in outcomes if one["error"]}
            if failed != dead:
                raise RuntimeError(f"failed: {sorted(failed ^ dead)[:5]}")
            wall = cost.wall
    return wall


def report(_: pathlib.Path) -> str:
    with lab.Lab([], fleets=[routers(COUNT)]) as running, silent_port() as port:
        alive, with_dead = job(running, None), job(running, port)
    rows = [
        ["all answer", number(alive) + " s"],
        [f"one in {EVERY} is dead", number(with_dead) + " s"],
    ]
    added = with_dead - alive
    verdict = "met" if added <= CONNECT_TIMEOUT else "**missed**"
    return table([f"{COUNT:,} devices", "wall"], rows) + (
        f"\nTarget: no more than one connect timeout ({CONNECT_TIMEOUT:.0f} s) more: {verdict} "
        f"({number(added)} s).\n"
    )
