"""IPS sensors from the factory, and sensors that move: another address, port or TLS, proved where they then are."""

import unittest
from typing import Any

import children
import lab
from forwarder import AtLine, Forwarder
from linewarden import DONE, NO, UNREACHABLE
from sensors import (
    DIRECT, EVERY_TRANSPORT, FACTORY_PASSWORD, NEW_PASSWORD, OWN_ADDRESS, VERSIONS, Sensors, factory_new, sensor,
)  # fmt: skip

CONFIGURING_LINE = 13  # of a preparation over Telnet: "host-name"


class FactoryNew(Sensors):
    def test_a_sensor_gets_its_password_and_its_settings_in_one_go(self) -> None:
        for version in VERSIONS:
            for transport in ("ssh", "console"):
                for by in ("dialogue", "commands"):
                    with self.subTest(version=version, transport=transport, by=by):
                        self.from_factory(version, transport, by)

    def from_factory(self, version: str, transport: str, by: str) -> None:
        self.setUp()
        running = self.bring_up(factory_new(version))
        self.add(running, transport, username="cisco", password=FACTORY_PASSWORD)
        answers = {"by": by, "manager": "192.0.2.5", "address": "10.1.9.77"}
        chosen = ("--set-env", "new_password=NEW_PASSWORD")
        dry = self.linewarden.run(
            "--json", "prepare", "ips-1", "--for", "ips-setup", "--dry-run", *chosen, "--set", "sensor_name=ips-new",
            "--set", "address=10.1.9.77", "--set", "default_route=10.1.9.1", "--set", f"by={by}", NEW_PASSWORD=NEW_PASSWORD,
        )  # fmt: skip
        self.assertEqual(NO, dry.status, dry.told())
        self.assertIn("new-password", dry.err)
        done = self.prepared(*chosen, **answers)
        self.assertEqual("https", done["transport_after"])
        self.assertIn("set-up dialogue: the new password that the sensor forces at the first login", done["applied"])
        self.assertEqual(by == "dialogue", "set-up dialogue: System Configuration Dialog" in done["applied"])
        # The inventory has the new password: this login is over the web server.
        config = self.config()
        for line in ("host-name ips-new", "host-ip 10.1.9.77/24,10.1.9.1", "access-list 192.0.2.5/32"):
            self.assertIn(line, config)
        again = self.prepared(*chosen, **answers)
        self.assertEqual([], again["applied"])
        journal = "".join(file.read_text() for file in self.linewarden.data.glob("**/journal.jsonl"))
        self.assertNotIn(NEW_PASSWORD, journal)

    def test_the_dialogue_is_shown_before_anything_is_answered(self) -> None:
        running = self.bring_up(sensor())
        self.add(running, "ssh")
        before = self.config()
        ran = self.linewarden.run(
            "prepare", "ips-1", "--for", "ips-setup", "--dry-run", "--set", "sensor_name=ips-new", "--set", "address=10.1.9.77",
            "--set", "default_route=10.1.9.1", "--set", "by=dialogue", "--set", "port=8443", "--set", "manager=192.0.2.5",
        )  # fmt: skip
        self.assertEqual(NO, ran.status, ran.told())
        for words in ("sensor-name", "ips-new", "10.1.9.77/24,10.1.9.1", "web-port", "8443", "192.0.2.5/32"):
            self.assertIn(words, ran.err)
        self.assertEqual(before, self.config())

    def test_the_inventorys_password_becomes_that_of_a_sensor_that_still_has_the_factorys(self) -> None:
        running = self.bring_up(factory_new("7.x"))
        self.add(running, "ssh", username="cisco", password=NEW_PASSWORD)
        ran = self.prepare(address="10.1.9.77")
        self.assertEqual(DONE, ran.status, ran.told())
        self.assertIn("factory's password", ran.err)
        (reached,) = self.linewarden.json("test", "ips-1", "--over", "https")
        self.assertTrue(reached["ok"], reached)

    def test_a_password_that_the_sensor_does_not_take_is_told_and_can_be_given_again(self) -> None:
        running = self.bring_up(factory_new("6.x"))
        self.add(running, "ssh", username="cisco", password=FACTORY_PASSWORD)
        ran = self.linewarden.run(
            "--json", "prepare", "ips-1", "--for", "ips-setup", "--yes", "--set", "sensor_name=ips-new", "--set",
            "address=10.1.9.77", "--set", "default_route=10.1.9.1", "--set-env", "new_password=SHORT", SHORT="abc",
        )  # fmt: skip
        error = self.refused(ran, NO)
        self.assertIn("too short", error["message"])
        self.prepared("--set-env", "new_password=NEW_PASSWORD", address="10.1.9.77")

    def test_over_the_web_it_says_that_a_password_comes_first(self) -> None:
        running = self.bring_up(factory_new("7.x"))
        self.add(running, "https", username="cisco", password=FACTORY_PASSWORD)
        error = self.refused(self.linewarden.run("--json", "test", "ips-1"), UNREACHABLE)
        self.assertIn("the password has to be changed", error["message"])
        self.assertIn("--set-env new_password=", error["hint"])
        error = self.refused(self.linewarden.run("--json", "test", "ips-1", "--over", "ssh"), UNREACHABLE)
        self.assertIn("the new password that the sensor forces", error["message"])


