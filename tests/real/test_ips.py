"""IPS sensors against the lab's: every version over every transport, who may what, and what a sensor refuses."""

import base64
import http.client
import re
import ssl
import sys
import time
import unittest

import lab
from linewarden import DONE, NO, UNREACHABLE, USAGE
from sensors import EVENTS, TRANSLATED, TRANSPORTS, VERSIONS, Sensors, sensor


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
                status = NO if code == "CommandRejected" else UNREACHABLE
                error = self.refused(self.linewarden.run("--json", "test", "ips-1"), status)
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


class Licences(Sensors):
    def test_show_which_licence_there_is_over_every_transport(self) -> None:
        files = {"licence_files": {"good.lic": "2031-08-01", "old.lic": "2010-09-30"}}
        running = self.bring_up(sensor("ips-1", "7.x", **files))
        self.add(running, "ssh")
        for file, line in (
            ("good.lic", "Licensed, expires:      01-Aug-2031 UTC"),
            ("old.lic", "License expired:        30-Sep-2010 UTC"),
        ):
            ran = self.linewarden.run("--json", "run", "ips-1", "-c", f"copy http://192.0.2.5/{file} license-key")
            self.assertEqual(DONE, ran.status, ran.told())
            for transport in ("ssh", "telnet", "https"):
                with self.subTest(file=file, transport=transport):
                    shown = self.run_command("show version", "--over", transport)["text"]
                    self.assertEqual(line.split(), next(one for one in shown.splitlines() if "expire" in one).split())


if __name__ == "__main__":
    unittest.main()
