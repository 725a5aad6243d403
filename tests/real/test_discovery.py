"""What devices of every family tell about themselves, and what becomes of it in the inventory."""

import time
import unittest
from typing import Any

import hostile
import lab
import secrets_seen
from linewarden import DONE, NO, UNREACHABLE, USAGE, Linewarden, Ran

FIREWALL = f"""\
hostname {{name}}
domain-name fw.example.net
enable password {lab.ENABLE_PASSWORD}
passwd {lab.VTY_PASSWORD}
username {lab.USERNAME} password {lab.PASSWORD} privilege 15
aaa authentication http console LOCAL
aaa authentication telnet console LOCAL
aaa authentication ssh console LOCAL
interface Management0/0
 nameif management
 security-level 100
 ip address 192.0.2.10 255.255.255.0
http server enable
http 127.0.0.0 255.0.0.0 management
telnet 127.0.0.0 255.0.0.0 management
ssh 127.0.0.0 255.0.0.0 management
"""
SYSTEM = f"hostname {{name}}\nenable password {lab.ENABLE_PASSWORD}\n"
CONTEXTS = {"admin": FIREWALL.format(name="fw-many"), "customer-a": "hostname inner\nfirewall transparent\n"}
PIX = f"""\
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
passwd {lab.PASSWORD}
nameif ethernet0 outside security0
nameif ethernet1 inside security100
ip address inside 192.0.2.30 255.255.255.0
telnet 127.0.0.0 255.0.0.0 inside
"""
SWITCH = f"""\
set system name {{name}}
set password {lab.PASSWORD}
set enablepass {lab.ENABLE_PASSWORD}
set interface sc0 1 192.0.2.31 255.255.255.0
set localuser user {lab.USERNAME} password {lab.PASSWORD} privilege 15
"""
SENSOR = f"""\
username {lab.USERNAME} privilege administrator password {lab.PASSWORD}
service host
network-settings
host-ip 10.1.9.20/24,10.1.9.1
host-name {{name}}
access-list 127.0.0.0/8
exit
exit
"""
MODULE = f"""\
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
passwd {lab.PASSWORD}
interface Vlan50
 nameif inside
 security-level 100
 ip address 192.0.2.40 255.255.255.0
"""
TERMINALS = ("telnet", "ssh")


def firewall(name: str, **more: Any) -> lab.Described:
    return lab.Described(name, platform="cisco_asa", config=more.pop("config", FIREWALL), rsa_modulus=2048,
                         transports=("https", *TERMINALS), **more)  # fmt: skip


FAMILIES = (
    lab.Described("r1", config=lab.READY_FOR_SSH, rsa_modulus=2048),
    lab.Described("xe", platform="cisco_xe", config=lab.READY_FOR_SSH, rsa_modulus=2048),
    firewall("fw-1"),
    firewall("fw-base", settings={"licence": "k9 base"}),
    firewall("fw-see-through", config="firewall transparent\n" + FIREWALL),
    lab.Described("pix", platform="cisco_pix", config=PIX, os_version="6.3", transports=("telnet",)),
    lab.Described("cat", platform="cisco_catos", config=SWITCH, os_version="8.x", rsa_modulus=2048, transports=TERMINALS),
    lab.Described("ips", platform="cisco_ips", config=SENSOR, rsa_modulus=2048, transports=("https", "ssh")),
)  # fmt: skip


class Discoveries(unittest.TestCase):
    described: tuple[lab.Described, ...] = ()

    @classmethod
    def setUpClass(cls) -> None:
        cls.running = cls.enterClassContext(lab.Lab(list(cls.described)))

    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)

    def add(self, name: str, transport: str, *more: str, platform: str = "", username: str = lab.USERNAME,
            password: str = lab.PASSWORD) -> None:  # fmt: skip
        described = next(one for one in self.described if one.name == name)
        ports = [
            word for way in described.transports if way != transport
            for word in (f"--{way}-port", str(self.running.port(name, way)))
        ]  # fmt: skip
        self.linewarden.add(
            name, platform or described.platform, self.running.port(name, transport), transport, username=username,
            password=password, enable=lab.ENABLE_PASSWORD, more=("--any-transport", *ports, *more),
        )  # fmt: skip

    def discover(self, name: str, *words: str, status: int = DONE) -> dict[str, Any]:
        (one,) = self.linewarden.json("discover", name, *words, status=status)
        if status == DONE:
            self.assertIsNone(one["error"])
        return one

    def show(self, name: str) -> dict[str, Any]:
        return self.linewarden.json("device", "show", name)

    def states(self, one: dict[str, Any]) -> dict[str, str]:
        return {child["name"]: child["state"] for child in one["children"]}


