#!/usr/bin/env python3
"""device import and export as a user meets them: every layout, bad files, a second import, a dry run, many rows.

Usage: import_test.py PROGRAM
"""
import json
import os
import pathlib
import time
import unittest

import program

DCR = """\
; exported by hand
cisco Systems NM data import, source = Hand edit; Version = 2.0; Type = Csv
;HEADER: management_ip_address,host_name,domain_name,sysObjectID,primary_username,primary_password
192.0.2.1,fw1,example.com,1.3.6.1.4.1.9.1.745,admin,dcr-secret-1
192.0.2.2,r2,example.com,,admin,dcr-secret-2
"""
CSM = """\
display_name,management_ip_address,os_type,os_version,primary_username,primary_password
fw1,192.0.2.1,ASA,8.2(5),admin,csm-secret-1
r2,192.0.2.2,IOS,15.2,admin,csm-secret-2
"""
MARS = "fw1,192.0.2.1,192.0.2.1,SSH\nr2,192.0.2.2,192.0.2.2,TELNET\n"
OWN_CSV = """\
name,platform,address,ports,groups,username,password
fw1,cisco_asa,192.0.2.1,https=8443,"core, berlin",admin,own-secret-1
r2,cisco_ios,192.0.2.2,,,,
"""
OWN_YAML = """\
devices:
  - {name: fw1, platform: cisco_asa, address: 192.0.2.1, password: own-secret-1}
  - name: r2
    platform: cisco_ios
    address: 192.0.2.2
    groups: [core, berlin]
"""
OWN_JSON = json.dumps({"devices": [
    {"name": "fw1", "platform": "cisco_asa", "address": "192.0.2.1", "password": "own-secret-1"},
    {"name": "r2", "platform": "cisco_ios", "address": "192.0.2.2"},
]})  # fmt: skip
ANSIBLE_INI = """\
[firewalls]
fw1 ansible_host=192.0.2.1 ansible_network_os=cisco.asa.asa
[routers]
r[2:2] ansible_host=192.0.2.2
[routers:vars]
ansible_network_os=cisco.ios.ios
ansible_user=netops
ansible_password=ansible-secret-1
"""
ANSIBLE_YAML = """\
all:
  children:
    firewalls:
      hosts:
        fw1: {ansible_host: 192.0.2.1, ansible_network_os: asa}
    routers:
      vars: {ansible_network_os: ios, ansible_password: ansible-secret-1}
      hosts:
        r2: {ansible_host: 192.0.2.2}
"""
NETBOX_CSV = """\
Name,Status,Site,Role,Platform,IP Address,Serial number,Tags
fw1,Active,Berlin,Firewall,Cisco ASA,192.0.2.1/24,JMX1,"dmz,east wing"
r2,Active,Berlin,Router,ios,192.0.2.2/24,FDO1,
"""
NETBOX_JSON = json.dumps({"count": 2, "next": None, "results": [
    {"name": "fw1", "platform": {"name": "ASA", "slug": "asa"}, "site": {"name": "Berlin"},
     "primary_ip": {"address": "192.0.2.1/24"}, "tags": [{"name": "dmz"}], "serial": "", "comments": ""},
    {"name": "r2", "platform": {"name": "IOS", "slug": "ios"}, "site": None,
     "primary_ip": {"address": "192.0.2.2/24"}, "tags": [], "serial": "", "comments": ""},
]})  # fmt: skip
# Format, text, what has to be said about it.
FILES = (
    ("dcr", DCR, ("--platform", "cisco_ios")), ("csm", CSM, ()),
    ("mars", MARS, ("--format", "mars", "--platform", "cisco_ios")), ("csv", OWN_CSV, ()), ("yaml", OWN_YAML, ()),
    ("json", OWN_JSON, ()), ("ansible", ANSIBLE_INI, ()), ("ansible", ANSIBLE_YAML, ()), ("netbox", NETBOX_CSV, ()),
    ("netbox", NETBOX_JSON, ()),
)  # fmt: skip
ASA = """\
ASA Version 9.8(3)21
!
hostname fw1
interface GigabitEthernet0/0
 nameif outside
 ip address 198.51.100.1 255.255.255.0
interface Management0/0
 management-only
 nameif management
 ip address 192.0.2.1 255.255.255.0
"""
ROUTER = """\
version 15.2
hostname r2
interface Loopback0
 ip address 192.0.2.2 255.255.255.255
interface GigabitEthernet0/0
 ip address 198.51.100.2 255.255.255.0
line vty 0 4
 login
"""


