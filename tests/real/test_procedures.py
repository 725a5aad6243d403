"""Every procedure of the guide on every family that it is for: carried out, proved on the device, and with
nothing to do the second time. The table goes to standard output.
"""

import dataclasses
import re
import sys
import unittest

import lab
import secrets_seen
import sensors
from linewarden import DONE, Linewarden, Ran
from step_jobs import ARCHIVE, FIREWALL, NEW_PASSWORD, NEW_USER, ROUTER
from test_catalyst import MODULE, WITH_USER

KEY = "0x11111111 0x22222222 0x33333333 0x44444444 0x55555555"
OLD_KEY = "0x11111111 0x22222222 0x33333333 0x44444444"
UPDATE_PASSWORD = "update-account-6612"
EVERY_WAY = ("telnet", "ssh", "https")

PIX = f"""\
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
passwd {lab.PASSWORD}
nameif ethernet1 inside security100
ip address inside 192.0.2.10 255.255.255.0
telnet 127.0.0.0 255.0.0.0 inside
"""
FWSM = MODULE + "telnet 127.0.0.0 255.0.0.0 inside\n"

ACCOUNT = ("--set", f"username={NEW_USER}", "--set-env", "password=NEW_PASSWORD")
MANAGER = ("--set", "manager=127.0.0.0", "--set", "netmask=255.0.0.0")
UPDATES = ("--set", "server=192.0.2.80", "--set", "username=updater", "--set-env", "password=UPDATE_PASSWORD")
CNS = ("--set", "server=192.0.2.81", "--set-env", "cns_password=UPDATE_PASSWORD")
LOCAL = {"username": lab.USERNAME, "password": lab.PASSWORD}
LINE = {"username": "", "password": lab.VTY_PASSWORD}
PASSWD = {"username": "", "password": lab.PASSWORD}


@dataclasses.dataclass(frozen=True)
class Family:
    label: str
    device: lab.Described
    transport: str
    username: str
    password: str


def family(label: str, transport: str, device: lab.Described, *, username: str, password: str) -> Family:
    return Family(label, device, transport, username, password)


def router(**more: object) -> lab.Described:
    return lab.Described("", config=ROUTER, transports=EVERY_WAY, **more)  # type: ignore[arg-type]


def ready(**more: object) -> lab.Described:
    return lab.Described("", config=lab.READY_FOR_SSH, rsa_modulus=2048, transports=EVERY_WAY, **more)  # type: ignore[arg-type]


def firewall(version: str, interface: str = "GigabitEthernet0/0", **more: object) -> lab.Described:
    config = FIREWALL.replace("{interface}", interface)
    return lab.Described("", platform="cisco_asa", config=config, rsa_modulus=2048, os_version=version,
                         transports=("ssh", "https"), settings=more)  # fmt: skip


def pix(**more: object) -> lab.Described:
    return lab.Described("", platform="cisco_pix", config=PIX, os_version="6.3", transports=("telnet", "https"), settings=more)


IOS_NEW = (
    family("IOS 12.4", "telnet", router(os_version="12.4"), **LINE),
    family("IOS 15", "telnet", router(), **LINE),
    family("IOS 15, archive", "telnet", lab.Described("", config=ROUTER + ARCHIVE), **LINE),
    family("IOS-XE 16", "telnet", router(platform="cisco_xe"), **LINE),
    family("IOS-XE 17", "telnet", router(platform="cisco_xe", os_version="17.x"), **LINE),
)
IOS_READY = (
    family("IOS 12.4", "ssh", ready(os_version="12.4"), **LOCAL),
    family("IOS 15", "ssh", ready(), **LOCAL),
    family("IOS-XE 16", "ssh", ready(platform="cisco_xe"), **LOCAL),
    family("IOS-XE 17", "ssh", ready(platform="cisco_xe", os_version="17.x"), **LOCAL),
)
FIFTEEN = ready(settings={"licence_files": {"flash0:sec.lic": "securityk9"}})
KEYS = {"activation_keys": {KEY: "k9"}}
FIREWALLS = (
    family("PIX 6.3", "telnet", pix(), **PASSWD),
    family("ASA 8.4", "ssh", firewall("8.4"), **LOCAL),
    family("ASA 9", "ssh", firewall("9.x"), **LOCAL),
)
FWSMS = (
    family("FWSM", "telnet",
           lab.Described("", platform="cisco_fwsm", config=FWSM, transports=("telnet", "https")), **PASSWD),
)  # fmt: skip
SENSORS = tuple(
    family(f"IPS {version}", "https", sensors.sensor("", version), **LOCAL) for version in sensors.VERSIONS
)
SWITCHES = (
    family("CatOS", "telnet", lab.Described("", platform="cisco_catos", config=WITH_USER, os_version="8.x"), **LOCAL),
)
SENSOR = ("--set", "sensor_name=ips-new", "--set", "address=10.1.9.20", "--set", "default_route=10.1.9.1",
          "--set", "manager=127.0.0.1")  # fmt: skip

