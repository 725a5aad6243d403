"""Every procedure, struck at every step in turn: whatever happens in the middle of a preparation, the
device can still be logged in to afterwards, the error tells what happened, and a second run ends right.

Each line that the program types has a device of its own that is struck there. LINEWARDEN_STEPS=all
strikes every line in every way; without it the ways take turns, two at each line. The table
procedure × family × fault goes to standard output.
"""

import collections
import concurrent.futures
import contextlib
import dataclasses
import os
import re
import sys
import unittest

import lab
import secrets_seen
from linewarden import Linewarden
from step_jobs import JOBS, NEW_PASSWORD, NEW_USER, STRIKES, Job

RUN_SECONDS = 200.0
MOST_LINES = 60  # more than any run types
STRUCK = re.compile(r"^(\S+): struck at line (\d+) ", re.MULTILINE)
PACE = ("--at-once", "100", "--command-timeout", "15")


def strikes_at(line: int) -> tuple[str, ...]:
    if os.environ.get("LINEWARDEN_STEPS") == "all":
        return STRIKES
    return STRIKES[line % len(STRIKES)], STRIKES[(line + len(STRIKES) // 2) % len(STRIKES)]


class Struck:
    """One job, on as many devices as there are strikes."""

    def __init__(self, held: contextlib.ExitStack, job: Job) -> None:
        self.job = job
        self.linewarden = Linewarden()
        held.callback(self.linewarden.close)
        fleets = [job.fleet(place, MOST_LINES) for place in range(len(STRIKES))]
        self.lab = held.enter_context(lab.Lab([], seconds=60.0, fleets=fleets))
        for line in range(1, MOST_LINES + 1):
            for strike in strikes_at(line):
                self.add(f"{strike}-{line}")

    def add(self, name: str) -> None:
        transports = self.lab.devices[name]["transports"]
        at = transports[self.job.transport]
        ports = [
            word for transport, one in transports.items()
            for word in (f"--{transport}-port", str(one["port"]))
        ]  # fmt: skip
        self.linewarden.add(
            name, self.job.devices.platform, at["port"], self.job.transport, address=at["address"],
            username=self.job.username, password=self.job.password, enable=lab.ENABLE_PASSWORD,
            more=("--any-transport", *ports),
        )  # fmt: skip

    def prepare(self, *names: str) -> dict[str, dict]:
        ran = self.linewarden.run(
            "--json", "prepare", *names, "--for", self.job.procedure, "--yes", *PACE, *self.job.words,
            seconds=RUN_SECONDS, NEW_PASSWORD=NEW_PASSWORD,
        )  # fmt: skip
        return {one["device"]: one for one in ran.json()}

    def fired(self) -> dict[str, int]:
        """The devices that were struck so far, and at which of their lines."""
        return {name: int(line) for name, line in STRUCK.findall(self.lab.said())}

    def lost(self, names: list[str]) -> dict[str, str]:
        """Why a device can't be logged in to, neither as before nor as the procedure leaves it."""
        lost = dict.fromkeys(names, "")
        for words in ((), ("--username", NEW_USER, "--password-env", "NEW_PASSWORD")):
            if not lost:
                break
            names = list(lost)
            ran = self.linewarden.run("--json", "test", *names, *PACE, *words,
                                      seconds=RUN_SECONDS, NEW_PASSWORD=NEW_PASSWORD)  # fmt: skip
            lost = {one["device"]: one["error"]["message"] for one in ran.json() if not one["ok"]}
        return lost


@dataclasses.dataclass(frozen=True)
class Came:
    """What came of one job: by device, of those that were struck."""

    fired: dict[str, int]
    first: dict[str, dict]  # of the others, too
    lost: dict[str, str]
    second: dict[str, dict]
    third: dict[str, dict]


def carry_out(job: Job) -> Came:
    with contextlib.ExitStack() as held:
        struck = Struck(held, job)
        first = struck.prepare("all")
        fired = struck.fired()
        lost = struck.lost(list(fired))
        return Came(fired, first, lost, struck.prepare(*fired), struck.prepare(*fired))


class EveryStep(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls) -> None:
        secrets_seen.watch(NEW_PASSWORD)
        # All at once: most of the time is spent waiting for devices that say nothing any more.
        cls.pool = cls.enterClassContext(concurrent.futures.ThreadPoolExecutor(len(JOBS)))
        cls.work = {job.name: cls.pool.submit(carry_out, job) for job in JOBS}
        print("\nfinished at once + by a second run, of as many as were struck:", file=sys.__stdout__)

    def judge(self, job: Job) -> None:
        came = self.work[job.name].result()
        self.tell(job, came)
        last = max(came.fired.values())
        self.assertLess(last, MOST_LINES, "a run types more lines than were struck")
        for line in range(1, last + 1):
            self.assertIn(line, came.fired.values(), "no device was struck at this line")
        for name, one in came.first.items():
            if not one["proved"]:
                self.assertIn(name, came.fired, f"{name} failed without being struck: {one}")
                self.assertRegex(one["error"]["message"], r"\S")
        self.assertEqual({}, came.lost, "no way in is left")
        failed = {name: one["error"] for name, one in came.second.items() if not one["proved"]}
        self.assertEqual({}, failed, "the second run does not end right")
        busy = {name: one for name, one in came.third.items() if one["applied"] or not one["proved"]}
        self.assertEqual({}, busy, "a run with nothing to do does something")

    def tell(self, job: Job, came: Came) -> None:
        cells = collections.Counter(
            (name.rpartition("-")[0], came.first[name]["proved"]) for name in came.fired
        )
        row = "  ".join(f"{strike} {cells[strike, True]}+{cells[strike, False]}" for strike in STRIKES)
        print(f"{job.name:45} {max(came.fired.values()):3} lines: {row}", file=sys.__stdout__, flush=True)


def add(number: int, job: Job) -> None:
    def test(self: EveryStep) -> None:
        self.judge(job)

    name = re.sub(r"\W+", "_", job.name)
    test.__doc__ = job.name
    setattr(EveryStep, f"test_{number:02}_{name}", test)


for place, one_job in enumerate(JOBS):
    add(place, one_job)

if __name__ == "__main__":
    unittest.main()
