"""What a router shall have that can't be reached: sealed, to a token server (Debian's vsftpd), onto a USB token,
and from it into the router, asked at its own console. The lab reads tokens by the document, with none of the
product's code."""

import pathlib
import socket
import threading
import unittest

import hostile
import isolation
import lab
import secrets_seen
import token_router
import vsftpd
from linewarden import DONE, NO, UNREACHABLE, USAGE, Linewarden, Ran

PIN = "24681357"
ROUTER = "branch-13"
SECRET_LINE = "snmp-server community token-community-5519 RO"
WHOLE = f"""\
hostname {ROUTER}-by-token
{SECRET_LINE}
ntp server 192.0.2.50
line con 0
 exec-timeout 0 0
line vty 0 4
 password {lab.VTY_PASSWORD}
 login
enable secret {lab.ENABLE_PASSWORD}
"""


class Tokens(unittest.TestCase):
    """A token server's keys and a router that is set to it."""

    @classmethod
    def setUpClass(cls) -> None:
        isolation.enter()
        cls.ftp = vsftpd.Vsftpd()
        cls.addClassCleanup(cls.ftp.stop)
        for secret in (PIN, vsftpd.PASSWORD, "token-community-5519"):
            secrets_seen.watch(secret)

    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)
        self.folder = pathlib.Path(self.linewarden.environment["HOME"])
        self.token = self.folder / "token"
        self.private = self.folder / "private.key"
        self.done("token", "keys", "--public", self.folder / "tms.pub", "--private", self.private)
        self.config = self.folder / "whole.cfg"
        self.config.write_text(WHOLE)
        for left in self.ftp.uploads.iterdir():
            left.unlink()

    def done(self, *words: str | pathlib.Path, **environment: str) -> Ran:
        ran = self.linewarden.run(*words, **environment)
        self.assertEqual(DONE, ran.status, ran.told())
        return ran

    def add_server(self, *more: str, port: int | None = None, password: str = vsftpd.PASSWORD,
                   directory: str = vsftpd.DIRECTORY) -> None:  # fmt: skip
        self.done(
            "server", "add", "tms", "--kind", "tms", "--address", "127.0.0.1",
            "--port", str(port or self.ftp.port), "--username", vsftpd.USERNAME, "--password-env", "FTP_PASSWORD",
            "--directory", directory, "--public-key", self.folder / "tms.pub", *more, FTP_PASSWORD=password,
        )  # fmt: skip
        self.done(
            "device", "add", ROUTER, "--platform", "cisco_ios", "--os-version", "15.2", "--address", "192.0.2.13",
            "--transport", "tms", "--token-server", "tms",
        )  # fmt: skip

    def deploy(self, status: int = DONE, mode: str = "full", more: tuple[str, ...] = ()) -> dict:
        (answer,) = self.linewarden.json(
            "deploy", ROUTER, "--file", self.config, "--mode", mode, *more, status=status
        )
        return answer

    def write(self, status: int = DONE, *more: str | pathlib.Path, file: pathlib.Path | None = None,
              key: pathlib.Path | None = None, pin: str = PIN) -> Ran:  # fmt: skip
        uploaded = file or self.ftp.uploads / f"{ROUTER}_full.cfg.lwt"
        ran = self.linewarden.run(
            "token", "write", uploaded, "--key", key or self.private, "--to", self.token,
            "--pin-env", "TOKEN_PIN", *more, TOKEN_PIN=pin,
        )  # fmt: skip
        self.assertEqual(status, ran.status, ran.told())
        return ran

    def router(self, pin: str = "") -> token_router.TokenRouter:
        described = lab.Described(
            ROUTER, config=token_router.CONFIG, transports=("telnet", "console"),
            settings={"token": {"image": str(self.token)} | ({"pin": pin} if pin else {})},
        )  # fmt: skip
        running = self.enterContext(lab.Lab([described]))
        user = token_router.TokenRouter(running, ROUTER)
        self.addCleanup(user.close)
        return user


