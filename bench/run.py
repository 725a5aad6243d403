#!/usr/bin/python3
"""Measures Linewarden beside other programs in one run and prints the tables of docs/benchmarks.md.

Usage: bench/run.py BIN_DIR [audit|session|many|fleet|discovery|prepare|dead|trips|long|archive|store]…   (BIN_DIR holds linewarden and the bench programs)
"""

import datetime
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent
# The lab and the program are started as the tests with real opponents start them.
sys.path[:0] = [str(HERE), str(REPOSITORY / "tests" / "real")]


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    binaries = pathlib.Path(sys.argv[1]).resolve()
    os.environ["LINEWARDEN"] = str(binaries / "linewarden")
    wanted = sys.argv[2:] or ["audit", "session", "fleet", "discovery", "prepare", "dead", "trips", "long", "archive", "many", "store"]

    import archive_speed
    import audit_speed
    import dead_devices
    import discovery_speed
    import fleet_speed
    import long_output
    import many_sessions
    import measure
    import prepare_speed
    import round_trips
    import session_speed
    import store_speed

    parts = {
        "audit": ("Audit", lambda: audit_speed.report(binaries / "linewarden", REPOSITORY)),
        "session": ("One session", lambda: session_speed.report(binaries)),
        "fleet": ("Two commands on each of 2,000 devices", lambda: fleet_speed.report(binaries)),
        "discovery": ("Discovery of 2,000 devices", discovery_speed.report),
        "prepare": ("From factory-new to proved", prepare_speed.report),
        "dead": ("Dead devices", lambda: dead_devices.report(binaries)),
        "trips": ("Round trips", lambda: round_trips.report(binaries)),
        "long": ("Long output", lambda: long_output.report(binaries)),
        "store": ("The store with 50,000 devices", lambda: store_speed.report(binaries)),
        "archive": ("The configuration archive", lambda: archive_speed.report(binaries)),
        "many": ("Ten thousand sessions at once", lambda: many_sessions.report(binaries)),
    }
    today = datetime.date.today().isoformat()
    print(f"Measured on {today}, {os.cpu_count()} processors; load before the run: "
          f"{measure.busy():.0%} of them busy.\n")  # fmt: skip
    for name in wanted:
        title, work = parts[name]
        print(f"## {title}\n\n{work()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
