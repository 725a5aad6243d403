"""Every procedure, struck at every step in turn: whatever happens in the middle of a preparation, the
device can still be logged in to afterwards, the error tells what happened, and a second run ends right.

Each line that the program types has a device of its own that is struck there. LINEWARDEN_STEPS=all
strikes every line in every way; without it the ways take turns, two at each line. The table
procedure × family × fault goes to standard output.
"""

import collections
import os
import re
import sys
import unittest

import lab
import secrets_seen
from linewarden import DONE, Linewarden, Ran
from step_jobs import JOBS, NEW_PASSWORD, NEW_USER, STRIKES, Job

RUN_SECONDS = 200.0
STRUCK = re.compile(r"^(\S+): struck at line (\d+) ", re.MULTILINE)
PACE = ("--at-once", "25", "--command-timeout", "15")


def strikes_at(line: int) -> tuple[str, ...]:
    if os.environ.get("LINEWARDEN_STEPS") == "all":
        return STRIKES
    return STRIKES[line % len(STRIKES)], STRIKES[(line + len(STRIKES) // 2) % len(STRIKES)]


class Struck:
    """One job, on as many devices as there are strikes."""

    def __init__(self, test: unittest.TestCase, job: Job) -> None:
        self.test, self.job = test, job
        self.linewarden = Linewarden()
        test.addCleanup(self.linewarden.close)
        secrets_seen.watch(NEW_PASSWORD)
        described = [
            job.described(strike, line)
            for line in range(1, job.lines + 1) for strike in strikes_at(line)
        ]  # fmt: skip
        self.lab = test.enterContext(lab.Lab(described, seconds=60.0))
        for one in described:
            self.linewarden.add(
                one.name, one.platform, self.lab.port(one.name, job.transport), job.transport,
                username=job.username, password=job.password, enable=lab.ENABLE_PASSWORD,
                more=("--any-transport", *self.ports(one)),
            )  # fmt: skip

    def ports(self, device: lab.Described) -> list[str]:
        return [
            word for transport in device.transports
            for word in (f"--{transport}-port", str(self.lab.port(device.name, transport)))
        ]  # fmt: skip

    def prepare(self, *names: str) -> tuple[Ran, dict[str, dict]]:
        ran = self.linewarden.run(
            "--json", "prepare", *names, "--for", self.job.procedure, "--yes", *PACE, *self.job.words,
            seconds=RUN_SECONDS, NEW_PASSWORD=NEW_PASSWORD,
        )  # fmt: skip
        return ran, {one["device"]: one for one in ran.json()}

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


class EveryStep(unittest.TestCase):
    maxDiff = None

    def judge(self, job: Job) -> None:
        struck = Struck(self, job)
        _, first = struck.prepare("all")
        fired = struck.fired()
        self.tell(job, first, fired)
        self.assertLess(max(fired.values()), job.lines, "a run types more lines than were struck")
        for line in range(1, max(fired.values()) + 1):
            self.assertIn(line, fired.values(), "no device was struck at this line")
        for name, one in first.items():
            if not one["proved"]:
                self.assertIn(name, fired, f"{name} failed without being struck: {one}")
                self.assertRegex(one["error"]["message"], r"\S")
        self.assertEqual({}, struck.lost(list(fired)), "no way in is left")
        again, second = struck.prepare(*fired)
        failed = {name: one["error"] for name, one in second.items() if not one["proved"]}
        self.assertEqual({}, failed, "the second run does not end right")
        self.assertEqual(DONE, again.status, again.told())
        _, third = struck.prepare(*fired)
        busy = {name: one for name, one in third.items() if one["applied"] or not one["proved"]}
        self.assertEqual({}, busy, "a run with nothing to do does something")

    def tell(self, job: Job, first: dict[str, dict], fired: dict[str, int]) -> None:
        cells = collections.Counter()
        for name in fired:
            strike = name.rpartition("-")[0]
            cells[strike, first[name]["proved"]] += 1
        row = "  ".join(
            f"{strike} {cells[strike, True]}+{cells[strike, False]}" for strike in STRIKES
        )  # fmt: skip
        print(f"{job.name:40} {max(fired.values()):3} lines  {row}", file=sys.__stdout__, flush=True)


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
