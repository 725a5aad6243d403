"""A thousand sessions open at the same time, without a thread each: memory, threads, rate. The devices
are one other process."""

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

# As many lines as sessions; a real router has 5 or 16.
MANY_LINES = lab.READY_FOR_SSH.replace("line vty 0 15", f"line vty 0 {COUNT + 20}")


def allow_descriptors() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def resident(pid: int) -> int:
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def measure(binaries: pathlib.Path, transport: str) -> list[str]:
    router = lab.Described("bench-r1", config=MANY_LINES, rsa_modulus=2048)
    with lab.Lab([router]) as running:
        port = running.port("bench-r1", transport)
        ran = subprocess.run(
            [str(binaries / "session_bench"), "many", transport, str(port), "1", str(COUNT)],
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
