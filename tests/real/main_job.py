#!/usr/bin/python3
"""Shows the main job end to end: audit, plan, a factory-new router from Telnet to SSH, and a real router
program reached, changed and saved. Everything is on loopback and gone afterwards.

Usage: main_job.py PROGRAM   (as root the real router takes part; otherwise that step says why not)
"""

import contextlib
import os
import pathlib
import subprocess
import sys
import time
import unittest
from collections.abc import Callable, Iterator

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = REPOSITORY / "examples" / "configs"


class StepFailed(Exception):
    pass


class Show:
    """Runs commands as a user would, shows them with what they print, and keeps the score."""

    def __init__(self) -> None:
        self.linewarden = Linewarden()
        self.score: list[tuple[str, str, float]] = []

    def command(self, *words: str | pathlib.Path, wanted: tuple[int, ...] = (0,), **secrets: str) -> None:
        shown = " ".join(str(word).replace(str(REPOSITORY) + "/", "") for word in words)
        print(f"\n$ linewarden {shown}", flush=True)
        ran = subprocess.run(
            [str(self.linewarden.program), "--data", str(self.linewarden.data), *map(str, words)],
            env=self.linewarden.environment | secrets, stdin=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip
        if ran.returncode not in wanted:
            raise StepFailed(f"linewarden {shown}: exit status {ran.returncode}")

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        print(f"\n=== {title}", flush=True)
        started = time.monotonic()
        outcome = "done"
        try:
            yield
        except unittest.SkipTest as reason:
            outcome = str(reason)
            print(outcome)
        except (StepFailed, AssertionError, subprocess.SubprocessError, OSError) as error:
            outcome = f"FAILED: {error}"
            print(outcome)
        self.score.append((title, outcome, time.monotonic() - started))

    def close(self) -> int:
        self.linewarden.close()
        width = max(len(title) for title, _, _ in self.score)
        print("\n=== The main job\n")
        for title, outcome, seconds in self.score:
            print(f"  {title:<{width}}  {seconds:6.1f} s  {outcome.splitlines()[0]}")
        return int(any(outcome.startswith("FAILED") for _, outcome, _ in self.score))


def audit_and_plan(show: Show) -> None:
    show.command("audit", EXAMPLES, wanted=(0, 1))
    show.command(
        "plan", "ios-ssh", "--platform", "cisco_ios", "--config", EXAMPLES / "branch-router.cfg",
        wanted=(0, 1),
    )  # fmt: skip


def from_telnet_to_ssh(show: Show) -> None:
    name = "edge-r1"
    with lab.Lab([lab.Described(name)]) as running:
        show.command(
            "device", "add", name, "--platform", "cisco_ios", "--address", "127.0.0.1",
            "--transport", "telnet", "--username", "ops",
            *running.port_options(name),
            "--password-env", "VTY_PASSWORD", "--enable-password-env", "ENABLE_PASSWORD",
            VTY_PASSWORD=lab.VTY_PASSWORD, ENABLE_PASSWORD=lab.ENABLE_PASSWORD,
        )  # fmt: skip
        show.command("test", name)
        show.command("prepare", name, "--for", "ios-ssh", "--set", "domain=example.net", "--yes")
        show.command("prepare", name, "--for", "ios-ssh-only", "--yes")
        show.command("prepare", name, "--for", "ios-ssh-only", "--yes")
        show.command("test", name)


def real_router(show: Show) -> None:
    isolation.enter()
    procedures = write_procedures(show.linewarden.data.parent / "procedures")
    with contextlib.ExitStack() as running:
        router = frr.Frr()
        running.callback(router.stop)
        server = openssh.OpenSsh(router)
        running.callback(server.stop)
        show.command(
            "device", "add", "frr-telnet", "--platform", "frr", "--address", "127.0.0.1",
            "--transport", "telnet", "--port", str(router.port),
            "--password-env", "LOGIN", "--enable-password-env", "ENABLE",
            LOGIN=frr.PASSWORD, ENABLE=frr.ENABLE_PASSWORD,
        )  # fmt: skip
        show.command(
            "device", "add", "frr-ssh", "--platform", "frr", "--address", "127.0.0.1",
            "--transport", "ssh", "--port", str(server.port), "--username", openssh.USERNAME,
            "--password-env", "LOGIN", LOGIN=openssh.PASSWORD,
        )  # fmt: skip
        show.command("test", "frr-telnet", "frr-ssh")
        for name in ("frr-telnet", "frr-ssh"):
            show.command("run", name, "--command", "show interface lo")
            show.command(
                "--procedures", procedures, "prepare", name, "--for", DESCRIPTION,
                "--set", f"text=by-{name}", "--yes",
            )  # fmt: skip
            if f"description by-{name}" not in router.saved():
                raise StepFailed("the router's file does not hold the change")
            print(f"  the router's own file now says: description by-{name}")


def main() -> int:
    show = Show()
    steps: list[tuple[str, Callable[[Show], None]]] = [
        ("Audit and plan", audit_and_plan),
        ("A factory-new router, from Telnet to SSH", from_telnet_to_ssh),
        ("FRRouting, over Telnet and SSH", real_router),
    ]
    for title, work in steps:
        with show.step(title):
            work(show)
    status = show.close()
    print(
        "\nTry next:\n"
        "  build/release/bin/linewarden audit YOUR-CONFIGS/ --html report.html\n"
        "  build/release/bin/linewarden lab up        simulated devices to play with\n"
        "  build/release/bin/linewarden --help"
    )
    return status


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    os.environ["LINEWARDEN"] = sys.argv[1]
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    import frr
    import isolation
    import lab
    import openssh
    from linewarden import Linewarden
    from site_procedures import DESCRIPTION, write_procedures

    sys.exit(main())