class EveryFamily(Discoveries):
    described = FAMILIES

    def test_tells_its_facts_over_each_of_its_transports(self) -> None:
        for name, transports, facts in (
            ("r1", TERMINALS, {"os_version": "15.2(4)M6", "model": "CISCO1941/K9", "host_name": "r1",
                               "domain_name": "example.net", "config_register": "0x2102"}),
            ("xe", TERMINALS, {"os_version": "16.9.5", "model": "ISR4331/K9", "host_name": "xe"}),
            ("fw-1", ("https", *TERMINALS), {
                "os_version": "9.8(2)", "model": "ASA5515", "host_name": "fw-1", "domain_name": "fw.example.net",
                "context_mode": "single", "firewall_mode": "routed", "failover": "Off", "addresses": "192.0.2.10",
                "failover_licence": "Active/Active", "supports_failover": "yes", "image": "disk0:/asa982-smp-k8.bin"}),
            ("fw-base", ("https", "ssh"), {"failover": "not licensed", "supports_failover": "no", "licence": "Base"}),
            ("fw-see-through", ("https",), {"firewall_mode": "transparent"}),
            ("pix", ("telnet",), {"os_version": "6.3(5)", "model": "PIX-515E", "host_name": "pix",
                                  "addresses": "192.0.2.30", "supports_failover": "yes"}),
            ("cat", TERMINALS, {"model": "WS-C5500", "host_name": "cat", "addresses": "192.0.2.31"}),
            ("ips", ("ssh", "https"), {"os_version": "7.1(7)E4", "host_name": "ips", "addresses": "10.1.9.20"}),
        ):  # fmt: skip
            for transport in transports:
                with self.subTest(name=name, transport=transport):
                    self.setUp()
                    self.add(name, transport, username="" if name == "pix" else lab.USERNAME)
                    one = self.discover(name)
                    self.assertEqual(transport, one["transport"])
                    self.assertEqual(facts, {fact: one["facts"].get(fact) for fact in facts})
                    if name != "ips":  # over its web interface a sensor does not tell it
                        self.assertIn("serial", one["facts"])
                    self.assertTrue(one["readiness"], "no procedure applies")
                    self.assertEqual(facts.get("os_version", one["facts"]["os_version"]), self.show(name)["os_version"])
                    shown = self.show(name)["discovery"]
                    self.assertEqual(one["facts"], shown["facts"])
                    self.assertRegex(shown["taken_at"], r"^\d{4}-\d\d-\d\dT[\d:]{8}Z$")

    def test_a_command_that_the_device_does_not_have_is_a_fact(self) -> None:
        self.add("pix", "telnet", username="")
        one = self.discover("pix")
        self.assertIn("show mode", one["not_available"])
        self.assertIn("show firewall", one["not_available"])
        ran = self.linewarden.run("device", "show", "pix")
        self.assertIn("not available: ", ran.out)

    def test_readiness_follows_what_is_done_on_the_device(self) -> None:
        self.add("r1", "ssh")
        ready = {one["procedure"]: one for one in self.discover("r1")["readiness"]}
        self.assertTrue(ready["ios-ssh"]["ready"], ready["ios-ssh"])
        self.assertFalse(ready["ios-https"]["ready"])
        self.assertTrue(ready["ios-https"]["missing"])

    def test_a_second_discovery_changes_nothing(self) -> None:
        self.add("fw-1", "ssh")
        self.assertTrue(self.discover("fw-1")["changed"])
        before = self.show("fw-1")
        again = self.discover("fw-1")
        self.assertEqual([], again["changed"])
        after = self.show("fw-1")
        for shown in (before, after):
            shown["discovery"].pop("taken_at")
        self.assertEqual(before, after)

    def test_a_dry_run_leaves_the_inventory_as_it_is(self) -> None:
        self.add("fw-1", "ssh")
        before = self.show("fw-1")
        self.assertEqual("9.8(2)", self.discover("fw-1", "--dry-run")["facts"]["os_version"])
        self.assertEqual(before, self.show("fw-1"))

    def test_a_device_of_another_type_stops_it(self) -> None:
        self.add("fw-1", "ssh", platform="cisco_ios")
        one = self.discover("fw-1", status=NO)
        self.assertEqual("Conflict", one["error"]["code"])
        self.assertIn("of the type cisco_asa", one["error"]["message"])
        self.assertIn("linewarden device set fw-1 --platform cisco_asa", one["error"]["hint"])
        self.assertIsNone(self.show("fw-1")["discovery"])

    def test_a_type_that_is_akin_is_said(self) -> None:
        self.add("xe", "ssh", platform="cisco_ios")
        one = self.discover("xe")
        self.assertIn("--platform cisco_xe", " ".join(one["notes"]))

    def test_no_secret_is_in_what_is_kept(self) -> None:
        for name in ("r1", "fw-1"):
            self.add(name, "ssh")
            self.discover(name)
            text = str(self.show(name)["discovery"])
            for secret in (lab.PASSWORD, lab.ENABLE_PASSWORD, lab.VTY_PASSWORD):
                self.assertNotIn(secret, text)

    def test_a_changed_host_key_and_a_changed_certificate_stop_it(self) -> None:
        for transport, kind in (("ssh", "ssh"), ("https", "x509")):
            with self.subTest(transport=transport):
                self.setUp()
                self.add("fw-1", transport)
                other = "SHA256:" + ":".join(["AA"] * 32) if kind == "x509" else "SHA256:" + "A" * 43
                pins = self.linewarden.data / "host_keys"
                port = self.running.port("fw-1", transport)
                line = "x509" if kind == "x509" else "ssh-rsa"
                pins.write_text(f"127.0.0.1:{port} {line} {other} 2026-01-01T00:00:00Z\n")
                one = self.discover("fw-1", status=UNREACHABLE)
                self.assertEqual("HostKeyChanged", one["error"]["code"], one["error"])
                self.assertIsNone(self.show("fw-1")["discovery"])