class Import(program.Case):
    def file(self, text, name="file"):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def devices(self):
        return {one["name"]: one for one in self.answer("device", "list")}

    def test_every_layout_is_told_by_itself_and_a_second_import_changes_nothing(self):
        for number, (format_, text, words) in enumerate(FILES):
            with self.subTest(format=format_, number=number):
                self.folder = pathlib.Path(self.temporary.name) / str(number)
                self.folder.mkdir()
                path = self.file(text)
                dry = self.answer("device", "import", path, "--dry-run", *words)
                self.assertEqual(["fw1", "r2"], [one["name"] for one in dry["added"]])
                self.assertEqual({}, self.devices(), "a dry run wrote something")
                first = self.answer("device", "import", path, *words)
                self.assertEqual(dry["added"], first["added"])
                self.assertEqual(format_, first["files"][0]["format"])
                self.assertEqual("--format" not in words, first["files"][0]["told_by_content"])
                devices = self.devices()
                self.assertEqual(["192.0.2.1", "192.0.2.2"], [devices[name]["address"] for name in ("fw1", "r2")])
                self.assertEqual("cisco_ios", devices["r2"]["platform"])
                if "--format" not in words:
                    self.assertEqual("cisco_asa", devices["fw1"]["platform"])
                self.assertEqual("secret" in text, any(one["password_stored"] for one in devices.values()))
                for more in ((), ("--update",)):
                    again = self.answer("device", "import", path, *words, *more)
                    self.assertEqual(["fw1", "r2"], again["unchanged"])
                    self.assertEqual([[], [], [], []], [again[key] for key in ("added", "changed", "left", "refused")])
                self.assertEqual(devices, self.devices())

    def test_no_secret_of_a_file_is_seen_anywhere(self):
        for number, (_, text, words) in enumerate(FILES):
            with self.subTest(number=number):
                self.folder = pathlib.Path(self.temporary.name) / str(number)
                self.folder.mkdir()
                path = self.file(text)
                said = ""
                for more in (("--dry-run",), ("--json",), ("--update",)):
                    ran = self.run_it("device", "import", path, *words, *more)
                    said += ran.stdout + ran.stderr
                for format_ in ("csv", "yaml", "json", "ansible"):
                    said += self.done("device", "export", "--format", format_).stdout
                self.assertNotIn("secret-", said)
                for stored in (self.folder / "data").rglob("*"):
                    if stored.is_file():
                        self.assertNotIn(b"secret-", stored.read_bytes(), stored)

    def test_credentials_are_left_out_where_that_is_wanted(self):
        self.answer("device", "import", self.file(DCR), "--platform", "cisco_ios", "--ignore-credentials")
        self.assertEqual([False, False], [one["password_stored"] for one in self.devices().values()])
        self.assertEqual([None, None], [one["username"] for one in self.devices().values()])

    def test_good_rows_land_and_bad_ones_are_named(self):
        path = self.file("name,platform,address\nr1,cisco_ios,192.0.2.1\nr2,nxos,192.0.2.2\nr3,cisco_ios,a b\n"
                         "r1,cisco_ios,192.0.2.4\nr\"5,cisco_ios,192.0.2.5\nr6,cisco_ios,192.0.2.6\n"
                         "r7,cisco_ios,192.0.2.7,8\n")  # fmt: skip
        answer = self.answer("device", "import", path, status=1)
        self.assertEqual(["r1", "r6"], [one["name"] for one in answer["added"]])
        self.assertEqual([3, 4, 5, 6, 8], [one["row"] for one in answer["refused"]])
        for one, reason in zip(answer["refused"], (
            "\"nxos\" is no platform", "address \"a b\" is refused", "stands in", "not valid CSV",
            "has 4 fields",
        )):  # fmt: skip
            self.assertEqual(path, one["file"])
            self.assertIn(reason, one["reason"])
        self.assertEqual({"r1", "r6"}, set(self.devices()))
        text = self.done("device", "import", path, status=1).stdout
        self.assertIn("0 added, 0 changed, 2 unchanged, 5 refused", text)
        self.assertIn("\"nxos\" is no platform", text)

    def test_a_malformed_file_says_where_and_what_to_do(self):
        for format_, text, said in (
            ("dcr", b"\x00\x01", "a zero byte at offset 0"),
            ("csm", b"fw1,192.0.2.1\n", "no line names the columns"),
            ("csv", b"", "the file is empty"),
            ("csv", b"color,size\nred,1\n", "no column of the first line names the devices"),
            ("yaml", b"devices: [\n", "line 2: not valid YAML"),
            ("yaml", b"devices: &a [*a]\n", "line 1: anchors are not allowed"),
            ("json", b"{\"devices\": [}", "line 1: not valid JSON"),
            ("ansible", b"[a:children]\nb\n[b:children]\na\n", "contains itself"),
            ("ansible", b"$ANSIBLE_VAULT;1.1;AES256\n3031\n", "the whole file is vaulted"),
            ("netbox", b"{\"detail\": \"Invalid token.\"}", "no list of results"),
        ):  # fmt: skip
            with self.subTest(format=format_, text=text):
                refusal = self.refused("device", "import", self.file(text), "--format", format_)
                self.assertIn(said, refusal)
                self.assertEqual({}, self.devices())
        self.assertIn("does not tell what layout", self.refused("device", "import", self.file("a list\n")))
        self.assertIn("no such file", self.refused("device", "import", str(self.folder / "nowhere")))
        self.assertIn("the formats are csv", self.refused("device", "import", self.file(""), "--format", "xlsx"))
        self.assertIn("no platform", self.refused("device", "import", self.file(""), "--platform", "nxos"))

    def test_other_encodings_are_told_or_named(self):
        text = "name,platform,address,notes\nr1,cisco_ios,192.0.2.1,Köln\nr2,cisco_ios,192.0.2.2,Bonn\n"
        for number, (encoded, words) in enumerate((
            (text.encode("utf-8-sig"), ()), (text.encode("utf-16"), ()), (b"\xfe\xff" + text.encode("utf-16-be"), ()),
            (text.encode("latin1"), ("--encoding", "latin1")), (text.encode("utf-16-le"), ("--encoding", "utf-16le")),
        )):  # fmt: skip
            with self.subTest(number=number):
                self.folder = pathlib.Path(self.temporary.name) / str(number)
                self.folder.mkdir()
                self.answer("device", "import", self.file(encoded), *words)
                self.assertEqual("Köln", self.devices()["r1"]["notes"])
        self.folder = pathlib.Path(self.temporary.name)
        answer = self.answer("device", "import", self.file(text.encode("latin1")), status=1)
        (refused,) = answer["refused"]
        self.assertEqual((2, True), (refused["row"], "0xF6 is no UTF-8" in refused["reason"]))
        self.assertIn("--encoding latin1", refused["hint"])
        self.assertEqual(["r2"], [one["name"] for one in answer["added"]])
        self.assertIn("there is no encoding", self.refused("device", "import", self.file(text), "--encoding", "klingon"))

    def test_a_device_that_differs_is_shown_and_changed_only_when_wanted(self):
        self.answer("device", "import", self.file(OWN_CSV))
        self.done("device", "set", "r2", "--notes", "by hand")
        path = self.file("name,address,username\nr2,192.0.2.99,netops\nr3,192.0.2.3,\n")
        words = ("device", "import", path, "--platform", "cisco_ios")
        left = self.answer(*words)
        self.assertEqual((["r3"], ["r2"], []), tuple([one["name"] for one in left[key]]
                                                     for key in ("added", "left", "changed")))  # fmt: skip
        self.assertEqual("192.0.2.2", self.devices()["r2"]["address"])
        shown = self.done(*words)
        self.assertIn("address: 192.0.2.2 -> 192.0.2.99", shown.stdout)
        self.assertIn("--update", shown.stderr)
        dry = self.answer(*words, "--update", "--dry-run")
        changed = self.answer(*words, "--update")
        self.assertEqual(dry["changed"], changed["changed"])
        self.assertEqual({"username", "address"},
                         {one["property"] for one in changed["changed"][0]["differences"]})
        device = self.devices()["r2"]
        self.assertEqual(("192.0.2.99", "netops", "by hand", "cisco_ios"),
                         tuple(device[key] for key in ("address", "username", "notes", "platform")))
        self.assertEqual(["r2", "r3"], self.answer(*words, "--update")["unchanged"])

    def test_configurations_are_devices_a_folder_at_a_time(self):
        folder = self.folder / "configs" / "berlin"
        folder.mkdir(parents=True)
        (folder / "a.cfg").write_text(ASA)
        (folder / "b.cfg").write_text(ROUTER)
        (folder / "readme.txt").write_text("a shopping list\n")
        words = ("device", "import", str(self.folder / "configs"))
        answer = self.answer(*words, "--address-from", "Loopback0", "--dry-run", status=1)
        self.assertEqual([("r2", "192.0.2.2", "of Loopback0")],
                         [(one["name"], one["address"], one["address_is"]) for one in answer["added"]
                          if one["name"] == "r2"])  # fmt: skip
        self.assertEqual([str(folder / "readme.txt")], [one["file"] for one in answer["refused"]])
        answer = self.answer(*words, "--dry-run", status=1)
        addresses = {one["name"]: (one["address"], one["address_is"]) for one in answer["added"]}
        self.assertEqual(("192.0.2.1", "of Management0/0, which is for management"), addresses["fw1"])
        self.answer(*words, "--address-from", "Loopback0", status=1)
        again = self.answer(*words, "--address-from", "Loopback0", status=1)
        self.assertIn("r2", again["unchanged"])
        self.assertEqual([], again["added"])
        named = self.answer(*words, "--name-from", "file", "--dry-run", status=1)
        self.assertIn("a", {one["name"] for one in named["added"]})

    def test_columns_groups_and_standard_input(self):
        ran = self.run_it("--json", "device", "import", "-", "--format", "csv", "--columns", "name=2,address=1",
                          "--platform", "cisco_ios", "--group", "imported", "--group", "branches",
                          stdin="where,who\n192.0.2.1,r1\n")  # fmt: skip
        self.assertEqual(0, ran.returncode, ran.stderr)
        exported = json.loads(self.done("device", "export", "--format", "json").stdout)
        (device,) = exported["devices"]
        self.assertEqual(("r1", "192.0.2.1", ["branches", "imported"]),
                         (device["name"], device["address"], device["groups"]))
        self.assertIn("there is no column", self.refused("device", "import", "-", "--columns", "hots_name=1"))

    def test_what_only_the_inventory_knows_is_checked_in_a_dry_run_too(self):
        path = self.file("name,platform,address,transport,jump,chassis,slot\nfw,cisco_asa,192.0.2.1,ssh,,,\n"
                         "r1,cisco_ios,192.0.2.2,,nowhere,,\nm,cisco_fwsm,192.0.2.3,,,sw,3\n")  # fmt: skip
        dry = self.answer("device", "import", path, "--dry-run", status=1)
        done = self.answer("device", "import", path, status=1)
        self.assertEqual(dry["refused"], done["refused"])
        self.assertEqual([], done["added"])
        for one, reason in zip(done["refused"], ("it can over https", "no server \"nowhere\"", "its chassis sw")):
            self.assertIn(reason, one["reason"])

    def test_an_export_is_imported_again_whole(self):
        self.done("server", "add", "bastion", "--address", "192.0.2.9")
        self.answer("device", "import", self.file(OWN_CSV))
        self.done("device", "set", "fw1", "--jump", "bastion", "--site", "berlin", "--notes", "one, \"two\"\nthree: #4")
        before = self.devices()
        for format_ in ("csv", "yaml", "json"):
            path = str(self.folder / f"devices.{format_}")
            self.done("device", "export", "--format", format_, "--output", path)
            self.assertEqual(0o600, os.stat(path).st_mode & 0o777)
            again = self.answer("device", "import", path, "--update")
            self.assertEqual(["fw1", "r2"], again["unchanged"])
            self.assertEqual(format_, again["files"][0]["format"])
            self.done("device", "remove", "fw1")
            self.answer("device", "import", path)
            after = self.devices()["fw1"]
            self.assertEqual({**before["fw1"], "password_stored": False}, after)
        self.refused("device", "export", "--output", path)
        self.done("device", "export", "--output", path, "--force")
        ansible = self.folder / "hosts.yaml"
        self.done("device", "export", "--format", "ansible", "--output", str(ansible))
        self.assertIn("ansible_network_os: cisco.asa.asa", ansible.read_text())

    def test_fifty_thousand_rows_are_planned_in_seconds(self):
        rows = "".join(f"r{i},cisco_ios,10.{i // 62500}.{i // 250 % 250}.{i % 250},site-{i // 250},netops\n"
                       for i in range(50_000))  # fmt: skip
        path = self.file("name,platform,address,site,notes\n" + rows)
        start = time.monotonic()
        answer = self.answer("device", "import", path, "--dry-run")
        took = time.monotonic() - start
        self.assertEqual(50_000, len(answer["added"]))
        print(f"50,000 rows planned in {took:.2f} s")
        self.assertLess(took, 20)

    def test_help_has_examples(self):
        for verb in ("import", "export"):
            self.assertIn("Example", self.done("device", verb, "--help").stdout)


if __name__ == "__main__":
    unittest.main()
