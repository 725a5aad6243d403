"""One dead device in ten: a job over a hundred devices takes no more than one connect timeout longer,
has an outcome for each, and says which are dead. (bench/ measures the same over a thousand.)
"""

import contextlib
import unittest

import hostile
import lab
from linewarden import DONE, UNREACHABLE, Linewarden, Ran

LIVING = 90
DEAD = 10
CONNECT_SECONDS = 4
# As many at once as are dead: when all dead ones are met together nobody else is served meanwhile.
OPTIONS = ("--at-once", str(DEAD), "--connect-timeout", str(CONNECT_SECONDS), "-c", "show clock")
# What a busy machine may need on top.
MARGIN_SECONDS = 2.5


class DeadDevices(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        held = cls.enterClassContext(contextlib.ExitStack())
        fleet = lab.Fleet("living-{n}", LIVING, "127.1.0.1")
        running = held.enter_context(lab.Lab([], fleets=[fleet]))
        silent = held.enter_context(hostile.silent_port())
        cls.linewarden = Linewarden()
        held.callback(cls.linewarden.close)
        cls.names = []
        for number in range(1, LIVING + 1):
            cls.add(f"living-{number}", running)
            if number % (LIVING // DEAD) == 0:
                name = f"dead-{number}"
                cls.linewarden.add(name, "cisco_ios", silent, "telnet", password=lab.VTY_PASSWORD)
                cls.names.append(name)

    @classmethod
    def add(cls, name: str, running: lab.Lab) -> None:
        at = running.devices[name]["transports"]["telnet"]
        cls.linewarden.add(
            name, "cisco_ios", at["port"], "telnet", address=at["address"],
            password=lab.VTY_PASSWORD, enable=lab.ENABLE_PASSWORD,
        )  # fmt: skip
        cls.names.append(name)

    def run_on(self, names: list[str], status: int) -> Ran:
        ran = self.linewarden.run("--json", "run", *names, *OPTIONS)
        self.assertEqual(status, ran.status, ran.told())
        return ran

    def test_they_cost_one_connect_timeout_and_nobody_elses_outcome(self) -> None:
        living = [name for name in self.names if name.startswith("living")]
        without = self.run_on(living, DONE)
        together = self.run_on(self.names, UNREACHABLE)
        answers = together.json()
        self.assertEqual(self.names, [one["device"] for one in answers])
        for one in answers:
            if one["device"].startswith("dead"):
                self.assertEqual("silent", one["error"]["diagnosis"], one)
            else:
                self.assertIsNone(one["error"], one)
                self.assertIn("UTC", one["outputs"][0]["text"])
        self.assertLess(together.seconds, without.seconds + CONNECT_SECONDS + MARGIN_SECONDS)


if __name__ == "__main__":
    unittest.main()