class FromTheNetwork(Discoveries):
    """A device of which nothing is known but its address."""

    described = FAMILIES

    def add_from_network(self, name: str, transport: str, username: str = lab.USERNAME, password: str = lab.PASSWORD) -> Ran:
        for secret in (password, lab.ENABLE_PASSWORD):
            secrets_seen.watch(secret)
        user = ("--username", username) if username else ()
        return self.linewarden.run(
            "--json", "device", "add", name, "--discover", "--address", "127.0.0.1", "--transport", transport,
            f"--{transport}-port", str(self.running.port(name, transport)), *user, "--password-env", "PW",
            "--enable-password-env", "EN", PW=password, EN=lab.ENABLE_PASSWORD,
        )  # fmt: skip

    def test_is_recognised_over_each_transport(self) -> None:
        for name, transport, platform in (
            ("r1", "ssh", "cisco_ios"), ("r1", "telnet", "cisco_ios"), ("xe", "ssh", "cisco_xe"),
            ("fw-1", "ssh", "cisco_asa"), ("fw-1", "telnet", "cisco_asa"), ("fw-1", "https", "cisco_asa"),
            ("pix", "telnet", "cisco_pix"), ("cat", "ssh", "cisco_catos"), ("cat", "telnet", "cisco_catos"),
            ("ips", "ssh", "cisco_ips"), ("ips", "https", "cisco_ips"),
        ):  # fmt: skip
            with self.subTest(name=name, transport=transport):
                self.setUp()
                ran = self.add_from_network(name, transport, username="" if name == "pix" else lab.USERNAME)
                self.assertEqual(DONE, ran.status, ran.told())
                added = ran.json()
                self.assertEqual(platform, added["platform"])
                self.assertEqual(added["os_version"], added["discovery"]["facts"]["os_version"])
                # The guide's transport for firewalls and sensors is HTTPS, whatever led to them this time.
                web_alone = platform in ("cisco_asa", "cisco_pix", "cisco_ips")
                self.assertEqual("https" if web_alone else transport, added["transport"])

    def test_a_refused_login_adds_nothing(self) -> None:
        ran = self.add_from_network("r1", "ssh", password="wrong-password-77")
        self.assertEqual(UNREACHABLE, ran.status, ran.told())
        self.assertIn("refused user name or password", ran.err)
        self.assertEqual([], self.linewarden.json("device", "list"))

    def test_what_tells_no_type_is_named(self) -> None:
        with hostile.server(hostile.speaks_http) as port:
            ran = self.linewarden.run("device", "add", "x", "--discover", "--address", "127.0.0.1", "--transport",
                                      "telnet", "--telnet-port", str(port), "--password-env", "PW",
                                      PW="some-password-88")  # fmt: skip
        self.assertEqual(UNREACHABLE, ran.status, ran.told())
        self.assertEqual([], self.linewarden.json("device", "list"))

    def test_without_a_platform_it_must_be_discovered(self) -> None:
        ran = self.linewarden.run("device", "add", "x", "--address", "127.0.0.1")
        self.assertEqual(USAGE, ran.status, ran.told())
        self.assertIn("--discover", ran.err)


