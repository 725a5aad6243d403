"""Long output: `show running-config` of a firewall with so many lines that it is 10 MB and 50 MB long, over every
transport. Reading five times as much may take five times as long, not more."""

import pathlib

import lab
from devices import FIREWALL
from session_speed import answers
from table import number, table

SHORT, LONG = 10, 50  # megabytes
MOST_TIMES = 1.2


def remarks(megabytes: int) -> str:
    """Long lines of many lengths: the lab compares each with all before it when it loads them."""
    lines: list[str] = []
    size = 0
    while size < megabytes * 1_000_000:
        n = len(lines)
        lines.append(f"access-list inside remark {n:07} " + "change managed by the operations centre; " * 10 + "x" * (n % 90))
        size += len(lines[-1]) + 2
    return "\n".join(lines)


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
                measured = answers(binaries, transport, "cisco_asa", at, 1, "show running-config")
                if measured["bytes"] < megabytes * 900_000:
                    raise RuntimeError(f"only {measured['bytes']} bytes came over {transport}")
                each = measured["cpu"][0] / (measured["bytes"] / 1e6)
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
