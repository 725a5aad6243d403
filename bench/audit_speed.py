"""How fast `linewarden audit` reads and judges configurations, beside the machine's own limit
(`cat`, `wc -l` over the same bytes) and beside the parser inside Ansible's network modules."""

import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

import measure
from table import mebibytes, number, table

TARGET_BYTES = 100_000_000
EXAMPLE_BYTES = 2_000_000
TARGET_LINES_A_SECOND = 1_500_000
PEER_BYTES = 4_000_000
RUNS = 3

PEER = """
import pathlib, sys, time
from ansible_collections.ansible.netcommon.plugins.module_utils.network.common.config import (
    NetworkConfig)
texts = [pathlib.Path(name).read_text(errors="replace") for name in sys.argv[1:]]
started = time.process_time()
for text in texts:
    NetworkConfig(indent=1, contents=text)
print(time.process_time() - started)
"""


def corpus_folder(repository: pathlib.Path) -> pathlib.Path | None:
    """Real configurations and captures, when they are there."""
    told = os.environ.get("LINEWARDEN_CORPUS")
    for folder in (pathlib.Path(told) if told else None, repository.parent / "shared" / "corpus"):
        if folder and folder.is_dir():
            return folder
    return None


def repeat(source: pathlib.Path, into: pathlib.Path, target_bytes: int) -> tuple[int, int, int]:
    """Copies the tree until so many bytes lie there; gives files, bytes and lines."""
    contents = [
        (path.relative_to(source), path.read_bytes())
        for path in sorted(source.rglob("*"))
        if path.is_file()
    ]
    files = size = lines = copy = 0
    while size < target_bytes:
        for path, content in contents:
            target = into / f"copy-{copy:04}" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            files, size, lines = files + 1, size + len(content), lines + content.count(b"\n")
        copy += 1
    return files, size, lines


def peer_lines_a_second(folder: pathlib.Path) -> float | None:
    sample: list[pathlib.Path] = []
    size = lines = 0
    for path in sorted(folder.rglob("*.cfg")):
        content = path.read_bytes()
        sample.append(path)
        size, lines = size + len(content), lines + content.count(b"\n")
        if size > PEER_BYTES:
            break
    ran = subprocess.run(
        ["taskset", "-c", "0", "/usr/bin/python3", "-c", PEER, *map(str, sample)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if ran.returncode != 0:
        print(f"no peer for the audit: {ran.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return lines / float(ran.stdout)


def peak(cost: measure.Cost) -> str:
    """A child's peak cannot be seen below that of this program, which it was forked from."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return mebibytes(cost.peak) if cost.peak > own else f"under {mebibytes(own)}"


def report(program: pathlib.Path, repository: pathlib.Path) -> str:
    corpus = corpus_folder(repository)
    parts = []
    if corpus:
        parts.append("Real configurations and captures; what is no configuration is read and skipped.\n\n"
                     + report_on(program, corpus, TARGET_BYTES))  # fmt: skip
    parts.append("The repository's examples: small files, every one a configuration with findings.\n\n"
                 + report_on(program, repository / "examples" / "configs", EXAMPLE_BYTES))  # fmt: skip
    return "\n".join(parts)


def report_on(program: pathlib.Path, source: pathlib.Path, target_bytes: int) -> str:
    largest = max(path.stat().st_size for path in source.rglob("*") if path.is_file())
    # In memory where possible: what is measured is the reading, not the disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = pathlib.Path(tempfile.mkdtemp(prefix="linewarden-bench-", dir=memory))
    try:
        files, size, lines = repeat(source, folder, target_bytes)
        data = folder.parent / (folder.name + "-data")
        audit = [str(program), "--data", str(data), "audit", str(folder)]
        small = [str(program), "--data", str(data), "audit", str(folder / "copy-0000")]
        everything = ["sh", "-c", f"find {folder} -type f -print0 | xargs -0 cat"]
        counting = ["sh", "-c", f"find {folder} -type f -print0 | xargs -0 cat | wc -l"]
        measure.run(everything)  # from here on the bytes are in memory
        costs = {
            "`cat` of the files": measure.best([measure.run(everything, core=0) for _ in range(RUNS)]),
            "`cat` and `wc -l`": measure.best([measure.run(counting, core=0) for _ in range(RUNS)]),
            "`audit`, one core": measure.best([measure.run(audit, core=0) for _ in range(RUNS)]),
            # The run with the least processor time would be the one that had to share a core.
            "`audit`, all cores": min(
                (measure.run(audit) for _ in range(RUNS)), key=lambda one: one.wall
            ),
        }
        one_copy = measure.run(small, core=0)
        peer = peer_lines_a_second(folder)
        shutil.rmtree(data, ignore_errors=True)
    finally:
        shutil.rmtree(folder)

    limit = costs["`cat` of the files"]
    rows = []
    for name, cost in costs.items():
        rows.append([
            name, number(cost.wall) + " s", number(cost.cpu) + " s", number(lines / cost.wall),
            number(lines / cost.cpu), number(cost.cpu / limit.cpu), peak(cost),
        ])  # fmt: skip
    if peer:
        rows.append(["Ansible's `NetworkConfig` (Python; reads only, on a sample)", "–", "–", "–",
                     number(peer), number(lines / peer / limit.cpu), "–"])  # fmt: skip
    rate = lines / costs["`audit`, one core"].cpu
    verdict = "met" if rate >= TARGET_LINES_A_SECOND else "**missed**"
    text = f"{files:,} files, {size / 1e6:.1f} MB, {lines:,} lines; the largest file has {largest:,} bytes.\n\n"
    text += table(
        ["all files", "wall", "processor", "lines/s", "lines/s a core", "beside `cat`", "peak memory"],
        rows,
    )
    text += (
        f"\nTarget: {TARGET_LINES_A_SECOND:,} lines a second a core: {verdict} ({number(rate)}). "
        f"One copy alone peaks at {peak(one_copy)}: what memory grows by with the number of files "
        "is the answers, not the texts.\n"
    )
    if peer:
        text += f"Beside Ansible's parser: {number(rate / peer)} times the lines a second.\n"
    return text
