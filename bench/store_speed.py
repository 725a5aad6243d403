"""The store with 50,000 devices, in a file and on a PostgreSQL server: its operations beside the bare library's, and
what a user waits for at the command line."""

import json
import pathlib
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable

import linewarden
import postgres
from table import table

DEVICES = 50_000
RUNS = 5
LEAST_OF_BARE = 0.8
PAGE_MS, SEARCH_MS, IMPORT_S = 50, 100, 10


def rows_file(folder: pathlib.Path) -> pathlib.Path:
    file = folder / "rows.csv"
    with file.open("w") as out:
        out.write("name,platform,address,os_version,site,groups,tags,username,password\n")
        for i in range(DEVICES):
            out.write(f"device-{i:05},cisco_ios,10.{i // 250}.{i % 250}.1,15.2(4)M6,site-{i % 40},group-{i % 60},"
                      f"tag-{i % 100},netops,secret-{i}\n")  # fmt: skip
    return file


def milliseconds(program: linewarden.Linewarden, *words: str) -> float:
    taken = []
    for _ in range(RUNS):
        begun = time.monotonic()
        ran = program.run(*words, seconds=300)
        taken.append((time.monotonic() - begun) * 1000)
        if ran.status != linewarden.DONE:
            raise RuntimeError(ran.told())
    return statistics.median(taken)


def commands(url: str, settle: Callable[[], object]) -> list[list[str]]:
    """`settle` is called between the import and the rest."""
    program = linewarden.Linewarden()
    try:
        if url:
            program.environment["LINEWARDEN_STORE"] = url
        file = rows_file(program.data.parent)
        begun = time.monotonic()
        ran = program.run("device", "import", str(file), "--format", "csv", seconds=600)
        imported = time.monotonic() - begun
        if ran.status != linewarden.DONE:
            raise RuntimeError(ran.told())
        settle()
        page = milliseconds(program, "device", "list", "--limit", "100", "--after", "device-25000")
        search = milliseconds(program, "device", "list", "--search", "tag-77", "--limit", "100")
        nothing = milliseconds(program, "device", "list", "--search", "zzz")
    finally:
        program.close()
    return [
        ["import of 50,000 rows with logins", f"{imported:.1f} s", f"{IMPORT_S} s"],
        ["a page of 100, from the middle", f"{page:.0f} ms", f"{PAGE_MS} ms"],
        ["search in names, addresses, groups, tags: 100 of 500", f"{search:.0f} ms", f"{SEARCH_MS} ms"],
        ["the same, nothing found", f"{nothing:.0f} ms", f"{SEARCH_MS} ms"],
    ]


def beside_bare(binaries: pathlib.Path, url: str) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        words = [str(binaries / "store_bench"), folder + "/data", *([url] if url else [])]
        measured = json.loads(subprocess.run(words, capture_output=True, text=True, check=True, timeout=600).stdout)
    rows = []
    for operation, words in (("insert", "50,000 devices put in"), ("find", "5,000 found by name"), ("list", "all listed")):
        ours, bare = measured[operation]["ours"], measured[operation]["bare"]
        rows.append([words, f"{ours:.2f} s", f"{bare:.2f} s", f"{bare / ours:.2f}", f"{LEAST_OF_BARE}"])
    return rows


def report(binaries: pathlib.Path) -> str:
    parts = []
    server = postgres.Postgres()
    try:
        for title in ("SQLite", "PostgreSQL"):
            databases = [server.new_database() for _ in range(2)] if title == "PostgreSQL" else []
            urls = [server.url(database) for database in databases] or ["", ""]

            # A server that runs for a minute does so by itself (autovacuum); this one has just been started.
            def settle(databases: list[str] = databases) -> None:
                for database in databases:
                    server.sql("ANALYZE", database)

            parts.append(f"{title}, at the command line (start of the program included):\n\n"
                         + table(["what", "median", "asked"], commands(urls[0], settle)))  # fmt: skip
            parts.append(f"{title}, beside the bare library in the same process:\n\n"
                         + table(["what", "ours", "bare", "of its rate", "asked"], beside_bare(binaries, urls[1])))  # fmt: skip
    finally:
        server.close()
    return "\n\n".join(parts)
