"""IPS sensors against the lab's: every version over every transport, from factory-new to moved away."""

import base64
import http.client
import re
import socket
import ssl
import sys
import time
import unittest
from typing import Any

import children
import lab
import secrets_seen
from forwarder import AtLine, Forwarder
from linewarden import DONE, NO, UNREACHABLE, USAGE, Linewarden, Ran

VERSIONS = ("5.x", "6.x", "7.x")
TRANSPORTS = ("https", "http", "ssh", "telnet")
EVERY_TRANSPORT = (*TRANSPORTS, "console")
FACTORY_PASSWORD = "cisco"  # public, and part of many words: not watched for
NEW_PASSWORD = "sensor-chosen-4471"
OWN_ADDRESS = "127.0.0.1"  # the sensor's own, so that its moves move us
EVENTS = 8
MOST_LINES = 60  # of one preparation, with its login
CONFIGURING_LINE = 13  # of one over Telnet: "host-name"

SENSOR = f"""\
username {lab.USERNAME} privilege administrator password {lab.PASSWORD}
username watcher privilege viewer password {lab.PASSWORD}
username worker privilege operator password {lab.PASSWORD}
service host
network-settings
host-ip {{host_ip}}
host-name {{{{name}}}}
telnet-option enabled
access-list 127.0.0.0/8
exit
exit
service web-server
enable-tls {{tls}}
port {{port}}
exit
"""

TRANSLATED = "10.1.9.20/24,10.1.9.1"  # its own address is none that we could reach
DIRECT = f"{OWN_ADDRESS}/8,127.0.0.254"


def sensor(
    name: str = "ips-1", version: str = "7.x", *faults: str, tls: bool = True, host_ip: str = TRANSLATED, port: int = 443,
    **settings: Any,
) -> lab.Described:  # fmt: skip
    config = SENSOR.format(host_ip=host_ip, tls=str(tls).lower(), port=port)
    return lab.Described(
        name, platform="cisco_ips", config=config, os_version=version, faults=list(faults), rsa_modulus=2048,
        transports=EVERY_TRANSPORT, settings={"events": EVENTS} | settings,
    )  # fmt: skip


def factory_new(version: str, name: str = "ips-1") -> lab.Described:
    # Without a configuration a sensor comes out of its box.
    return lab.Described(
        name, platform="cisco_ips", config="", os_version=version, rsa_modulus=2048, transports=EVERY_TRANSPORT,
    )  # fmt: skip


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


class Sensors(unittest.TestCase):
    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)
        secrets_seen.watch(NEW_PASSWORD)

    def bring_up(self, *described: lab.Described) -> lab.Lab:
        return self.enterContext(lab.Lab(list(described)))

    def add(
        self, running: lab.Lab, transport: str = "https", *, name: str = "ips-1", username: str = lab.USERNAME,
        password: str = lab.PASSWORD, address: str = OWN_ADDRESS,
    ) -> None:  # fmt: skip
        self.linewarden.add(
            name, "cisco_ips", running.port(name, transport), transport,
            username=username, password="" if password == FACTORY_PASSWORD else password,
            address=address, more=("--any-transport",),
        )  # fmt: skip
        ports = [
            word for way in TRANSPORTS if way != transport
            for word in (f"--{way}-port", str(running.port(name, way)))
        ]  # fmt: skip
        words = ["device", "set", name, *ports]
        if password == FACTORY_PASSWORD:
            words += ["--password-env", "FACTORY"]
        ran = self.linewarden.run(*words, FACTORY=FACTORY_PASSWORD)
        self.assertEqual(DONE, ran.status, ran.told())

    def device(self, name: str = "ips-1") -> dict[str, Any]:
        (found,) = [one for one in self.linewarden.json("device", "list") if one["name"] == name]
        return found

    def prepare(self, *words: str, name: str = "ips-1", **settings: str) -> Ran:
        values = {"sensor_name": "ips-new", "address": "10.1.9.20", "default_route": "10.1.9.1"} | settings
        sets = [word for key, value in values.items() for word in ("--set", f"{key}={value}")]
        return self.linewarden.run(
            "--json", "prepare", name, "--for", "ips-setup", "--yes", *sets, *words,
            "--connect-timeout", "8", NEW_PASSWORD=NEW_PASSWORD,
        )  # fmt: skip

    def prepared(self, *words: str, **settings: str) -> dict[str, Any]:
        ran = self.prepare(*words, **settings)
        self.assertEqual(DONE, ran.status, ran.told())
        answer = ran.json()
        self.assertTrue(answer["proved"], ran.told())
        return answer

    def refused(self, ran: Ran, status: int) -> dict[str, Any]:
        self.assertEqual(status, ran.status, ran.told())
        document = ran.json()
        error = document[0]["error"] if isinstance(document, list) else document["error"]
        self.assertIsNotNone(error, ran.told())
        return error

    def run_command(self, command: str, *words: str, name: str = "ips-1") -> dict[str, Any]:
        (answer,) = self.linewarden.json("run", name, "-c", command, *words)
        return answer["outputs"][0]

    def config(self, *words: str) -> str:
        return self.run_command("show configuration", *words)["text"]


