"""Catalyst switches under CatOS, and firewall modules reached through their chassis, by the command line."""

import concurrent.futures
import unittest

import lab
import secrets_seen
from linewarden import DONE, NO, UNREACHABLE, USAGE, Linewarden, Ran

SWITCH = f"""\
set system name {{name}}
set password {lab.PASSWORD}
set enablepass {lab.ENABLE_PASSWORD}
set interface sc0 1 192.0.2.30 255.255.255.0
"""
# SSH on a switch asks for a user.
WITH_USER = SWITCH + f"set localuser user {lab.USERNAME} password {lab.PASSWORD} privilege 15\n"
IN_TEXT_MODE = SWITCH + "set config mode text nvram\n"
LIKE_A_PROMPT = SWITCH + "set banner motd ^CKeep out >^C\n"

SUPERVISOR = f"""\
hostname {{name}}
ip domain-name example.net
enable secret {lab.ENABLE_PASSWORD}
username {lab.USERNAME} privilege 15 secret {lab.PASSWORD}
line con 0
 login local
line vty 0 15
 login local
 transport input telnet ssh
"""
# The admin context of a firewall module; its own system space has no enable password.
MODULE = f"""\
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
passwd {lab.PASSWORD}
interface Vlan50
 nameif inside
 security-level 100
 ip address 192.0.2.40 255.255.255.0
"""
TERMINALS = ("telnet", "ssh", "console")


class Switches(unittest.TestCase):
    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)

    def add_switch(self, running: lab.Lab, name: str, platform: str, transport: str, *more: str,
                   username: str = lab.USERNAME, password: str = lab.PASSWORD) -> None:  # fmt: skip
        self.linewarden.add(
            name, platform, running.port(name, transport), transport, username=username,
            password=password, enable=lab.ENABLE_PASSWORD,
            more=("--telnet-port", str(running.port(name, "telnet")),
                  "--ssh-port", str(running.port(name, "ssh")), *more),
        )  # fmt: skip

    def outputs(self, *words: str) -> list[str]:
        (answer,) = self.linewarden.json(*words)
        self.assertIsNone(answer["error"])
        return [one["text"] for one in answer["outputs"]]

    def refused(self, ran: Ran, status: int, code: str, *said: str) -> dict:
        self.assertEqual(status, ran.status, ran.told())
        (one,) = ran.json()
        self.assertEqual(code, one["error"]["code"], ran.told())
        for words in said:
            self.assertIn(words, one["error"]["message"] + " " + (one["error"]["hint"] or ""))
        return one["error"]


