"""Secrets of every kind are planted, every command that could let one out is run, and everything that was written
anywhere is searched: answers, messages, the data folder, the server's files, backups, exports, reports."""

import base64
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

import lab
import postgres
import secrets_seen
from linewarden import DONE, NO, Linewarden, Ran

# One a kind, told apart so that a find names what leaked. Passwords of the lab's devices are among them.
PLANTED = {
    "password of the device's login": lab.PASSWORD,
    "enable password": lab.ENABLE_PASSWORD,
    "password of a line": lab.VTY_PASSWORD,
    "password of an account that is made": "Planted-Account-5501",
    "password of a credential set": "Planted-Set-5502",
    "password of a server": "Planted-Server-5503",
    "password in an inventory file": "Planted-Import-5504",
    "password in an Ansible inventory": "Planted-Ansible-5505",
    "community": "Planted-Community-5506",
    "pre-shared key": "Planted-Psk-5507",
    "TACACS+ key": "Planted-Tacacs-5508",
    "RADIUS key": "Planted-Radius-5509",
    "NTP key": "Planted-Ntp-5510",
    "routing key": "Planted-Bgp-5511",
    "password in a URL": "Planted-Url-5512",
    "key of the vault": "5a17" * 16,
    "another key of the vault": "6b28" * 16,
}
ROUTER = f"""\
version 15.1
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
username admin privilege 15 password 0 {lab.PASSWORD}
ip domain-name example.net
snmp-server community {PLANTED['community']} RO
tacacs-server host 192.0.2.50 key {PLANTED['TACACS+ key']}
radius-server host 192.0.2.51 auth-port 1812 acct-port 1813 key {PLANTED['RADIUS key']}
crypto isakmp key {PLANTED['pre-shared key']} address 192.0.2.52
ntp authentication-key 1 md5 {PLANTED['NTP key']}
router bgp 65000
 neighbor 192.0.2.53 password {PLANTED['routing key']}
archive
 path ftp://backup:{PLANTED['password in a URL']}@192.0.2.54/$h
line vty 0 4
 password {lab.VTY_PASSWORD}
 login local
 transport input telnet ssh
end
"""


def forms(secret: str) -> dict[str, bytes]:
    """How a secret may be written down."""
    raw = secret.encode()
    return {
        "as it is": raw,
        "in UTF-16": secret.encode("utf-16-le"),
        "in base64": base64.b64encode(raw).rstrip(b"=")[:-1],
        "in hexadecimal": raw.hex().encode(),
        "in a URL": urllib.parse.quote(secret, safe="").encode(),
        "backwards": raw[::-1],
    }