class EveryVersionOverEveryTransport(Sensors):
    def test_is_tested_read_prepared_and_found_prepared_again(self) -> None:
        rows = []
        for version in VERSIONS:
            cells = []
            for transport in TRANSPORTS:
                with self.subTest(version=version, transport=transport):
                    started = time.monotonic()
                    self.work_on(version, transport)
                    cells.append(f"{time.monotonic() - started:.1f} s")
            rows.append(f"| {version} | " + " | ".join(cells) + " |")
        head = ["", "| sensor | " + " | ".join(TRANSPORTS) + " |", "|---|" + "--:|" * len(TRANSPORTS)]
        print("\n".join(head + rows), file=sys.__stdout__, flush=True)

    def work_on(self, version: str, transport: str) -> None:
        self.setUp()
        tls = transport != "http"
        running = self.bring_up(sensor("ips-1", version, tls=tls))
        self.add(running, transport)
        (reached,) = self.linewarden.json("test", "ips-1")
        self.assertEqual((transport, True), (reached["transport"], reached["ok"]))
        self.assertTrue(reached["version"].startswith(version[0]), reached)
        version_text = self.run_command("show version")["text"]
        self.assertIn("Cisco Intrusion Prevention System, Version " + version[0], version_text)
        self.assertIn("No license present", version_text)
        self.assertIn("host-ip " + TRANSLATED, self.config())
        self.assertNotIn("Generating", self.config())
        web = "https" if tls else "http"
        settings = {"tls": str(tls).lower(), "manager": "192.0.2.5"}
        done = self.prepared(**settings)
        self.assertEqual((transport, web), (done["transport_before"], done["transport_after"]))
        for line in ("host-name ips-new", "access-list 192.0.2.5/32"):
            self.assertIn(line, done["applied"])
            self.assertIn(line, self.config("--over", transport))
        again = self.prepared("--over", transport, **settings)
        self.assertEqual(([], False), (again["applied"], again["changed"]))
        for way in ("ssh", web):
            (reached,) = self.linewarden.json("test", "ips-1", "--over", way)
            self.assertTrue(reached["ok"], reached)


class WhoMayWhat(Sensors):
    def test_telnet_is_spoken_only_where_the_sensor_has_it_on(self) -> None:
        described = sensor()
        described.config = described.config.replace("telnet-option enabled\n", "")
        running = self.bring_up(described)
        self.add(running)
        error = self.refused(self.linewarden.run("--json", "test", "ips-1", "--over", "telnet"), UNREACHABLE)
        self.assertEqual(("ConnectionLost", "closed_at_once"), (error["code"], error["diagnosis"]))

    def test_a_refused_login_is_tried_once_and_named(self) -> None:
        running = self.bring_up(sensor())
        self.add(running, password="sensor-wrong-password-9")
        for transport in TRANSPORTS:
            if transport == "http":
                continue
            with self.subTest(transport=transport):
                error = self.refused(self.linewarden.run("--json", "test", "ips-1", "--over", transport), UNREACHABLE)
                self.assertEqual(("LoginRefused", "wrong_login"), (error["code"], error["diagnosis"]))

    def test_viewers_and_operators_read_and_are_told_that_they_may_not_configure(self) -> None:
        running = self.bring_up(sensor())
        for user in ("watcher", "worker"):
            for transport in ("https", "ssh", "telnet"):
                for by in ("commands", "dialogue"):
                    if transport == "https" and by == "dialogue":
                        continue
                    with self.subTest(user=user, transport=transport, by=by):
                        self.setUp()
                        self.add(running, transport, username=user)
                        before = self.config()
                        error = self.refused(self.prepare(by=by), UNREACHABLE)
                        self.assertEqual(
                            ("LoginRefused", "too_little_privilege"), (error["code"], error["diagnosis"])
                        )
                        self.assertIn("viewer" if user == "watcher" else "operator", error["message"])
                        self.assertIn("administrator", error["message"] + error["hint"])
                        self.assertEqual(before, self.config())


