"""Ten thousand sessions open at the same time, without a thread each: memory, threads, rate. Each is with
a device of its own; the devices are other processes. A session over SSH takes two descriptors at either end (a
library has a duplicate of its own), so the sessions are dealt out to as many programs as the limit asks for."""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import resource
import subprocess

import lab
from devices import FIREWALL
from fleet import endpoints
from session_speed import ENVIRONMENT
from table import number, table

COUNT = 10_000
SHARES = {"ssh": 2, "telnet": 1, "https": 1}
MOST_KIBIBYTES = 64


def allow_descriptors() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def resident(pid: int) -> int:
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def devices(transport: str, count: int) -> tuple[str, lab.Fleet]:
    if transport == "https":
        return "cisco_asa", lab.Fleet("bench-fw{n}", count, "127.1.0.1", "cisco_asa", FIREWALL,
                                      transports=("https",))  # fmt: skip
    return "cisco_ios", lab.Fleet("bench-r{n}", count, "127.1.0.1", config=lab.READY_FOR_SSH, rsa_modulus=2048,
                                  transports=(transport,))  # fmt: skip


def share(binaries: pathlib.Path, transport: str, platform: str, running: lab.Lab) -> tuple[dict, float]:
    """What session_bench says, and the lab's bytes for each session."""
    ran = subprocess.run(
        [str(binaries / "session_bench"), "many", transport, platform, str(len(running.devices))],
        capture_output=True, text=True, timeout=300, env=ENVIRONMENT,
        input=endpoints(running, running.devices, transport),
    )  # fmt: skip
    if ran.returncode != 0:
        raise RuntimeError(f"{transport}: {ran.stderr.strip()[-400:]}")
    return json.loads(ran.stdout), resident(running.pid) / len(running.devices)


def measure(binaries: pathlib.Path, transport: str) -> tuple[list[str], float]:
    shares = SHARES[transport]
    platform, fleet = devices(transport, COUNT // shares)
    with contextlib.ExitStack() as stack, concurrent.futures.ThreadPoolExecutor(shares) as threads:
        labs = [stack.enter_context(lab.Lab([], 60, [fleet])) for _ in range(shares)]
        parts = list(threads.map(lambda one: share(binaries, transport, platform, one), labs))
    answers = [answer for answer, _ in parts]
    kibibytes = max(max(one["bytes_each"], one["bytes_each_after"]) for one in answers) / 1024
    row = [
        transport,
        f"{COUNT:,}",
        number(COUNT / max(one["opened"] for one in answers)),
        number(COUNT / max(one["commanded"] for one in answers)),
        f"{number(kibibytes)} KiB",
        f"{shares} × {answers[0]['threads']}" if shares > 1 else str(answers[0]["threads"]),
        f"{number(max(memory for _, memory in parts) / 1024)} KiB",
    ]
    return row, kibibytes


def report(binaries: pathlib.Path) -> str:
    allow_descriptors()
    measured = [measure(binaries, transport) for transport in SHARES]
    worst = max(kibibytes for _, kibibytes in measured)
    verdict = "met" if worst <= MOST_KIBIBYTES else "**missed**"
    return table(
        ["over", "open at once", "logins/s", "`show version`/s", "memory a session",
         "threads of the client", "the lab's memory a session"],
        [row for row, _ in measured],
    ) + f"\nTarget: at most {MOST_KIBIBYTES} KiB a session: {verdict} ({number(worst)} KiB at most).\n"  # fmt: skip