class Catos(Switches):
    @classmethod
    def setUpClass(cls) -> None:
        def switch(name: str, config: str, **more: object) -> lab.Described:
            return lab.Described(name, platform="cisco_catos", config=config, transports=TERMINALS,
                                 os_version="8.x", **more)  # fmt: skip

        cls.running = cls.enterClassContext(lab.Lab([
            switch("cat-1", WITH_USER, rsa_modulus=2048),
            switch("cat-text", IN_TEXT_MODE),
            switch("cat-new", SWITCH),
            switch("cat-banner", LIKE_A_PROMPT),
        ]))  # fmt: skip

    def add(self, name: str, transport: str) -> None:
        self.add_switch(self.running, name, "cisco_catos", transport)

    def test_tested_and_configured_over_each_terminal(self) -> None:
        for transport in TERMINALS:
            with self.subTest(transport=transport):
                name = "cat-1"
                self.add(name, transport)
                (reached,) = self.linewarden.json("test", name)
                self.assertTrue(reached["ok"], reached)
                self.assertRegex(reached["prompt"], r"^cat-1> \(enable\)")
                self.assertRegex(reached["version"], r"^8\.")
                location = f"rack-{transport}"
                config = self.outputs(
                    "run", name, "-c", f"set system location {location}", "-c", "show config"
                )[1]
                self.assertIn(f"set system location {location}", config)
                ran = self.linewarden.run("--json", "run", name, "-c", "set nonsense 1", "-c", "show version")
                self.assertEqual(NO, ran.status, ran.told())
                (refused,) = ran.json()[0]["outputs"]
                self.assertIn("Unknown command", refused["message"])
                self.linewarden.json("device", "remove", name)

    def prepare(self, name: str, *words: str) -> dict:
        secrets_seen.watch("prepared-user-5521")
        return self.linewarden.json(
            "prepare", name, "--for", "catos-ssh", "--yes", "--set", "username=ops", "--set-env",
            "password=NEW", "--set", "manager=127.0.0.0", "--set", "netmask=255.0.0.0", *words,
            NEW="prepared-user-5521",
        )  # fmt: skip

    def test_ssh_is_prepared_over_telnet_and_kept_as_the_switch_keeps_its_configuration(self) -> None:
        for name, saved in (("cat-new", False), ("cat-text", True)):
            with self.subTest(name=name):
                self.add_switch(self.running, name, "cisco_catos", "telnet", username="")
                done = self.prepare(name)
                self.assertEqual(("telnet", "ssh"), (done["transport_before"], done["transport_after"]))
                self.assertTrue(done["proved"])
                self.assertIn("set crypto key rsa 2048", done["applied"])
                self.assertEqual(saved, "write memory" in done["applied"])
                (reached,) = self.linewarden.json("test", name)
                self.assertEqual(("ssh", True), (reached["transport"], reached["ok"]))
                again = self.linewarden.json("prepare", name, "--for", "catos-ssh", "--yes",
                                             "--set", "manager=127.0.0.0", "--set", "netmask=255.0.0.0")  # fmt: skip
                self.assertEqual([], again["applied"])

    def test_what_is_found_about_saving_is_said(self) -> None:
        self.add_switch(self.running, "cat-1", "cisco_catos", "telnet")
        ran = self.linewarden.run(
            "prepare", "cat-1", "--for", "catos-ssh", "--yes", "--set", "manager=127.0.0.0",
            "--set", "netmask=255.0.0.0",
        )  # fmt: skip
        self.assertEqual(DONE, ran.status, ran.told())
        self.assertIn('the device keeps each change: "System configuration mode set to binary."', ran.err)

    def test_line_endings_are_looked_at(self) -> None:
        self.add("cat-1", "telnet")
        clean = self.linewarden.json("prepare", "cat-1", "--for", "line-endings", "--yes")
        self.assertTrue(clean["proved"])
        self.add_switch(self.running, "cat-banner", "cisco_catos", "telnet", username="")
        ran = self.linewarden.run("--json", "prepare", "cat-banner", "--for", "line-endings", "--yes")
        self.assertNotEqual(DONE, ran.status, ran.told())
        (reached,) = self.linewarden.json("test", "cat-banner")
        self.assertTrue(reached["ok"], "the banner itself misleads nobody here")


