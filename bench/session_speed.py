"""One session on loopback: connect, log in, enable, paging off, one command, log out; every client on
the same simulated router, which is a process of its own."""

import json
import os
import pathlib
import subprocess
import sys
import time

import lab
from linewarden import Linewarden
from table import milliseconds, number, table

TARGET_MILLISECONDS = 30
SESSIONS = {"netmiko": 5}
DEFAULT_SESSIONS = 200
PROCESSES = 20

ENVIRONMENT = os.environ | {
    "SSH_USER": lab.USERNAME,
    "SSH_PASSWORD": lab.PASSWORD,
    "ENABLE_PASSWORD": lab.ENABLE_PASSWORD,
}


def counted(command: list[str], given: str = "") -> dict[str, float] | None:
    """A program that measures itself and prints one JSON object; `given` is its input."""
    ran = subprocess.run(
        command, capture_output=True, text=True, timeout=600, env=ENVIRONMENT, input=given
    )
    if ran.returncode != 0:
        print(f"not measured: {' '.join(command)}: {ran.stderr.strip()[-400:]}", file=sys.stderr)
        return None
    answer = json.loads(ran.stdout)
    return {name: answer[name] / answer["sessions"] for name in ("wall", "cpu")}


def answers(binaries: pathlib.Path, transport: str, platform: str, at: str, rounds: int, *commands: str) -> dict:
    """What answer_bench measures in one session that stays open."""
    program = str(binaries / "answer_bench")
    ran = subprocess.run(
        [program, transport, platform, str(rounds), *commands],
        capture_output=True, text=True, timeout=600, env=ENVIRONMENT, input=at,
    )  # fmt: skip
    if ran.returncode != 0:
        raise RuntimeError(f"{transport}: {ran.stderr.strip()[-400:]}")
    return json.loads(ran.stdout)


def processes(port: int, transport: str) -> dict[str, float]:
    """`linewarden run` as a user calls it: one process with inventory and vault for each session."""
    program = Linewarden()
    try:
        program.add(
            "bench", "cisco_ios", port, transport,
            username=lab.USERNAME, password=lab.PASSWORD, enable=lab.ENABLE_PASSWORD,
        )  # fmt: skip
        words = ("run", "bench", "--command", "show version")
        program.json(*words)
        used = os.times()
        started = time.monotonic()
        for _ in range(PROCESSES):
            program.json(*words)
        wall = time.monotonic() - started
        now = os.times()
        cpu = now.children_user + now.children_system - used.children_user - used.children_system
        return {"wall": wall / PROCESSES, "cpu": cpu / PROCESSES}
    finally:
        program.close()


def report(binaries: pathlib.Path) -> str:
    here = pathlib.Path(__file__).parent
    router = lab.Described("bench-r1", config=lab.READY_FOR_SSH, rsa_modulus=2048)
    with lab.Lab([router]) as running:
        ssh, telnet = running.port("bench-r1", "ssh"), running.port("bench-r1", "telnet")
        bench, peer = str(binaries / "session_bench"), str(here / "peer_session.py")
        many, few = str(DEFAULT_SESSIONS), str(SESSIONS["netmiko"])
        python = "/usr/bin/python3"

        def one(transport: str) -> dict[str, float] | None:
            at = running.endpoint("bench-r1", transport)
            return counted([bench, "one", transport, "cisco_ios", many], at)

        measured = {
            ("SSH alone: libssh, nothing said (the floor)", "ssh"): counted(
                [str(binaries / "ssh_floor"), str(ssh), lab.USERNAME, many]
            ),
            ("Linewarden, in one process", "ssh"): one("ssh"),
            ("`linewarden run`, a process each", "ssh"): processes(ssh, "ssh"),
            ("asyncssh, the dialogue by hand", "ssh"): counted([python, peer, "asyncssh", str(ssh), "50"]),
            ("netmiko, fast_cli", "ssh"): counted([python, peer, "netmiko-ssh", str(ssh), few]),
            ("Linewarden, in one process", "telnet"): one("telnet"),
            ("`linewarden run`, a process each", "telnet"): processes(telnet, "telnet"),
            ("netmiko, fast_cli", "telnet"): counted([python, peer, "netmiko-telnet", str(telnet), few]),
        }  # fmt: skip

    rows = []
    for (name, transport), cost in measured.items():
        ours = measured[("Linewarden, in one process", transport)]
        if cost is None or ours is None:
            rows.append([name, transport, "not measured", "", "", ""])
            continue
        rows.append([
            name, transport, milliseconds(cost["wall"]), milliseconds(cost["cpu"]),
            number(cost["wall"] / ours["wall"]), number(cost["cpu"] / ours["cpu"]),
        ])  # fmt: skip
    text = table(
        ["client", "over", "wall a session", "client's processor time", "wall, beside ours",
         "processor, beside ours"],
        rows,
    )  # fmt: skip
    floor = measured[("SSH alone: libssh, nothing said (the floor)", "ssh")]
    ours = measured[("Linewarden, in one process", "ssh")]
    if floor and ours:
        beyond = (ours["wall"] - floor["wall"]) * 1000
        verdict = "met" if beyond <= TARGET_MILLISECONDS else "**missed**"
        text += (
            f"\nTarget: at most {TARGET_MILLISECONDS} ms beyond the cryptography: {verdict} "
            f"({number(beyond)} ms beyond the floor over SSH).\n"
        )
    return text