class Contexts(Discoveries):
    described = (
        firewall("fw-many", config=SYSTEM, contexts=CONTEXTS),
        firewall("fw-few", config=SYSTEM, contexts={"admin": FIREWALL.format(name="fw-few")}),
    )

    def test_become_devices_that_are_reached_through_their_firewall(self) -> None:
        for transport in ("ssh", "https", "telnet"):
            with self.subTest(transport=transport):
                self.setUp()
                self.add("fw-many", transport)
                one = self.discover("fw-many")
                self.assertEqual("multiple", one["facts"]["context_mode"])
                self.assertEqual({"fw-many.admin": "added", "fw-many.customer-a": "added"}, self.states(one))
                self.assertEqual([], one["readiness"], "what is ready are the contexts")
                again = self.discover("fw-many")
                self.assertEqual({"fw-many.admin": "known", "fw-many.customer-a": "known"}, self.states(again))
                self.assertEqual(3, len(self.linewarden.json("device", "list")))

                child = self.discover("fw-many.customer-a")
                self.assertEqual(("inner", "transparent"), (child["facts"]["host_name"], child["facts"]["firewall_mode"]))
                self.assertEqual([], child["children"])
                self.assertTrue(child["readiness"])
                (reached,) = self.linewarden.json("test", "fw-many.customer-a")
                self.assertTrue(reached["prompt"].startswith("inner/customer-a#"), reached)
                admin = self.discover("fw-many.admin")
                self.assertEqual("fw.example.net", admin["facts"]["domain_name"])
                self.assertEqual([], admin["children"])

    def test_that_are_gone_are_named_and_stay(self) -> None:
        self.add("fw-many", "ssh")
        self.discover("fw-many")
        # Another firewall answers there now.
        ran = self.linewarden.run("device", "set", "fw-many", "--ssh-port", str(self.running.port("fw-few", "ssh")))
        self.assertEqual(DONE, ran.status, ran.told())
        one = self.discover("fw-many")
        self.assertEqual({"fw-many.admin": "known", "fw-many.customer-a": "gone"}, self.states(one))
        said = self.linewarden.run("discover", "fw-many")
        self.assertIn("fw-many.customer-a is in the inventory and not there any more", said.err)
        self.assertEqual(3, len(self.linewarden.json("device", "list")))


