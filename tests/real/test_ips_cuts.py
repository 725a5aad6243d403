"""Preparing IPS sensors over connections that break: behind line after line, and with the faults of the lab."""

import socket
import sys
import unittest

import children
import lab
from forwarder import AtLine, Forwarder
from linewarden import DONE
from sensors import OWN_ADDRESS, Sensors, sensor

MOST_LINES = 60  # of one preparation, with its login


def restart(console: int) -> None:
    """As somebody at the sensor's console would."""
    with socket.create_connection((OWN_ADDRESS, console), 10) as line:
        line.settimeout(10)
        for typed, expected in (
            ("", b"login: "), (lab.USERNAME, b"Password: "), (lab.PASSWORD, b"# "), ("reset", b"[]: "), ("yes", b"Succeeded"),
        ):  # fmt: skip
            line.sendall(typed.encode() + b"\r")
            heard = b""
            while expected not in heard:
                piece = line.recv(4096)
                assert piece, heard
                heard += piece


class WithFaults(Sensors):
    def test_a_cut_connection_leaves_the_sensor_reachable_and_a_second_run_ends_right(self) -> None:
        rows = []
        for transport in ("ssh", "https"):
            last = "cut-xml" if transport == "https" else "stall-after:2600"
            for fault in ("drop-after:900", "drop-after:2600", "slow-bytes", last):
                with self.subTest(transport=transport, fault=fault):
                    rows.append(f"| {transport} | {fault} | {self.survive(transport, fault)} |")
        print("\n".join(["", "| over | fault | first run |", "|---|---|---|", *rows]), file=sys.__stdout__, flush=True)

    def test_a_cut_or_a_restart_anywhere_is_made_good_by_a_second_run(self) -> None:
        rows = []
        for by, what, every in (
            ("commands", "cut", 2), ("commands", "restart", 5), ("dialogue", "cut", 2), ("dialogue", "restart", 5),
        ):  # fmt: skip
            with self.subTest(by=by, what=what):
                ends = []
                for line in range(1, MOST_LINES, every):
                    ended = self.interrupt(by, what, line)
                    ends.append(ended)
                    if ended == "not reached":
                        break
                else:
                    self.fail("the work has more lines than were cut")
                self.assertIn("ConnectionLost", ends)
                rows.append(f"| {by} | {what} | " + ", ".join(f"{ends.count(one)} {one}" for one in dict.fromkeys(ends)) + " |")
        print("\n".join(["", "| by | what, line by line | first run |", "|---|---|---|", *rows]), file=sys.__stdout__, flush=True)

    def interrupt(self, by: str, what: str, line: int) -> str:
        self.setUp()
        with lab.Lab([sensor("ips-1", "5.x")]) as running:
            self.add(running, "telnet")
            console = running.port("ips-1", "console")
            at = AtLine(line, (lambda: restart(console)) if what == "restart" else (lambda: None))
            way = children.free_port()
            with Forwarder((OWN_ADDRESS, way), (OWN_ADDRESS, running.port("ips-1", "telnet")), at):
                self.linewarden.json("device", "set", "ips-1", "--telnet-port", str(way))
                first = self.prepare("--command-timeout", "5", by=by, port="8443")
            ended = "proved" if first.status == DONE else first.json()["error"]["code"]
            if not at.happened:
                self.assertEqual(DONE, first.status, first.told())
                return "not reached"
            second = self.linewarden.run(
                "--json", "prepare", "ips-1", "--for", "ips-setup", "--yes", "--over", "https", "--set", "sensor_name=ips-new",
                "--set", "address=10.1.9.20", "--set", "default_route=10.1.9.1", "--set", "port=8443",
            )  # fmt: skip
            self.assertEqual(DONE, second.status, f"{what} at line {line}{first.told()}{second.told()}")
            config = self.config("--over", "https")
            for wanted in ("host-name ips-new", "port 8443"):
                self.assertIn(wanted, config)
            return ended

    def survive(self, transport: str, fault: str) -> str:
        self.setUp()
        running = self.bring_up(sensor("ips-1", "7.x", fault, faults_over=[transport]))
        self.add(running, transport)
        words = ("--command-timeout", "4")
        first = self.prepare(*words)
        told = "proved" if first.status == DONE else first.json()["error"]["code"]
        if first.status != DONE:
            error = first.json()["error"]
            self.assertNotEqual("", error["message"])
        other = "https" if transport == "ssh" else "ssh"
        (reached,) = self.linewarden.json("test", "ips-1", "--over", other)
        self.assertTrue(reached["ok"], reached)
        second = self.linewarden.run(
            "--json", "prepare", "ips-1", "--for", "ips-setup", "--yes", "--over", other, "--set", "sensor_name=ips-new",
            "--set", "address=10.1.9.20", "--set", "default_route=10.1.9.1",
        )  # fmt: skip
        if other == "https" or fault in ("slow-bytes",):
            self.assertEqual(DONE, second.status, second.told())
        self.assertIn("host-name ips-new", self.config("--over", other))
        return told


if __name__ == "__main__":
    unittest.main()