class WhatTheSensorRefuses(Sensors):
    def test_an_unacceptable_value_is_named_and_nothing_of_its_service_is_in_force(self) -> None:
        for transport in ("https", "ssh"):
            with self.subTest(transport=transport):
                self.setUp()
                running = self.bring_up(sensor())
                self.add(running, transport)
                before = self.config()
                # The default route is outside of the sensor's network.
                error = self.refused(self.prepare(default_route="192.0.2.1"), NO)
                self.assertEqual("CommandRejected", error["code"])
                self.assertIn("10.1.9.20/24,192.0.2.1 is not a valid value", error["message"])
                self.assertNotEqual("", error["hint"])
                self.assertEqual(before.splitlines()[3:], self.config().splitlines()[3:])
                self.assertEqual("https" if transport == "https" else "ssh", self.device()["transport"])

    def test_the_dialogue_leaves_the_sensor_as_it_was_at_a_value_that_it_does_not_take(self) -> None:
        running = self.bring_up(sensor())
        self.add(running, "ssh")
        before = self.config()
        error = self.refused(self.prepare(by="dialogue", default_route="192.0.2.1"), NO)
        self.assertIn('does not take the answer to "sensor-interface"', error["message"])
        self.assertIn("nothing was changed", error["message"])
        self.assertEqual(before, self.config())

    def test_errors_cut_documents_and_busy_servers_are_told_apart(self) -> None:
        for fault, code, words in (
            ("xml-error", "CommandRejected", "errNotFound"),
            ("cut-xml", "ConnectionLost", "the document is cut off after"),
            ("cut-body:40", "ConnectionLost", "announced"),
            ("redirect", "Unsupported", "sends elsewhere"),
        ):
            with self.subTest(fault=fault):
                self.setUp()
                running = self.bring_up(sensor("ips-1", "7.x", fault, faults_over=["https"]))
                self.add(running)
                error = self.refused(self.linewarden.run("--json", "test", "ips-1"), NO if code == "CommandRejected" else UNREACHABLE)
                self.assertEqual(code, error["code"])
                self.assertIn(words, error["message"])
                self.assertNotEqual("", error["hint"])
                (reached,) = self.linewarden.json("test", "ips-1", "--over", "ssh")
                self.assertTrue(reached["ok"], reached)

    def test_an_event_server_whose_subscriptions_are_all_in_use_says_so(self) -> None:
        running = self.bring_up(sensor())
        self.add(running)
        for _ in range(5):
            self.subscribe(running.port("ips-1", "https"))
        ran = self.linewarden.run("--json", "run", "ips-1", "-c", "show events")
        self.assertEqual(NO, ran.status, ran.told())
        self.assertIn("all subscriptions are in use", ran.json()[0]["outputs"][0]["message"])

    @staticmethod
    def subscribe(port: int) -> None:
        unchecked = ssl.create_default_context()
        unchecked.check_hostname = False
        unchecked.verify_mode = ssl.CERT_NONE
        with_login = {"Authorization": "Basic " + base64.b64encode(f"{lab.USERNAME}:{lab.PASSWORD}".encode()).decode()}
        client = http.client.HTTPSConnection("127.0.0.1", port, context=unchecked, timeout=10)
        client.request("GET", "/cgi-bin/sdee-server?action=open&events=evIdsAlert&force=yes", headers=with_login)
        assert client.getresponse().status == 200
        client.close()

    def test_a_changed_certificate_is_refused_with_both_fingerprints(self) -> None:
        running = self.bring_up(sensor())
        self.add(running)
        other = "SHA256:" + ":".join(["AA"] * 32)
        pins = self.linewarden.data / "host_keys"
        pins.write_text(f"127.0.0.1:{running.port('ips-1', 'https')} x509 {other} 2026-01-01T00:00:00Z\n")
        error = self.refused(self.linewarden.run("--json", "test", "ips-1"), UNREACHABLE)
        self.assertEqual(("HostKeyChanged", "identity_changed"), (error["code"], error["diagnosis"]))
        self.assertIn(other, error["message"])