class Modules(Discoveries):
    described = (
        lab.Described("fwsm-1", platform="cisco_fwsm", config=MODULE, transports=("https",), settings={"factory_new": False}),
        lab.Described("fwsm-2", platform="cisco_fwsm", config=MODULE, transports=("https",), settings={"factory_new": False}),
        lab.Described("cat6k", os_version="12.2(33)SXI", config=lab.READY_FOR_SSH, rsa_modulus=2048, transports=TERMINALS,
                      settings={"modules": [{"slot": 6, "device": "fwsm-1"}]}),
        lab.Described("cat-1", platform="cisco_catos", os_version="8.x", config=SWITCH, rsa_modulus=2048, transports=TERMINALS,
                      settings={"modules": [{"slot": 3, "device": "fwsm-2"}]}),
    )  # fmt: skip

    def test_of_a_switch_become_devices_in_their_slots(self) -> None:
        for switch, slot, model in (("cat6k", 6, "WS-C6509-E"), ("cat-1", 3, "WS-C6509")):
            with self.subTest(switch=switch):
                self.setUp()
                self.add(switch, "ssh")
                one = self.discover(switch)
                self.assertEqual(model, one["facts"]["model"])
                module = f"{switch}.slot{slot}"
                self.assertEqual({module: "added"}, self.states(one))
                shown = self.show(module)
                self.assertEqual(("cisco_fwsm", switch, slot, "chassis"),
                                 (shown["platform"], shown["chassis"], shown["slot"], shown["transport"]))  # fmt: skip
                self.assertEqual({module: "known"}, self.states(self.discover(switch)))

                # It has a login of its own.
                ran = self.linewarden.run("device", "set", module, "--password-env", "PW", "--enable-password-env", "EN",
                                          PW=lab.PASSWORD, EN="")  # fmt: skip
                self.assertEqual(DONE, ran.status, ran.told())
                told = self.discover(module)
                self.assertEqual(("3.1(1)", "WS-SVC-FWM-1"), (told["facts"]["os_version"], told["facts"]["model"]))
                self.assertEqual({f"{module}.admin": "added"}, self.states(told))
                inside = self.discover(f"{module}.admin")
                self.assertIn("192.0.2.40", inside["facts"]["addresses"])


class Pairs(Discoveries):
    described = (
        firewall("pair-1", settings={"failover": {"pair": "one", "unit": "primary"}}),
        firewall("pair-2", settings={"failover": {"pair": "one", "unit": "secondary"}}),
    )

    def test_are_read_at_the_active_and_at_the_standby_unit(self) -> None:
        for transport in ("ssh", "https"):
            with self.subTest(transport=transport):
                self.setUp()
                for name, unit, state in (("pair-1", "Primary", "Active"), ("pair-2", "Secondary", "Standby Ready")):
                    self.add(name, transport)
                    facts = self.discover(name)["facts"]
                    self.assertEqual(("On", unit, state),
                                     (facts["failover"], facts["failover_unit"], facts["failover_state"]))  # fmt: skip


class Fleets(unittest.TestCase):
    LIVING = 90
    DEAD = 10
    CONNECT_SECONDS = 4

    def fleet(self, count: int) -> tuple[lab.Lab, Linewarden]:
        running = self.enterContext(lab.Lab([], fleets=[lab.Fleet("r-{n}", count, "127.1.0.1")]))
        linewarden = Linewarden()
        self.addCleanup(linewarden.close)
        secrets_seen.watch(lab.VTY_PASSWORD)
        return running, linewarden

    def add(self, running: lab.Lab, linewarden: Linewarden, name: str) -> None:
        at = running.devices[name]["transports"]["telnet"]
        linewarden.add(name, "cisco_ios", at["port"], "telnet", address=at["address"], password=lab.VTY_PASSWORD,
                       enable=lab.ENABLE_PASSWORD)  # fmt: skip

    def test_one_dead_device_in_ten_holds_up_no_other(self) -> None:
        running, linewarden = self.fleet(self.LIVING)
        silent = self.enterContext(hostile.silent_port())
        for number in range(1, self.LIVING + 1):
            self.add(running, linewarden, f"r-{number}")
            if number % (self.LIVING // self.DEAD) == 0:
                linewarden.add(f"dead-{number}", "cisco_ios", silent, "telnet", password=lab.VTY_PASSWORD)
        started = time.monotonic()
        ran = linewarden.run("--json", "discover", "all", "--at-once", "10", "--connect-timeout", str(self.CONNECT_SECONDS))
        took = time.monotonic() - started
        self.assertEqual(UNREACHABLE, ran.status, ran.told())
        answers = ran.json()
        self.assertEqual(self.DEAD, sum(one["error"] is not None for one in answers))
        for one in answers:
            if one["device"].startswith("dead"):
                self.assertEqual("silent", one["error"]["diagnosis"])
            else:
                self.assertEqual("15.2(4)M6", one["facts"]["os_version"])
        alone = linewarden.run("discover", *[f"r-{n}" for n in range(1, self.LIVING + 1)], "--at-once", "10")
        self.assertEqual(DONE, alone.status, alone.told())
        self.assertLess(took, alone.seconds + self.CONNECT_SECONDS + 4.0)


if __name__ == "__main__":
    unittest.main()
