"""What each cryptography profile negotiates, measured against OpenSSH and OpenSSL that have one old
algorithm each, and what is said where there is no agreement. The table goes to standard output.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest
from typing import Any

import frr
import isolation
import lab
import openssh
from children import Child, free_port
from crypto_rows import PROFILES, SSH_ROWS, TLS_ROWS, TlsRow, agrees
from linewarden import UNREACHABLE, Linewarden

MISMATCH = "crypto_mismatch"
DEADLINES = ("--connect-timeout", "15", "--command-timeout", "10", "--at-once", "20")


def name_of(row: str, profile: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in row) + "." + profile


class Measured(unittest.TestCase):
    """One `test` over all rows and profiles, its answers by device."""

    answers: dict[str, dict[str, Any]]
    linewarden: Linewarden

    @classmethod
    def setUpClass(cls) -> None:
        isolation.enter()
        cls.linewarden = Linewarden()
        cls.addClassCleanup(cls.linewarden.close)

    @classmethod
    def measure(cls) -> None:
        ran = cls.linewarden.run("--json", "test", "all", *DEADLINES)
        cls.answers = {one["device"]: one for one in ran.json()}

    @classmethod
    def show(cls, title: str, rows: list[tuple[str, list[str]]]) -> None:
        lines = [f"\n  {title:<42} " + " ".join(f"{profile:<8}" for profile in PROFILES)]
        lines += [f"  {name:<42} " + " ".join(f"{word:<8}" for word in words) for name, words in rows]
        print("\n".join(lines), file=sys.__stdout__, flush=True)

    def refused(self, row: str, profile: str, named: str) -> dict[str, Any]:
        """The error of a row that this profile must not agree with."""
        error = self.answers[name_of(row, profile)]["error"]
        self.assertIsNotNone(error, f"{row}, {profile}: agreed")
        self.assertEqual(("Unsupported", MISMATCH), (error["code"], error["diagnosis"]), error)
        self.assertIn(f"profile {profile}", error["message"])
        self.assertIn(named.lower(), error["message"].lower())
        return error


class SshProfiles(Measured):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        router = frr.Frr()
        cls.addClassCleanup(router.stop)
        account = openssh.Account(router)
        cls.addClassCleanup(account.close)
        for row in SSH_ROWS:
            server = openssh.OpenSsh(router, account, row.settings, row.host_key)
            cls.addClassCleanup(server.stop)
            for profile in PROFILES:
                cls.linewarden.add(
                    name_of(row.name, profile), "frr", server.port, "ssh", username=openssh.USERNAME,
                    password=openssh.PASSWORD, more=("--crypto", profile),
                )  # fmt: skip
        cls.measure()

    def test_each_profile_agrees_with_what_it_has_and_says_what_is_missing(self) -> None:
        for row in SSH_ROWS:
            for profile in PROFILES:
                with self.subTest(row=row.name, profile=profile):
                    answer = self.answers[name_of(row.name, profile)]
                    if agrees(profile, row.first):
                        self.assertTrue(answer["ok"], answer)
                        continue
                    error = self.refused(row.name, profile, row.name.split(" of ")[-1])
                    # The profile that would do is the first thing to try.
                    self.assertIn(row.first, error["hint"])

    @classmethod
    def tearDownClass(cls) -> None:
        cls.show("SSH 2, OpenSSH with nothing but", [
            (row.name, ["yes" if cls.answers[name_of(row.name, one)]["ok"] else "no" for one in PROFILES])
            for row in SSH_ROWS
        ])  # fmt: skip


class TlsProfiles(Measured):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="lw-tls-")))
        for number, row in enumerate(TLS_ROWS):
            cls.add(row.name, cls.serve(f"peer-{number}", row.key, row.options))
        cls.add("expired", cls.serve("expired", ("-newkey", "rsa:2048"), ("-tls1_2",), days="-1"))
        weak = lab.Described(
            "k8", platform="cisco_asa", transports=("https",), settings={"licence": "k8"},
            config="hostname {name}\nhttp server enable\ninterface Management0/0\n nameif management\n"
            "http 127.0.0.0 255.0.0.0 management\n",
        )  # fmt: skip
        running = cls.enterClassContext(lab.Lab([weak]))
        cls.add("DES", running.port("k8", "https"))
        cls.measure()

    @classmethod
    def serve(cls, name: str, key: tuple[str, ...], options: tuple[str, ...], days: str = "30") -> int:
        """An `openssl s_server` with a certificate of its own; its port."""
        request, certificate, private = (str(cls.folder / f"{name}.{kind}") for kind in ("csr", "pem", "key"))
        for command in (
            ["req", *key, "-nodes", "-subj", f"/CN={name}", "-out", request, "-keyout", private],
            ["x509", "-req", "-in", request, "-signkey", private, "-days", days, "-out", certificate],
        ):
            subprocess.run(["openssl", *command], check=True, capture_output=True, timeout=30)
        port = free_port()
        child = Child(
            ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", certificate,
             "-key", private, "-www", "-quiet", *options],
            cls.folder / f"{name}.log",
        )  # fmt: skip
        cls.addClassCleanup(child.stop)
        child.wait_for_port(port)
        return port

    @classmethod
    def add(cls, row: str, port: int) -> None:
        for profile in PROFILES:
            cls.linewarden.add(
                name_of(row, profile), "cisco_asa", port, "https", username="admin",
                password="tls-test-password", more=("--crypto", profile),
            )  # fmt: skip

    @classmethod
    def agreed(cls, row: str, profile: str) -> bool:
        """The page of s_server is no firewall's answer, but it came through the encryption."""
        return cls.answers[name_of(row, profile)]["error"]["diagnosis"] == "not_this_protocol"

    def test_each_profile_agrees_with_what_it_has_and_says_what_is_missing(self) -> None:
        for row in TLS_ROWS:
            for profile in PROFILES:
                with self.subTest(row=row.name, profile=profile):
                    if agrees(profile, row.first):
                        self.assertTrue(self.agreed(row.name, profile), self.answers[name_of(row.name, profile)])
                        continue
                    error = self.refused(row.name, profile, row.named)
                    self.assertIn(row.first, error["hint"])

    def test_a_device_with_des_alone_needs_another_licence_whatever_the_profile(self) -> None:
        for profile in PROFILES:
            error = self.refused("DES", profile, "DES")
            self.assertIn("activation key", error["hint"])

    def test_an_expired_certificate_is_a_matter_of_dates_whatever_the_profile(self) -> None:
        for profile in PROFILES:
            error = self.answers[name_of("expired", profile)]["error"]
            self.assertEqual(("Unauthenticated", "certificate_dates"), (error["code"], error["diagnosis"]), error)
            self.assertTrue(error["hint"])

    @classmethod
    def tearDownClass(cls) -> None:
        rows = [*(row.name for row in TLS_ROWS), "DES"]
        cls.show("TLS, OpenSSL with nothing but", [
            (row, ["yes" if cls.agreed(row, one) else "no" for one in PROFILES]) for row in rows
        ])  # fmt: skip


if __name__ == "__main__":
    unittest.main()