class Events(Sensors):
    def test_are_filtered_by_kind_severity_and_age(self) -> None:
        running = self.bring_up(sensor())
        self.add(running)
        for command, kinds, count in (
            ("show events alert", {"evIdsAlert"}, EVENTS),
            ("show events alert high medium", {"evIdsAlert"}, EVENTS // 2),
            ("show events alert low past 00:30:00", {"evIdsAlert"}, EVENTS // 4),
            ("show events alert past 00:02:30", {"evIdsAlert"}, 2),
        ):
            with self.subTest(command=command):
                lines = self.run_command(command)["text"].splitlines()
                self.assertEqual(count, len(lines), lines)
                self.assertEqual(kinds, {re.split(r"  +", line)[2] for line in lines})
        self.prepared()
        self.assertIn("changed the configuration of host", self.run_command("show events status")["text"])
        self.assertGreater(len(self.run_command("show events")["text"].splitlines()), EVENTS)
        error = self.refused(self.linewarden.run("--json", "run", "ips-1", "-c", "show events nonsense"), USAGE)
        self.assertIn("nonsense", error["message"])
        # Nothing is left open.
        self.assertIn("Open Subscriptions = 0", self.run_command("show statistics sdee-server", "--over", "ssh")["text"])


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


class WithFaults(Sensors):
    def test_a_cut_connection_leaves_the_sensor_reachable_and_a_second_run_ends_right(self) -> None:
        rows = []
        for transport in ("ssh", "https"):
            for fault in ("drop-after:900", "drop-after:2600", "drop-after:5200", "slow-bytes", "cut-xml", "stall-after:2600"):
                if fault == "cut-xml" and transport == "ssh":
                    continue
                with self.subTest(transport=transport, fault=fault):
                    rows.append(f"| {transport} | {fault} | {self.survive(transport, fault)} |")
        print("\n".join(["", "| over | fault | first run |", "|---|---|---|", *rows]), file=sys.__stdout__, flush=True)

    def test_a_cut_or_a_restart_at_any_line_is_made_good_by_a_second_run(self) -> None:
        rows = []
        for by in ("commands", "dialogue"):
            for what in ("cut", "restart"):
                ends = []
                for line in range(1, MOST_LINES, 1 if what == "cut" else 3):
                    with self.subTest(by=by, what=what, line=line):
                        ended = self.interrupt(by, what, line)
                        ends.append(ended)
                        if ended == "not reached":
                            break
                else:
                    self.fail("the work has more lines than were cut")
                self.assertIn("ConnectionLost", ends)
                rows.append(f"| {by} | {what} | " + ", ".join(f"{ends.count(one)} {one}" for one in dict.fromkeys(ends)) + " |")
        print("\n".join(["", "| by | at each line | first run |", "|---|---|---|", *rows]), file=sys.__stdout__, flush=True)

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
            self.assertEqual(DONE, second.status, first.told() + second.told())
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


class Licences(Sensors):
    def test_show_which_licence_there_is_over_every_transport(self) -> None:
        files = {"licence_files": {"good.lic": "2031-08-01", "old.lic": "2010-09-30"}}
        running = self.bring_up(sensor("ips-1", "7.x", **files))
        self.add(running, "ssh")
        for file, line in (("good.lic", "Licensed, expires:      01-Aug-2031 UTC"), ("old.lic", "License expired:        30-Sep-2010 UTC")):
            ran = self.linewarden.run("--json", "run", "ips-1", "-c", f"copy http://192.0.2.5/{file} license-key")
            self.assertEqual(DONE, ran.status, ran.told())
            for transport in ("ssh", "telnet", "https"):
                with self.subTest(file=file, transport=transport):
                    shown = self.run_command("show version", "--over", transport)["text"]
                    self.assertEqual(line.split(), next(one for one in shown.splitlines() if "expire" in one).split())


if __name__ == "__main__":
    unittest.main()