TABLE: dict[str, tuple[tuple[Family, ...], tuple[str, ...]]] = {
    "asa-auto-update": (FIREWALLS, UPDATES),
    "asa-https": (FIREWALLS + FWSMS, (*MANAGER, *ACCOUNT)),
    "asa-license": (
        (family("PIX 6.3", "telnet", pix(activation_keys={OLD_KEY: "k9"}), **PASSWD),
         family("ASA 9", "ssh", firewall("9.x", **KEYS), **LOCAL)),
        ()),
    "catos-ssh": (SWITCHES, ACCOUNT),
    "ios-authentication": (IOS_NEW, ACCOUNT),
    "ios-cns-call-home": (IOS_READY, ("--set", "server=192.0.2.81")),
    "ios-cns-event": (IOS_READY, CNS),
    "ios-https": (IOS_READY, ()),
    "ios-license": (
        (family("IOS 15", "ssh", FIFTEEN, **LOCAL),),
        ("--set", "file=flash0:sec.lic", "--set", "accept=yes")),
    "ios-ssh": (IOS_NEW, ("--set", "domain=example.net", *ACCOUNT)),
    "ios-ssh-only": (IOS_READY, ()),
    "ips-setup": (SENSORS, SENSOR),
    "line-endings": (IOS_READY + FIREWALLS + FWSMS + SENSORS + SWITCHES, ()),
}  # fmt: skip
# What an inquiry or a key does not show, the device is told again.
AGAIN = {"asa-license", "ios-license"}


def slug(label: str) -> str:
    return re.sub(r"\W+", "-", label)


class EveryProcedure(unittest.TestCase):
    def test_every_procedure_on_every_family(self) -> None:
        for secret in (NEW_PASSWORD, UPDATE_PASSWORD):
            secrets_seen.watch(secret)
        linewarden = Linewarden()
        self.addCleanup(linewarden.close)
        cells = [
            (procedure, one, f"{procedure}.{slug(one.label)}")
            for procedure, (families, _) in TABLE.items() for one in families
        ]  # fmt: skip
        running = self.enterContext(lab.Lab(
            [dataclasses.replace(one.device, name=name) for _, one, name in cells], seconds=90.0
        ))  # fmt: skip
        rows: dict[str, list[str]] = {}
        for procedure, one, name in cells:
            with self.subTest(procedure=procedure, family=one.label):
                rows.setdefault(procedure, []).append(f"{one.label}: FAILED")
                self.carry_out(linewarden, running, procedure, one, name)
                rows[procedure][-1] = f"{one.label}: proved"
        width = max(map(len, rows))
        for procedure, done in rows.items():
            print(f"{procedure:{width}}  {', '.join(done)}", file=sys.__stdout__, flush=True)
        known = {one["id"] for one in linewarden.json("procedures")}
        self.assertEqual(known, set(TABLE), "a procedure is missing in the table")

    def carry_out(self, linewarden: Linewarden, running: lab.Lab, procedure: str, one: Family, name: str) -> None:
        transports = running.devices[name]["transports"]
        ports = [word for way, at in transports.items() if way != "console"
                 for word in (f"--{way}-port", str(at["port"]))]  # fmt: skip
        linewarden.add(
            name, one.device.platform, running.port(name, one.transport), one.transport,
            username=one.username, password=one.password, enable=lab.ENABLE_PASSWORD,
            more=("--any-transport", *ports),
        )  # fmt: skip
        words = TABLE[procedure][1]
        if procedure == "asa-license":
            words = ("--set", f"activation_key={OLD_KEY if 'PIX' in one.label else KEY}")

        def prepare() -> Ran:
            return linewarden.run(
                "--json", "prepare", name, "--for", procedure, "--yes", *words,
                NEW_PASSWORD=NEW_PASSWORD, UPDATE_PASSWORD=UPDATE_PASSWORD,
            )  # fmt: skip

        first = prepare()
        self.assertEqual(DONE, first.status, first.told())
        self.assertTrue(first.json()["proved"], first.told())
        second = prepare()
        self.assertEqual(DONE, second.status, second.told())
        self.assertTrue(second.json()["proved"], second.told())
        if procedure not in AGAIN:
            self.assertEqual([], second.json()["applied"], second.told())


if __name__ == "__main__":
    unittest.main()
