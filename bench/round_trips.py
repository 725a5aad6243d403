"""Five commands over a link of 150 ms, the session open already: how many round trips they take. Over HTTPS an
ASA takes them in one request; over SSH every command waits for its prompt."""

import pathlib
import statistics
import subprocess

import lab
from devices import FIREWALL
from session_speed import answers
from table import number, table

ROUND_TRIP_MILLISECONDS = 150
COMMANDS = ("show version", "show clock", "show curpriv", "show running-config", "show running-config hostname")
ROUNDS = 7
MOST_ROUND_TRIPS = 1.1


def measure(binaries: pathlib.Path, port: int, transport: str) -> float:
    """Round trips of all commands together, the middle of several times."""
    program = str(pathlib.Path(__file__).parent / "slow_link.py")
    link = subprocess.Popen(
        ["/usr/bin/python3", program, str(port), str(ROUND_TRIP_MILLISECONDS)], stdout=subprocess.PIPE
    )
    try:
        assert link.stdout is not None
        near = int(link.stdout.readline())
        measured = answers(binaries, transport, "cisco_asa", f"127.0.0.1:{near}", ROUNDS + 1, *COMMANDS)
    finally:
        link.terminate()
        link.wait()
    return statistics.median(measured["wall"][1:]) * 1000 / ROUND_TRIP_MILLISECONDS


def report(binaries: pathlib.Path) -> str:
    firewall = lab.Described(
        "bench-fw1", platform="cisco_asa", config=FIREWALL, rsa_modulus=2048, transports=("ssh", "https")
    )
    with lab.Lab([firewall]) as running:
        trips = {
            transport: measure(binaries, running.port("bench-fw1", transport), transport)
            for transport in ("https", "ssh")
        }
    rows = [
        [transport, number(count * ROUND_TRIP_MILLISECONDS) + " ms", number(count)]
        for transport, count in trips.items()
    ]
    verdict = "met" if trips["https"] <= MOST_ROUND_TRIPS else "**missed**"
    return table(["over", "five commands", "round trips"], rows) + (
        f"\nTarget: at most {MOST_ROUND_TRIPS} round trips over HTTPS: {verdict} ({number(trips['https'])}).\n"
    )
