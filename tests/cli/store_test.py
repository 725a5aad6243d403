#!/usr/bin/env python3
"""store, vault, credentials, lease and the device properties as a user meets them; nothing is contacted.

Usage: store_test.py PROGRAM
"""
import json
import os
import sqlite3
import unittest

import program


class Store(program.Case):
    def add(self, name, *more, platform="cisco_ios", **environment):
        return self.answer("device", "add", name, "--platform", platform, "--address", "192.0.2.1", *more, **environment)

    def file(self):
        return self.folder / "data" / "linewarden.db"

    def test_a_backup_is_restored_with_the_old_key(self):
        self.add("r1", "--username", "u", "--password-env", "PW", PW="Hush-Hush-1")
        backup = self.folder / "backup.db"
        copied = self.answer("store", "backup", str(backup))
        self.assertEqual(1, copied["rows"]["device"])
        self.assertEqual(0o600, os.stat(backup).st_mode & 0o777)
        self.assertIn("is there already", self.refused("store", "backup", str(backup)))
        self.assertIn("is not empty", self.refused("store", "restore", str(backup), status=1))
        os.rename(self.file(), self.folder / "old.db")
        for rest in self.folder.glob("data/linewarden.db-*"):
            rest.unlink()
        self.answer("store", "restore", str(backup))
        self.assertTrue(self.answer("device", "show", "r1")["password_stored"])
        os.rename(self.file(), self.folder / "restored.db")
        (self.folder / "data" / "vault.key").unlink()
        said = self.refused("store", "restore", str(backup), status=2)
        self.assertIn("vault.key", said)

    def test_a_store_of_an_older_program_is_migrated_only_on_demand(self):
        self.done("device", "list")
        with sqlite3.connect(self.file()) as old:
            old.execute("PRAGMA user_version = 4")
            for table in ("device_label", "set_credential", "credential_use", "credential_set", "lease"):
                old.execute(f"DROP TABLE {table}")
            for index in ("device_context_of", "device_staging_server", "device_credential_set", "device_aaa"):
                old.execute(f"DROP INDEX {index}")
            columns = [row[1] for row in old.execute("PRAGMA table_info(device)")]
            for column in columns[columns.index("dynamic_address"):]:
                old.execute(f"ALTER TABLE device DROP COLUMN {column}")
        others = [row[0] for row in sqlite3.connect(self.file()).execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('device', 'device_port', 'credential', "
            "'vault_check', 'server', 'server_credential', 'transport_default', 'session_limit')")]
        with sqlite3.connect(self.file()) as old:
            for table in others:
                old.execute(f"DROP TABLE {table}")
        said = self.refused("device", "list", status=2)
        self.assertIn("linewarden store migrate", said)
        self.assertEqual(4, self.answer("store", "show", status=1)["schema"])
        done = self.answer("store", "migrate")
        self.assertEqual(4, done["from"])
        self.assertTrue(done["backup"].endswith(".schema-4"), done)
        self.assertEqual([], self.answer("device", "list"))
        again = self.answer("store", "migrate")
        self.assertEqual(again["from"], again["to"])
        with sqlite3.connect(self.file()) as new:
            new.execute("PRAGMA user_version = 1000")
        self.assertIn("newer Linewarden", self.refused("store", "migrate", status=2))

    def test_a_new_key_seals_everything_and_may_come_from_the_environment(self):
        self.add("r1", "--username", "u", "--password-env", "PW", PW="Hush-Hush-1")
        key = (self.folder / "data" / "vault.key").read_bytes()
        self.assertEqual({"values": 2, "key_file": True}, self.answer("vault", "rotate"))
        self.assertNotEqual(key, (self.folder / "data" / "vault.key").read_bytes())
        self.assertTrue(self.answer("device", "show", "r1")["password_stored"])
        said = self.refused("device", "list", LINEWARDEN_VAULT_KEY="ab" * 32)
        self.assertIn("does not belong", said)
        self.assertNotIn("abab", said)
        said = self.refused("vault", "rotate", "--new-key-env", "NEW", NEW="short")
        self.assertIn("openssl rand -hex 32", said)
        self.answer("vault", "rotate", "--new-key-env", "NEW", NEW="cd" * 32)
        (self.folder / "data" / "vault.key").unlink()
        self.assertEqual(1, len(self.answer("device", "list", LINEWARDEN_VAULT_KEY="cd" * 32)))

    def test_a_url_with_a_password_is_refused_and_not_shown(self):
        said = self.refused("--store", "postgres://lw:Hush-Hush-1@127.0.0.1:1/x", "device", "list")
        self.assertIn("PGPASSWORD", said)
        self.assertNotIn("Hush", said)

    def test_a_server_that_is_not_there_is_told_with_what_to_do(self):
        said = self.refused("--store", "postgres://lw@127.0.0.1:1/x", "device", "list")
        self.assertIn("--store", said)

    def test_credential_sets_are_kept_used_and_never_shown(self):
        shown = self.answer("credentials", "add", "core", "--username", "netops", "--password-env", "PW", PW="Hush-Hush-1")
        self.assertEqual(("netops", True, False, [], 0),
                         (shown["username"], shown["password_stored"], shown["default"], shown["groups"], shown["devices"]))
        self.add("r1", "--group", "dc", "--credential-set", "core")
        self.assertIn("there is no credential set", self.refused("device", "set", "r1", "--credential-set", "nowhere"))
        self.answer("credentials", "use", "core", "--group", "dc")
        shown = self.answer("credentials", "use", "core", "--default")
        self.assertEqual((True, ["dc"], 1), (shown["default"], shown["groups"], shown["devices"]))
        said = self.refused("credentials", "remove", "core", status=1)
        self.assertIn("r1", said)
        self.assertIn("--group", self.refused("credentials", "use", "core"))
        self.answer("device", "set", "r1", "--credential-set", "")
        self.answer("credentials", "use", "", "--group", "dc", "--default")
        self.answer("credentials", "remove", "core")
        self.assertEqual([], self.answer("credentials", "list"))

    def test_every_property_of_the_guide_is_kept(self):
        self.answer("server", "add", "aus1", "--kind", "aus", "--address", "192.0.2.9")
        self.answer("server", "add", "tacacs1", "--kind", "aaa", "--address", "192.0.2.10")
        given = {
            "host-name": "fw1", "domain-name": "example.net", "display-name": "Firewall one", "image": "asa917.bin",
            "target-version": "9.8(4)", "context-mode": "multiple", "firewall-mode": "transparent",
            "staging-server": "aus1", "identity-form": "string", "identity": "fw-one", "supports-failover": "yes",
        }  # fmt: skip
        words = [word for name, value in given.items() for word in (f"--{name}", value)]
        self.done("device", "add", "fw1", "--platform", "cisco_asa", "--dynamic-address", *words, "--group", "a",
                  "--group", "b", "--tag", "t", "--aaa", "tacacs1")  # fmt: skip
        shown = self.answer("device", "show", "fw1")
        for name, value in given.items():
            self.assertEqual(value, shown[name.replace("-", "_")], name)
        self.assertEqual((True, ["a", "b"], ["t"], "edited"),
                         (shown["dynamic_address"], shown["groups"], shown["tags"], shown["supports_failover_from"]))
        for server in ("aus1", "tacacs1"):
            self.assertIn("fw1", self.refused("server", "remove", server, status=1))
        self.assertIn("fw1 has no address in the inventory", self.run_it("test", "fw1").stderr)
        self.assertIn("hardware-serial", self.refused("device", "set", "fw1", "--identity-form", "serial"))
        self.assertIn("empty for a device with a dynamic address",
                      self.refused("device", "add", "r2", "--platform", "cisco_ios"))
        shown = self.answer("device", "set", "fw1", "--group", "", "--supports-failover", "")
        self.assertEqual(([], None, None),
                         (shown["groups"], shown["supports_failover"], shown["supports_failover_from"]))

    def test_devices_are_listed_by_what_they_are_and_page_by_page(self):
        for i in range(5):
            self.add(f"d{i}", "--tag", "odd" if i % 2 else "even", "--site", "berlin")
        self.add("fw1", platform="cisco_asa")
        names = lambda *words: [one["name"] for one in self.answer("device", "list", *words)]  # noqa: E731
        self.assertEqual(["d1", "d3"], names("--tag", "odd"))
        self.assertEqual(["fw1"], names("--platform", "cisco_asa"))
        self.assertEqual(["d0", "d2", "d4"], names("--search", "EVEN"))
        self.assertEqual(["d2", "d3"], names("--after", "d1", "--limit", "2"))
        page = self.done("device", "list", "--limit", "2", "--site", "berlin")
        self.assertIn("5 devices fit; the next page: --after d1", page.stderr)
        self.assertIn("None of the 6", self.done("device", "list", "--tag", "no").stdout)

    def test_devices_are_named_by_what_they_belong_to(self):
        self.add("d1", "--group", "g", "--tag", "t", "--transport", "file")
        self.add("d2", "--group", "g", "--transport", "file")
        tested = self.answer("test", "group:g", "d1", "tag:t", status=3)
        self.assertEqual(["d1", "d2"], [one["device"] for one in tested])
        self.assertIn("there is no device in group:no", self.refused("test", "group:no"))

    def test_nobody_configures_a_device_unless_it_is_prepared(self):
        self.assertEqual([], self.answer("lease", "list"))
        self.assertIn("nobody configures r1", self.refused("lease", "break", "r1"))

    def test_json_of_the_store_says_what_is_in_it(self):
        self.add("r1")
        shown = self.answer("store", "show")
        self.assertEqual(("SQLite", 1), (shown["kind"], shown["rows"]["device"]))
        self.assertEqual(shown["schema"], shown["newest_schema"])
        json.dumps(shown)


if __name__ == "__main__":
    unittest.main()
