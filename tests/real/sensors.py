"""What tests of IPS sensors share: sensors as the lab's file describes them, and the program's commands on one."""

import unittest
from typing import Any

import lab
import secrets_seen
from linewarden import DONE, Linewarden, Ran

VERSIONS = ("5.x", "6.x", "7.x")
TRANSPORTS = ("https", "http", "ssh", "telnet")
EVERY_TRANSPORT = (*TRANSPORTS, "console")
FACTORY_PASSWORD = "cisco"  # public, and part of many words: not watched for
NEW_PASSWORD = "sensor-chosen-4471"
OWN_ADDRESS = "127.0.0.1"  # the sensor's own, so that its moves move us
EVENTS = 8

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
