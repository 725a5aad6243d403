"""Running a program and reading what it cost: wall time, processor time, peak memory."""

import dataclasses
import os
import pathlib
import subprocess
import time


@dataclasses.dataclass(frozen=True)
class Cost:
    wall: float  # seconds
    cpu: float  # seconds of user and system time, of the program and the children it waited for
    peak: int  # bytes of resident memory of the program or its largest child
    status: int


def run(command: list[str], *, core: int | None = None, out: pathlib.Path | None = None,
        environment: dict[str, str] | None = None, given: pathlib.Path | None = None,
        accepted: tuple[int, ...] = (0, 1)) -> Cost:  # fmt: skip
    """Runs `command` to its end, on one processor core when one is named; `given` is its input."""
    if core is not None:
        command = ["taskset", "-c", str(core), *command]
    with open(out or os.devnull, "wb") as sink, open(given or os.devnull, "rb") as source:
        started = time.monotonic()
        process = subprocess.Popen(
            command, stdin=source, stdout=sink, stderr=subprocess.PIPE, env=environment,
        )  # fmt: skip
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        tail = said.decode(errors="replace")[-800:]
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {tail}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, process.returncode)


def best(costs: list[Cost]) -> Cost:
    """The run with the least processor time: what is left when others disturb the least."""
    return min(costs, key=lambda one: one.cpu)


def busy() -> float:
    """The share of the machine's processors that others kept busy in the last minute."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)