class PlantedSecrets(unittest.TestCase):
    def setUp(self) -> None:
        self.program = Linewarden()
        self.addCleanup(self.program.close)
        temporary = tempfile.TemporaryDirectory(prefix="linewarden-planted-")
        self.addCleanup(temporary.cleanup)
        self.written = pathlib.Path(temporary.name)  # everything that the program writes outside of its data folder
        given = tempfile.TemporaryDirectory(prefix="linewarden-given-")
        self.addCleanup(given.cleanup)
        self.given = pathlib.Path(given.name)  # what is given to it: full of secrets
        for secret in PLANTED.values():
            secrets_seen.watch(secret)  # in whatever a command prints, at once
        self.key = {"LINEWARDEN_VAULT_KEY": PLANTED["key of the vault"]}
        self.ran: list[str] = []

    def run_it(self, *words: str, accepted: tuple[int, ...] = (DONE,), **environment: str) -> Ran:
        ran = self.program.run(*words, seconds=120, **(self.key | environment))
        self.assertIn(ran.status, accepted, ran.told())
        self.ran.append(" ".join(ran.arguments)[:70])
        return ran

    def files(self) -> None:
        """What a user gives to the program."""
        configs = self.given / "configs"
        configs.mkdir()
        (configs / "edge.cfg").write_text(ROUTER.format(name="edge"))
        (self.given / "rows.csv").write_text(
            f"name,platform,address,username,password\nfrom-csv,cisco_ios,192.0.2.1,u,{PLANTED['password in an inventory file']}\n"
            f"bad-row,no_such,192.0.2.1,u,{PLANTED['password in an inventory file']}\n"
        )
        (self.given / "hosts.ini").write_text(
            "[routers]\nfrom-ansible ansible_host=192.0.2.2 ansible_network_os=cisco.ios.ios ansible_user=u "
            f"ansible_password={PLANTED['password in an Ansible inventory']}\n"
        )

    def work(self, running: lab.Lab) -> None:
        """Every command that handles a secret or shows what may hold one."""
        run, given, written = self.run_it, self.given, self.written
        port = running.port("r1", "telnet")
        login = ("--username", "admin", "--password-env", "PW", "--enable-password-env", "EN")
        passwords = {"PW": lab.PASSWORD, "EN": lab.ENABLE_PASSWORD}
        run("device", "add", "r1", "--platform", "cisco_ios", "--address", "127.0.0.1", "--transport", "telnet",
            "--port", str(port), "--ssh-port", str(running.port("r1", "ssh")), *login, **passwords)  # fmt: skip
        run("credentials", "add", "core", "--username", "c", "--password-env", "PW",
            PW=PLANTED["password of a credential set"])  # fmt: skip
        run("server", "add", "hop", "--address", "192.0.2.9", "--password-env", "PW", PW=PLANTED["password of a server"])
        run("device", "import", str(given / "rows.csv"), "--format", "csv", accepted=(NO,))
        run("device", "import", str(given / "hosts.ini"), "--format", "ansible", accepted=(DONE, NO))
        run("device", "import", str(given / "configs"), "--format", "config", accepted=(DONE, NO))
        run("--json", "device", "list")
        run("device", "show", "r1")
        for form in ("csv", "yaml", "json", "ansible"):
            run("device", "export", "--format", form, "--output", str(written / f"export.{form}"))
        run("test", "r1")
        run("run", "r1", "--command", "show running-config", "--command", "show startup-config", "--command",
            f"snmp-server community {PLANTED['community']} RO", accepted=(DONE, NO))  # fmt: skip
        run("discover", "r1")
        run("--json", "discover", "r1")
        run("prepare", "r1", "--for", "ios-ssh", "--yes", "--set", "hostname=r1", "--set", "domain=example.net", "--set",
            "username=new-ops", "--set-env", "password=NEW", NEW=PLANTED["password of an account that is made"],
            accepted=(DONE, NO))  # fmt: skip
        run("discover", "r1")
        for device in ("r1", "edge"):
            run("archive", "list", device)
            run("archive", "show", device)
        run("archive", "diff", "r1", "edge", accepted=(DONE, NO))
        for word in (PLANTED["community"], "community", "key", "password"):
            ran = run("archive", "search", word, accepted=(DONE, NO))
            if word.startswith("Planted"):
                self.assertEqual(NO, ran.status, "a search tells that a secret is there" + ran.told())
        run("archive", "export", "--git", str(written / "git"))
        run("audit", str(given / "configs"), "--html", str(written / "report.html"), accepted=(DONE, NO))
        run("--json", "audit", str(given / "configs"), accepted=(DONE, NO))
        run("deploy", "r1", "--file", str(given / "configs" / "edge.cfg"), "--to", "file", "--folder", str(written / "x"),
            "--preview", accepted=(DONE, NO, 2))  # fmt: skip
        run("store", "backup", str(written / "backup.db"))
        run("vault", "rotate", "--new-key-env", "NEW", NEW=PLANTED["another key of the vault"])
        self.key = {"LINEWARDEN_VAULT_KEY": PLANTED["another key of the vault"]}
        run("device", "show", "r1")
        # Mistakes are told without their words, too.
        run("vault", "rotate", "--new-key-env", "NEW", NEW=PLANTED["password of a server"], accepted=(2,))
        run("--store", f"postgres://lw:{PLANTED['password in a URL']}@127.0.0.1:1/x", "device", "list", accepted=(2,))
        run("device", "remove", "r1")
        run("archive", "show", "r1")

    def pieces(self, folder: pathlib.Path) -> list[tuple[str, bytes]]:
        """Everything in a folder, and what is packed in a git repository there."""
        found = [(str(file), file.read_bytes()) for file in folder.rglob("*") if file.is_file()]
        for repository in [*folder.rglob(".git"), *[file.parent for file in folder.rglob("HEAD") if file.is_file()]]:
            objects = subprocess.run(
                ["git", "-C", str(repository), "cat-file", "--batch", "--batch-all-objects"],
                capture_output=True, timeout=60, check=True,
            ).stdout  # fmt: skip
            found.append((f"objects of {repository}", objects))
        return found

    def search(self, folders: list[pathlib.Path]) -> None:
        looked = 0
        for folder in folders:
            for name, content in self.pieces(folder):
                looked += 1
                for kind, secret in PLANTED.items():
                    for form, written in forms(secret).items():
                        self.assertNotIn(written, content, f"the {kind} is {form} in {name}")
        print(f"{len(self.ran)} commands, {len(PLANTED)} secrets in {len(forms('x'))} forms, {looked} files: none found",
              file=sys.__stdout__, flush=True)  # fmt: skip

    def check(self, more: list[pathlib.Path]) -> None:
        self.files()
        with lab.Lab([lab.Described("r1", config=ROUTER, rsa_modulus=2048)]) as running:
            self.work(running)
        self.search([self.program.data, self.written, *more])

    def test_in_a_file(self) -> None:
        self.check([])

    def test_on_a_server(self) -> None:
        if not postgres.available():
            self.skipTest("PostgreSQL is not installed")
        server = postgres.Postgres()
        self.addCleanup(server.close)
        self.program.environment["LINEWARDEN_STORE"] = server.url(server.new_database())
        self.check([server.folder])

    def test_a_search_finds_what_is_planted(self) -> None:
        """The search itself can fail."""
        for secret in PLANTED.values():
            for form in forms(secret).values():
                (self.written / "leak").write_bytes(b"x" * 100 + form + b"y")
                with self.assertRaises(AssertionError):
                    self.search([self.written])


if __name__ == "__main__":
    unittest.main()
