"""Five commands over a link of 150 ms: how many round trips they take. Over HTTPS an ASA takes them in one request;
over SSH every command waits for its prompt. The lab's ASA closes the connection after each answer, as real ones are
taken to do (inferred), so the warm connection is one with a server in front of it that keeps it open."""

import contextlib
import pathlib
import statistics
import subprocess
import tempfile
from collections.abc import Iterator

import lab
from devices import FIREWALL
from session_speed import answers
from table import number, table

ROUND_TRIP_MILLISECONDS = 150
COMMANDS = ("show version", "show clock", "show ssh", "show running-config", "show running-config hostname")
ROUNDS = 7
MOST_ROUND_TRIPS = 1.1


@contextlib.contextmanager
def between(program: str, *words: str) -> Iterator[int]:
    """A program of this folder that prints the port on which it stands between both sides."""
    path = pathlib.Path(__file__).parent / program
    process = subprocess.Popen(["/usr/bin/python3", str(path), *words], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def certificate(folder: pathlib.Path) -> str:
    both = folder / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=bench-fw1", "-days", "2",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    both.write_text((folder / "key.pem").read_text() + (folder / "certificate.pem").read_text())
    return str(both)


def round_trips(binaries: pathlib.Path, port: int, transport: str) -> float:
    """Of all commands together, the middle of several times."""
    with between("slow_link.py", str(port), str(ROUND_TRIP_MILLISECONDS)) as near:
        measured = answers(binaries, transport, "cisco_asa", f"127.0.0.1:{near}", ROUNDS + 1, *COMMANDS)
    return statistics.median(measured["wall"][1:]) * 1000 / ROUND_TRIP_MILLISECONDS


def report(binaries: pathlib.Path) -> str:
    firewall = lab.Described(
        "bench-fw1", platform="cisco_asa", config=FIREWALL, rsa_modulus=2048, transports=("ssh", "https")
    )
    with lab.Lab([firewall]) as running, tempfile.TemporaryDirectory(prefix="linewarden-bench-") as folder:
        port = running.port("bench-fw1", "https")
        with between("keep_alive.py", str(port), certificate(pathlib.Path(folder))) as kept:
            warm = round_trips(binaries, kept, "https")
        closed = round_trips(binaries, port, "https")
        ssh = round_trips(binaries, running.port("bench-fw1", "ssh"), "ssh")
    rows = [
        ["https, connection warm", warm],
        ["https, closed by the device after each answer (TLS anew; TCP's own trip is not in it)", closed],
        ["ssh, session open", ssh],
    ]
    verdict = "met" if warm <= MOST_ROUND_TRIPS else "**missed**"
    return table(
        ["over", "five commands", "round trips"],
        [[name, number(trips * ROUND_TRIP_MILLISECONDS) + " ms", number(trips)] for name, trips in rows],
    ) + f"\nTarget: at most {MOST_ROUND_TRIPS} round trips, connection warm: {verdict} ({number(warm)}).\n"
