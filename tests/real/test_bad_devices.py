"""Devices that close, stall, speak another protocol or never stop talking: a named error within the
deadline, and the other devices are still served."""

import unittest

import hostile
from linewarden import UNREACHABLE, Linewarden, Ran

# The longest that the product may wait for a device that says nothing (its own deadlines), and a
# little for the process itself.
CONNECT_SECONDS = 3
COMMAND_SECONDS = 5
LONGEST = CONNECT_SECONDS + 2 * COMMAND_SECONDS + 5
DEADLINES = ("--connect-timeout", str(CONNECT_SECONDS), "--command-timeout", str(COMMAND_SECONDS))


class BadDevices(unittest.TestCase):
    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)

    def serve(self, behaviour: hostile.Behaviour, transport: str, name: str = "bad") -> None:
        port = self.enterContext(hostile.server(behaviour))
        self.linewarden.add(
            name, "cisco_ios", port, transport,
            username="admin", password="hostile-test-1", enable="hostile-test-2",
        )  # fmt: skip

    def failure(self, *words: str) -> tuple[dict, Ran]:
        ran = self.linewarden.run("--json", *words, *DEADLINES)
        self.assertEqual(UNREACHABLE, ran.status, ran.told())
        self.assertLess(ran.seconds, LONGEST, ran.told())
        (answer,) = ran.json()
        self.assertTrue(answer["error"]["message"], ran.told())
        return answer["error"], ran

    def test_a_device_that_closes_at_once(self) -> None:
        for transport in ("telnet", "ssh"):
            with self.subTest(transport=transport):
                self.serve(hostile.closes_at_once, transport, f"closes-{transport}")
                error, _ = self.failure("test", f"closes-{transport}")
                self.assertIn(error["code"], ("ConnectionLost", "Unreachable"))

    def test_a_device_that_stalls(self) -> None:
        for transport in ("telnet", "ssh"):
            with self.subTest(transport=transport):
                self.serve(hostile.stalls, transport, f"stalls-{transport}")
                error, _ = self.failure("test", f"stalls-{transport}")
                self.assertIn(error["code"], ("Timeout", "PromptNotSeen"))

    def test_a_device_that_stalls_after_the_password(self) -> None:
        self.serve(hostile.stalls_after_the_password, "telnet")
        error, _ = self.failure("test", "bad")
        self.assertIn(error["code"], ("Timeout", "PromptNotSeen"))

    def test_a_web_server_on_the_port(self) -> None:
        for transport in ("telnet", "ssh"):
            with self.subTest(transport=transport):
                self.serve(hostile.speaks_http, transport, f"http-{transport}")
                error, _ = self.failure("test", f"http-{transport}")
                # SSH's client speaks first, so the server's answer tells; over Telnet it is Return.
                self.assertEqual(("Unsupported", "not_this_protocol"), (error["code"], error["diagnosis"]))
                self.assertIn("web server", error["message"] + error["hint"])

    def test_output_without_end_before_the_login(self) -> None:
        for transport in ("telnet", "ssh"):
            with self.subTest(transport=transport):
                self.serve(hostile.never_ends, transport, f"endless-{transport}")
                self.failure("test", f"endless-{transport}")

    def test_output_without_end_of_a_command(self) -> None:
        self.serve(hostile.never_ends_after_the_login, "telnet")
        self.failure("run", "bad", "--command", "show tech-support")

    def test_bad_devices_do_not_hold_up_each_other(self) -> None:
        behaviours = (
            hostile.stalls,
            hostile.stalls_after_the_password,
            hostile.never_ends,
            hostile.closes_at_once,
            hostile.speaks_http,
        )
        names = [f"bad-{number}" for number in range(len(behaviours))]
        for name, behaviour in zip(names, behaviours, strict=True):
            self.serve(behaviour, "telnet", name)
        ran = self.linewarden.run("--json", "test", *names, *DEADLINES)
        self.assertEqual(UNREACHABLE, ran.status, ran.told())
        self.assertEqual(names, [one["device"] for one in ran.json()])
        self.assertFalse(any(one["ok"] for one in ran.json()))
        self.assertLess(ran.seconds, LONGEST, "all at once, not one after the other" + ran.told())


if __name__ == "__main__":
    unittest.main()