class RoundTrip(Tokens):
    def test_a_router_boots_with_what_was_deployed_to_the_token_server(self) -> None:
        self.add_server()
        router = self.router(pin=PIN)
        self.assertIn(f"hostname {ROUTER}\r\n", router.running_config())

        answer = self.deploy()
        self.assertEqual((True, False, "tms"), (answer["uploaded"], answer["applied"], answer["server"]), answer)
        self.assertEqual(f"{ROUTER}_full.cfg.lwt", answer["file"])
        self.assertIn("token write", answer["next"][0])
        (uploaded,) = self.ftp.uploads.iterdir()
        self.assertEqual(answer["file"], uploaded.name)
        self.assertNotIn(b"community", uploaded.read_bytes())

        self.write(DONE, "--device", ROUTER)
        for file in self.token.iterdir():
            self.assertNotIn(b"community", file.read_bytes(), file)
        router.reload()
        shown = router.running_config()
        self.assertIn(f"hostname {ROUTER}-by-token\r\n", shown)
        self.assertIn(SECRET_LINE, shown)
        self.assertIn("ntp server 192.0.2.50", shown)

    def test_a_delta_is_merged_from_the_token_by_the_routers_user(self) -> None:
        self.add_server()
        router = self.router()
        self.config.write_text("ntp server 192.0.2.99\n")
        self.assertIn("copy usbtoken0:CCCD running-config", self.deploy(mode="delta")["next"][-1])
        self.write(file=self.ftp.uploads / f"{ROUTER}_delta.cfg.lwt")
        self.assertIn("CCCD", router.type("dir usbtoken0:"))
        router.type("crypto pki token usbtoken0 login")
        router.type(PIN)
        router.type("copy usbtoken0:CCCD running-config")
        self.assertIn("bytes copied", router.type(""))
        shown = router.running_config()
        self.assertIn("ntp server 192.0.2.99", shown)
        self.assertIn(f"hostname {ROUTER}\r\n", shown)

    def test_the_test_says_that_such_a_router_cannot_be_tested(self) -> None:
        self.add_server()
        ran = self.linewarden.run("test", ROUTER)
        self.assertNotEqual(DONE, ran.status, ran.told())
        self.assertIn("tms", ran.out + ran.err)

    def test_a_second_deployment_takes_the_place_of_the_first(self) -> None:
        self.add_server()
        self.deploy()
        self.config.write_text(WHOLE.replace(f"{ROUTER}-by-token", "second"))
        self.deploy()
        self.assertEqual(1, len(list(self.ftp.uploads.iterdir())))
        self.write()
        router = self.router(pin=PIN)
        self.assertIn("hostname second\r\n", router.running_config())


class UnderTls(Tokens):
    @classmethod
    def setUpClass(cls) -> None:
        isolation.enter()
        cls.ftp = vsftpd.Vsftpd(tls=True)
        cls.addClassCleanup(cls.ftp.stop)

    def test_the_certificate_is_pinned_and_the_file_arrives(self) -> None:
        self.add_server("--tls")
        self.assertTrue(self.deploy()["uploaded"])
        self.assertIn(f"127.0.0.1:{self.ftp.port} x509", self.done("pin", "export").out)
        self.assertTrue(self.deploy()["uploaded"])
        self.write()

    def test_many_files_go_over_one_login(self) -> None:
        self.add_server("--tls")
        for number in range(20):
            self.done("device", "add", f"r{number}", "--platform", "cisco_ios", "--os-version", "15.2",
                      "--address", "192.0.2.13", "--transport", "tms", "--token-server", "tms")  # fmt: skip
        answers = self.linewarden.json("deploy", "all", "--file", self.config, "--mode", "full")
        self.assertEqual([True] * 21, [answer["uploaded"] for answer in answers])
        self.assertEqual(21, len(list(self.ftp.uploads.iterdir())))

    def test_a_login_under_old_cryptography_is_in_the_journal(self) -> None:
        self.add_server("--tls", "--crypto", "ancient")
        self.assertTrue(self.deploy()["uploaded"])
        (line,) = (self.linewarden.data / "journal.jsonl").read_text().splitlines()
        self.assertIn('"device":"tms","event":"old_cryptography","protocol":"ftps"', line)

    def test_without_tls_such_a_server_refuses_the_login(self) -> None:
        self.add_server()
        error = self.deploy(UNREACHABLE)["error"]
        self.assertEqual("LoginRefused", error["code"], error)

    def test_another_certificate_is_refused(self) -> None:
        self.add_server("--tls")
        pins = self.linewarden.data / "host_keys"
        self.deploy()
        line = pins.read_text().split()
        line[2] = "SHA256:" + ":".join(["00"] * 32)
        pins.write_text(" ".join(line) + "\n")
        error = self.deploy(UNREACHABLE)["error"]
        self.assertEqual("HostKeyChanged", error["code"], error)
        self.assertIn("server set tms --accept-key", error["hint"])