class Moves(Sensors):
    """The sensor's own address and port are those of the inventory; what it moves to is a forwarder."""

    def sensor_at(self, port: int, version: str = "7.x", name: str = "ips-1", **more: Any) -> lab.Lab:
        at = {way: 0 for way in EVERY_TRANSPORT} | {"https": port}
        return self.bring_up(sensor(name, version, host_ip=DIRECT, port=port, transports=at, **more))

    def test_a_new_port_is_proved_before_the_inventory_has_it(self) -> None:
        for transport, by in (("https", "commands"), ("ssh", "commands"), ("ssh", "dialogue")):
            with self.subTest(transport=transport, by=by):
                self.setUp()
                port, moved = children.free_port(), children.free_port()
                running = self.sensor_at(port)
                self.add(running, transport)
                words = {"address": OWN_ADDRESS, "prefix": "8", "default_route": "127.0.0.254", "port": str(moved), "by": by}
                with Forwarder((OWN_ADDRESS, moved), (OWN_ADDRESS, port)) as there:
                    done = self.prepared(**words)
                    self.assertGreater(there.carried, 0)
                    self.assertEqual("https", done["transport_after"])
                    device = self.device()
                    self.assertEqual(("https", moved), (device["transport"], device["port"]))
                    (reached,) = self.linewarden.json("test", "ips-1")
                    self.assertTrue(reached["ok"], reached)
                    again = self.prepared(**words)
                    self.assertEqual([], again["applied"])

    def test_a_port_where_nobody_answers_is_told_and_the_inventory_stays(self) -> None:
        port, nowhere = children.free_port(), children.free_port()
        running = self.sensor_at(port)
        self.add(running)
        ran = self.prepare(address=OWN_ADDRESS, prefix="8", default_route="127.0.0.254", port=str(nowhere))
        error = self.refused(ran, UNREACHABLE)
        self.assertIn("was told to move, and is not reached where it should be", error["message"])
        self.assertIn(str(nowhere), error["message"])
        self.assertEqual(port, self.device()["port"])

    def test_tls_is_switched_off_and_on_again(self) -> None:
        running = self.bring_up(sensor())
        self.add(running)
        done = self.prepared(tls="false")
        self.assertEqual(("https", "http"), (done["transport_before"], done["transport_after"]))
        self.assertEqual("http", self.device()["transport"])
        self.assertEqual([], self.prepared(tls="false")["applied"])
        done = self.prepared(tls="true")
        self.assertEqual(("http", "https"), (done["transport_before"], done["transport_after"]))
        self.assertEqual([], self.prepared(tls="true")["applied"])

    def test_a_new_address_ends_the_session_and_is_proved_by_another(self) -> None:
        for transport, by in (("https", "commands"), ("ssh", "commands"), ("ssh", "dialogue")):
            for version in VERSIONS:
                with self.subTest(transport=transport, by=by, version=version):
                    self.to_another_address(transport, by, version)

    def to_another_address(self, transport: str, by: str, version: str) -> None:
        self.setUp()
        port = children.free_port()
        running = self.sensor_at(port, version)
        self.add(running, transport)
        (before,) = self.linewarden.json("test", "ips-1", "--over", "https")
        self.assertTrue(before["ok"], before)
        moved = "127.0.7.7"
        words = {"address": moved, "prefix": "8", "default_route": "127.0.0.254", "port": str(port), "by": by}
        ssh = running.port("ips-1", "ssh")
        with Forwarder((moved, port), (OWN_ADDRESS, port)), Forwarder((moved, ssh), (OWN_ADDRESS, ssh)):
            ran = self.prepare(**words)
            self.assertEqual(DONE, ran.status, ran.told())
            self.assertIn("the change ends the session over", ran.err)
            self.assertIn(f"at {moved}:", ran.err)
            device = self.device()
            self.assertEqual((moved, "https"), (device["address"], device["transport"]))
            self.assertEqual([], self.prepared(**words)["applied"])

    def test_a_cut_before_the_change_is_made_leads_back_to_where_the_sensor_was(self) -> None:
        port, way = children.free_port(), children.free_port()
        running = self.sensor_at(port)
        self.add(running, "telnet")
        before = self.config()
        self.linewarden.json("device", "set", "ips-1", "--telnet-port", str(way))
        telnet = (OWN_ADDRESS, running.port("ips-1", "telnet"))
        # The line behind which the cut comes is one of those in front of the question whether to apply.
        with Forwarder((OWN_ADDRESS, way), telnet, AtLine(CONFIGURING_LINE)):
            ran = self.prepare(address="127.0.7.9", prefix="8", default_route="127.0.0.254", port=str(port))
            error = self.refused(ran, NO)
        self.assertIn("does not show what was entered", error["message"])
        self.assertEqual((OWN_ADDRESS, "telnet"), (self.device()["address"], self.device()["transport"]))
        self.assertEqual(before, self.config("--over", "ssh"))

    def test_another_device_at_the_new_address_is_not_taken_for_the_sensor(self) -> None:
        port = children.free_port()
        at = {way: 0 for way in EVERY_TRANSPORT} | {"https": port}
        running = self.bring_up(
            sensor("ips-1", host_ip=DIRECT, port=port, transports=at), sensor("ips-2", host_ip=DIRECT)
        )
        self.add(running)
        moved = "127.0.7.8"
        with Forwarder((moved, port), (OWN_ADDRESS, running.port("ips-2", "https"))):
            ran = self.prepare(address=moved, prefix="8", default_route="127.0.0.254", port=str(port))
            error = self.refused(ran, UNREACHABLE)
            self.assertEqual("HostKeyChanged", error["code"])
            self.assertEqual(OWN_ADDRESS, self.device()["address"])

    def test_a_sensor_of_5_reboots_when_it_is_told_to(self) -> None:
        running = self.bring_up(sensor("ips-1", "5.x"))
        self.add(running, "ssh")
        done = self.prepared(by="dialogue", address="10.1.9.78", reboot="yes")
        self.assertEqual("https", done["transport_after"])
        self.assertIn("Sensor up-time is 0 days", self.run_command("show version", "--over", "ssh")["text"])


if __name__ == "__main__":
    unittest.main()
