"""Ten thousand sessions open at the same time, without a thread each: memory, threads, rate. Each is with
a device of its own; the devices are one other process."""

import json
import os
import pathlib
import resource
import subprocess
import sys

import lab
from session_speed import ENVIRONMENT
from table import number, table

COUNT = 1000


def allow_descriptors() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def resident(pid: int) -> int:
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def measure(binaries: pathlib.Path, transport: str) -> list[str]:
    fleet = lab.Fleet("bench-r{n}", COUNT, "127.1.0.1", config=lab.READY_FOR_SSH, rsa_modulus=2048)
    with lab.Lab([], fleets=[fleet]) as running:
        ports = ",".join(running.endpoint(name, transport) for name in running.devices)
        ran = subprocess.run(
            [str(binaries / "session_bench"), "many", transport, ports, str(COUNT)],
            capture_output=True, text=True, timeout=300, env=ENVIRONMENT,
        )  # fmt: skip
        lab_memory = resident(running.pid)
    if ran.returncode != 0:
        print(f"not measured: {COUNT} over {transport}: {ran.stderr.strip()[-400:]}", file=sys.stderr)
        return [transport, "not measured", "", "", "", "", ""]
    answer = json.loads(ran.stdout)
    return [
        transport,
        f"{answer['sessions']:,}",
        number(answer["sessions"] / answer["opened"]),
        number(answer["sessions"] / answer["commanded"]),
        f"{number(answer['bytes_each'] / 1024)} KiB",
        str(answer["threads"]),
        f"{number(lab_memory / COUNT / 1024)} KiB",
    ]


def report(binaries: pathlib.Path) -> str:
    allow_descriptors()
    return table(
        ["over", "open at once", "logins/s", "`show version`/s", "memory a session",
         "threads of the client", "the lab's memory a session"],
        [measure(binaries, "telnet"), measure(binaries, "ssh")],
    )  # fmt: skip