class FaultsOfTheServer(Tokens):
    def test_a_wrong_password(self) -> None:
        self.add_server(password="wrong-ftp-password-1")
        error = self.deploy(UNREACHABLE)["error"]
        self.assertEqual(("LoginRefused", "wrong_login"), (error["code"], error["diagnosis"]), error)
        self.assertEqual([], list(self.ftp.uploads.iterdir()))

    def test_a_directory_that_is_not_there(self) -> None:
        self.add_server(directory="nowhere")
        error = self.deploy(USAGE)["error"]
        self.assertEqual("NotFound", error["code"], error)
        self.assertIn("no directory nowhere", error["message"])

    def test_a_disk_that_is_full(self) -> None:
        self.add_server(directory=vsftpd.FULL_DIRECTORY)
        self.config.write_text("ntp server 192.0.2.50\n" * 4000)
        error = self.deploy(NO)["error"]
        self.assertEqual("CommandRejected", error["code"], error)
        self.assertIn("could not store", error["message"])
        self.assertEqual([], list((self.ftp.home / vsftpd.FULL_DIRECTORY).iterdir()))

    def test_a_server_that_closes_in_mid_upload(self) -> None:
        self.config.write_text("ntp server 192.0.2.50\n" * 10_000)
        with hostile.server(closes_in_mid_upload) as port:
            self.add_server(port=port)
            error = self.deploy(UNREACHABLE)["error"]
        self.assertEqual("ConnectionLost", error["code"], error)

    def test_a_silent_server_meets_the_deadline(self) -> None:
        with hostile.server(hostile.stalls) as port:
            self.add_server(port=port)
            error = self.deploy(UNREACHABLE, more=("--upload-timeout", "1"))["error"]
        self.assertEqual("Timeout", error["code"], error)


class FaultsOfTheToken(Tokens):
    def setUp(self) -> None:
        super().setUp()
        self.add_server()
        self.deploy()

    def test_another_private_key(self) -> None:
        other = self.folder / "other.key"
        self.done("token", "keys", "--public", self.folder / "other.pub", "--private", other)
        self.assertIn("does not open with the private key", self.write(USAGE, key=other).err)
        self.assertFalse(self.token.exists())

    def test_a_private_key_that_others_may_read(self) -> None:
        self.private.chmod(0o644)
        self.assertIn("chmod 600", self.write(USAGE).err)

    def test_a_file_that_was_cut(self) -> None:
        whole = (self.ftp.uploads / f"{ROUTER}_full.cfg.lwt").read_bytes()
        cut = self.folder / "cut.lwt"
        for size in (0, 7, 60, len(whole) // 2, len(whole) - 1):
            cut.write_bytes(whole[:size])
            ran = self.linewarden.run(
                "token", "write", cut, "--key", self.private, "--to", self.token, "--pin-env", "P", P=PIN
            )
            self.assertEqual(USAGE, ran.status, ran.told())
            self.assertFalse(self.token.exists(), size)

    def test_a_file_for_another_device(self) -> None:
        self.assertIn(f"is for {ROUTER}, not for r9", self.write(USAGE, "--device", "r9").err)

    def test_a_configuration_that_the_token_cannot_hold(self) -> None:
        self.assertIn("and the token 100", self.write(USAGE, "--size", "100").err)
        self.assertFalse(self.token.exists())
        self.config.write_text("ntp server 192.0.2.50\n" * 2000)
        self.deploy()
        self.assertIn("and the token 32768", self.write(USAGE).err)
        self.write(DONE, "--size", "65536")

    def test_a_token_that_is_there_already(self) -> None:
        self.write()
        self.assertIn("--replace", self.write(USAGE).err)
        self.write(DONE, "--replace")

    def test_a_router_that_was_told_another_pin_leaves_the_token_unread(self) -> None:
        self.write()
        router = self.router(pin="99999999")
        self.assertIn(f"hostname {ROUTER}\r\n", router.running_config())
        self.assertNotIn("community", router.running_config())
        self.assertIn("Login failed", router.type("crypto pki token usbtoken0 login 11111111"))
        router.type("copy usbtoken0:CCCD running-config")
        self.assertIn("Permission denied", router.type(""))
        self.assertNotIn("community", router.running_config())


def closes_in_mid_upload(peer: socket.socket, ended: threading.Event) -> None:
    """A server that takes the login, and some of the file; then it is gone."""
    with socket.create_server(("127.0.0.1", 0)) as data:
        answers = {
            b"USER": b"331 Password", b"PASS": b"230 Welcome", b"PWD": b'257 "/"', b"CWD": b"250 Done",
            b"EPSV": b"229 Here (|||%d|)" % data.getsockname()[1], b"TYPE": b"200 Done", b"STOR": b"150 Go ahead",
        }  # fmt: skip
        peer.sendall(b"220 Ready\r\n")
        for line in peer.makefile("rb"):
            word = line.split()[0]
            peer.sendall(answers[word] + b"\r\n")
            if word == b"STOR":
                with data.accept()[0] as upload:
                    upload.recv(1000)
                return


if __name__ == "__main__":
    unittest.main()
