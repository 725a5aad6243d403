"""The configuration archive beside a git repository with the same history: 700 routers that all change a little
every day for a year. Git's repacking takes long at that size, so the two are compared at a smaller one
(LINEWARDEN_BENCH_ARCHIVE_DEVICES), and the archive's times are measured at the full size."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import measure
from table import mebibytes, number, table

DEVICES = 700
DAYS = 365
GIT_DEVICES = int(os.environ.get("LINEWARDEN_BENCH_ARCHIVE_DEVICES", "100"))
SHOWS = 2000
RUNS = 5
TARGET_SHOW_MS = 20
TARGET_SEARCH_S = 1

SEARCHES = (
    ("words on some lines of many devices", ["description uplink-core"]),
    ("the same in latest versions alone", ["description uplink-core", "--latest"]),
    ("words on one line of every device", ["snmp-server location"]),
    ("words that stand nowhere", ["no such line anywhere"]),
    ("words of any case", ["DESCRIPTION UPLINK-CORE", "-i"]),
    ("a pattern", ["--regex", r"^ permit tcp host 10\.3\.1\d\d\."]),
)


def feed(bench: pathlib.Path, data: pathlib.Path, devices: int) -> dict:
    data.mkdir()
    ran = subprocess.run([str(bench), "feed", str(data), str(devices), str(DAYS)], capture_output=True, check=True)
    return json.loads(ran.stdout)


def store_bytes(data: pathlib.Path) -> int:
    return sum(file.stat().st_size for file in data.iterdir() if file.name.startswith("linewarden.db"))


def git_repository(bench: pathlib.Path, folder: pathlib.Path, devices: int) -> tuple[int, float]:
    """Bytes behind `git gc --aggressive`, and how long that took."""
    quiet = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True, env=quiet)
    stream = subprocess.Popen([str(bench), "git", str(devices), str(DAYS)], stdout=subprocess.PIPE)
    subprocess.run(["git", "--git-dir", str(folder), "fast-import", "--quiet"], stdin=stream.stdout, check=True,
                   env=quiet)  # fmt: skip
    if stream.wait() != 0:
        raise RuntimeError("the history for git broke off")
    started = time.monotonic()
    subprocess.run(["git", "--git-dir", str(folder), "gc", "--aggressive", "--quiet", "--prune=now"], check=True,
                   env=quiet)  # fmt: skip
    took = time.monotonic() - started
    packs = folder / "objects" / "pack"
    # Without the bitmap and the commit graph, which git could do without.
    return sum(file.stat().st_size for file in packs.iterdir() if file.suffix in (".pack", ".idx")), took


def sizes(bench: pathlib.Path, folder: pathlib.Path) -> str:
    data = folder / "small"
    fed = feed(bench, data, GIT_DEVICES)
    ours = store_bytes(data)
    git, took = git_repository(bench, folder / "git", GIT_DEVICES)
    versions = GIT_DEVICES * DAYS
    rows = [[name, mebibytes(size), number(size / versions) + " bytes", number(size / ours)]
            for name, size in (("the archive: the whole store, sealed", ours),
                               ("git behind `git gc --aggressive`: pack and index", git),
                               ("the texts as they are", fed["bytes"]))]  # fmt: skip
    verdict = "met" if ours < git else "**missed**"
    return (f"{GIT_DEVICES} devices × {DAYS} days, each changed every day ({versions:,} versions); git has a commit a day, "
            f"and packed for {number(took)} s.\n\n"
            + table(["", "size", "a version", "beside the archive"], rows)
            + f"\nTarget, smaller than git: {verdict}.\n")  # fmt: skip


def times(bench: pathlib.Path, program: pathlib.Path, folder: pathlib.Path) -> str:
    data = folder / "large"
    fed = feed(bench, data, DEVICES)
    shows = json.loads(subprocess.run([str(bench), "show", str(data), str(SHOWS)], capture_output=True,
                                      check=True).stdout)["show_ms"]  # fmt: skip
    command = [str(program), "--data", str(data), "archive"]
    whole = [measure.run([*command, "show", f"rt-{device:04}", "--version", str(1 + device % DAYS)]).wall
             for device in range(0, DEVICES, 7)]  # fmt: skip
    rows = [
        ["one configuration taken in, of a device with a year behind it", number(fed["put_ms"]["median"]) + " ms",
         number(fed["put_ms"]["p99"]) + " ms"],
        ["a revision at random, read, opened and redacted", number(shows["median"]) + " ms", number(shows["p99"]) + " ms"],
        ["`linewarden archive show`, the whole process", number(sorted(whole)[len(whole) // 2] * 1000) + " ms",
         number(max(whole) * 1000) + " ms"],
    ]  # fmt: skip
    searches = []
    slowest = 0.0
    for name, words in SEARCHES:
        runs = [measure.run([*command, "search", *words]) for _ in range(RUNS)]
        answer = subprocess.run([command[0], "--json", *command[1:], "search", *words], capture_output=True, check=False)
        middle = sorted(run.wall for run in runs)[RUNS // 2]
        slowest = max(slowest, middle)
        searches.append([name, f"{json.loads(answer.stdout)['total']:,}", number(middle) + " s",
                         number(measure.best(runs).cpu) + " s"])  # fmt: skip
    show_verdict = "met" if shows["p99"] < TARGET_SHOW_MS and max(whole) * 1000 < TARGET_SHOW_MS else "**missed**"
    search_verdict = "met" if slowest < TARGET_SEARCH_S else "**missed**"
    return (f"{DEVICES} devices × {DAYS} days: {DEVICES * DAYS:,} versions, {number(fed['bytes'] / 1e9)} GB of text in a store "
            f"of {mebibytes(store_bytes(data))}, fed in {number(fed['fed_ms'] / 1000)} s.\n\n"
            + table(["", "median", "99 of 100 (show: the slowest)"], rows) + "\n"
            + table(["`linewarden archive search`, the whole process", "findings", "wall", "processor"], searches)
            + f"\nTargets: any revision in under {TARGET_SHOW_MS} ms: {show_verdict}; a search through everything in under "
              f"{TARGET_SEARCH_S} s: {search_verdict}.\n")  # fmt: skip


def report(binaries: pathlib.Path) -> str:
    bench, program = binaries / "archive_bench", binaries / "linewarden"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="linewarden-bench-"))
    try:
        return sizes(bench, folder) + "\n" + times(bench, program, folder)
    finally:
        shutil.rmtree(folder)
