"""Long output: `show running-config` of a firewall with so many lines that it is 10 MB and 50 MB long, over every
transport. Reading five times as much may take five times as long, not more."""

import pathlib
import statistics

import lab
from devices import FIREWALL
from session_speed import answers
from table import number, table

SHORT, LONG = 10, 50  # megabytes
ROUNDS = 2
MOST_TIMES = 1.2


def remarks(megabytes: int) -> str:
    text = "access-list inside remark {:07} managed by the network operations centre, see the change log"
    return "\n".join(text.format(n) for n in range(megabytes * 1_000_000 // (len(text.format(0)) + 2)))


def report(binaries: pathlib.Path) -> str:
    costs: dict[str, dict[int, float]] = {}
    for megabytes in (SHORT, LONG):
        firewall = lab.Described(
            "bench-fw1", platform="cisco_asa", config=FIREWALL + remarks(megabytes), rsa_modulus=2048,
            transports=("ssh", "telnet", "https"),
        )  # fmt: skip
        with lab.Lab([firewall], seconds=180) as running:
            for transport in firewall.transports:
                at = running.endpoint("bench-fw1", transport)
                measured = answers(binaries, transport, "cisco_asa", at, ROUNDS, "show running-config")
                if measured["bytes"] < megabytes * 900_000:
                    raise RuntimeError(f"only {measured['bytes']} bytes came over {transport}")
                each = statistics.median(measured["cpu"]) / (measured["bytes"] / 1e6)
                costs.setdefault(transport, {})[megabytes] = each
    rows = [
        [transport, *(f"{number(one[size] * 1000)} ms" for size in (SHORT, LONG)), number(one[LONG] / one[SHORT])]
        for transport, one in costs.items()
    ]
    worst = max(one[LONG] / one[SHORT] for one in costs.values())
    verdict = "met" if worst <= MOST_TIMES else "**missed**"
    return table(["over", f"processor time a MB of {SHORT} MB", f"of {LONG} MB", "times"], rows) + (
        f"\nTarget: at most {MOST_TIMES} times as much for each MB: {verdict} ({number(worst)}).\n"
    )