class ModulesInAChassis(Switches):
    @classmethod
    def setUpClass(cls) -> None:
        def module(name: str, config: str = MODULE) -> lab.Described:
            return lab.Described(name, platform="cisco_fwsm", config=config, transports=("https",),
                                 settings={"factory_new": False})  # fmt: skip

        cls.running = cls.enterClassContext(lab.Lab([
            module("fwsm-1"), module("fwsm-2"), module("fwsm-3"),
            lab.Described("cat6k", os_version="12.2(33)SXI", config=SUPERVISOR, rsa_modulus=2048,
                          transports=TERMINALS,
                          settings={"modules": [{"slot": 6, "device": "fwsm-1"},
                                                {"slot": 7, "device": "fwsm-2"}]}),
            lab.Described("cat-1", platform="cisco_catos", os_version="8.x", config=WITH_USER,
                          rsa_modulus=2048, transports=TERMINALS,
                          settings={"modules": [{"slot": 3, "device": "fwsm-3"}]}),
        ]))  # fmt: skip

    def add_all(self, transport: str = "ssh", **switch: str) -> None:
        self.add_switch(self.running, "cat6k", "cisco_ios", transport, "--os-version", "12.2(33)SXI", **switch)
        self.add_switch(self.running, "cat-1", "cisco_catos", transport)
        for name, chassis, slot in (("fwsm-1", "cat6k", 6), ("fwsm-2", "cat6k", 7), ("fwsm-3", "cat-1", 3)):
            self.add_module(name, chassis, slot)

    def add_module(self, name: str, chassis: str, slot: int, password: str = lab.PASSWORD, *more: str) -> None:
        port = ("--https-port", str(self.running.port(name, "https"))) if name in self.running.devices else ()
        secrets_seen.watch(password)
        ran = self.linewarden.run(
            "device", "add", name, "--platform", "cisco_fwsm", "--address", "127.0.0.1", *port,
            "--transport", "chassis", "--chassis", chassis, "--slot", str(slot),
            "--password-env", "DEVICE_PASSWORD", "--enable-password-env", "DEVICE_ENABLE", *more,
            DEVICE_PASSWORD=password, DEVICE_ENABLE="",
        )  # fmt: skip
        self.assertEqual(DONE, ran.status, ran.told())

    def test_the_inventory_knows_what_is_in_which_slot(self) -> None:
        self.add_all()
        shown = self.linewarden.json("device", "show", "fwsm-1")
        self.assertEqual(("cat6k", 6, "chassis"), (shown["chassis"], shown["slot"], shown["transport"]))
        ran = self.linewarden.run("device", "remove", "cat6k")
        self.assertEqual(NO, ran.status, ran.told())
        self.assertIn("fwsm-1", ran.err)
        for words, said in (
            (("--slot", "14"), "from 1 to 13"),
            (("--chassis", "nowhere", "--slot", "2"), "no device"),
            (("--chassis", "fwsm-2", "--slot", "2"), "a module itself"),
        ):
            ran = self.linewarden.run("device", "set", "fwsm-1", *words)
            self.assertEqual(USAGE, ran.status, ran.told())
            self.assertIn(said, ran.err)
        gone = self.linewarden.json("device", "set", "fwsm-1", "--chassis", "")
        self.assertEqual((None, None), (gone["chassis"], gone["slot"]))
        ran = self.linewarden.run("test", "fwsm-1")
        self.assertEqual(USAGE, ran.status, ran.told())
        self.assertIn("fwsm-1 has no chassis", ran.err)

    def test_reached_through_the_switch_over_each_of_its_terminals_and_left_in_order(self) -> None:
        for transport in TERMINALS:
            with self.subTest(transport=transport):
                self.add_all(transport)
                for name in ("fwsm-1", "fwsm-3"):
                    (reached,) = self.linewarden.json("test", name)
                    self.assertTrue(reached["ok"], reached)
                    self.assertEqual(("chassis", "FWSM#"), (reached["transport"], reached["prompt"].strip()))
                    self.assertRegex(reached["version"], r"^3\.")
                    mode, context = self.outputs(
                        "run", name, "-c", "show mode", "-c", "changeto context admin"
                    )
                    self.assertIn("multiple", mode)
                    shown = self.outputs("run", name, "--context", "admin", "-c", "show running-config hostname")
                    self.assertIn("hostname", shown[0])
                sessions = self.outputs("run", "cat6k", "-c", "show users", "-c", "show sessions")
                self.assertEqual(1, sessions[0].count(" vty ") + sessions[0].count(" con "), sessions[0])
                self.assertIn("No connections open", sessions[1])
                for name in ("fwsm-1", "fwsm-2", "fwsm-3", "cat6k", "cat-1"):
                    self.linewarden.json("device", "remove", name)

    def test_each_hop_that_fails_is_named(self) -> None:
        self.add_all()
        self.add_module("nobody", "cat6k", 4)
        error = self.refused(
            self.linewarden.run("--json", "test", "nobody"), UNREACHABLE, "Unreachable",
            "nobody over chassis: in slot 4 of cat6k: there is no module in this slot", "show module",
        )  # fmt: skip
        self.assertIn("device set nobody --slot N", error["hint"])
        self.add_module("absent", "cat-1", 9)
        self.refused(self.linewarden.run("--json", "test", "absent"), UNREACHABLE, "Unreachable",
                     "in slot 9 of cat-1: there is no module in this slot (\"Module 9 is not installed.\")")  # fmt: skip
        self.add_module("locked", "cat6k", 6, "wrong-password-1")
        error = self.refused(self.linewarden.run("--json", "test", "locked"), UNREACHABLE, "LoginRefused",
                             "locked over chassis: in slot 6 of cat6k: the password was refused")  # fmt: skip
        self.assertEqual("wrong_login", error["diagnosis"])
        ran = self.linewarden.run("device", "set", "cat6k", "--password-env", "WRONG", WRONG="wrong-password-2")
        self.assertEqual(DONE, ran.status, ran.told())
        self.refused(self.linewarden.run("--json", "test", "fwsm-1"), UNREACHABLE, "LoginRefused",
                     "fwsm-1 over chassis: cat6k over ssh: ")  # fmt: skip
        self.linewarden.run("device", "set", "cat6k", "--transport", "https", "--any-transport")
        self.refused(self.linewarden.run("--json", "test", "fwsm-1"), UNREACHABLE, "Unsupported",
                     "cat6k is set to https, and only a terminal", "device set cat6k --transport ssh")  # fmt: skip

    def test_a_module_that_reloads_in_mid_work_ends_its_session_alone(self) -> None:
        self.add_all()
        ran = self.linewarden.run("--json", "run", "fwsm-2", "-c", "reload noconfirm", "-c", "show mode")
        self.refused(ran, UNREACHABLE, "ConnectionLost", "fwsm-2 over chassis: ", "the module ended the session")
        (reached,) = self.linewarden.json("test", "fwsm-2")
        self.assertTrue(reached["ok"], reached)

    def test_the_limits_of_the_chassis_and_of_its_site_hold(self) -> None:
        self.add_all()
        self.linewarden.json("limit", "site", "berlin", "1")
        for name in ("cat6k", "fwsm-1", "fwsm-2"):
            self.linewarden.json("device", "set", name, "--site", "berlin", "--sessions", "1")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            both = pool.submit(self.linewarden.json, "test", "fwsm-1", "fwsm-2", "cat6k")
            self.assertTrue(all(one["ok"] for one in both.result()), both.result())

    def test_https_is_prepared_through_the_chassis_and_proved_directly(self) -> None:
        self.add_all()
        words = ("prepare", "fwsm-1", "--for", "asa-https", "--context", "admin", "--yes",
                 "--set", "manager=127.0.0.0", "--set", "netmask=255.0.0.0",
                 "--set", "username=ops", "--set-env", "password=NEW")  # fmt: skip
        secrets_seen.watch("prepared-user-5522")
        done = self.linewarden.json(*words, NEW="prepared-user-5522")
        self.assertEqual(("chassis", "https"), (done["transport_before"], done["transport_after"]))
        self.assertTrue(done["proved"])
        self.assertIn("http server enable", done["applied"])
        self.assertEqual("write memory", done["applied"][-1])
        for over in ("https", "chassis"):
            # On the backplane the module asks for the password of its line.
            password = {} if over == "https" else {"LINE": lab.PASSWORD}
            more = () if over == "https" else ("--password-env", "LINE")
            shown = self.linewarden.json("run", "fwsm-1", "--over", over, "--context", "admin", *more,
                                         "-c", "show running-config http", **password)  # fmt: skip
            self.assertIn("http server enable", shown[0]["outputs"][0]["text"])
        (reached,) = self.linewarden.json("test", "fwsm-1")
        self.assertEqual(("https", True), (reached["transport"], reached["ok"]))
        again = self.linewarden.json(*words, NEW="prepared-user-5522")
        self.assertEqual([], again["applied"])


if __name__ == "__main__":
    unittest.main()
