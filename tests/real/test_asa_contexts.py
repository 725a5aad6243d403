"""Security contexts and flash files of the lab's firewalls, as `run`, `test` and `file` reach them."""

import hashlib
import pathlib
import tempfile
import unittest

import lab
import secrets_seen
from linewarden import DONE, NO, UNREACHABLE, USAGE, Linewarden

SYSTEM = f"""\
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
"""
ADMIN = f"""\
hostname fw-1
enable password {lab.ENABLE_PASSWORD}
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
TRANSPORTS = ("telnet", "https", "ssh")
FRESH = ("new1", "new2", "new3")  # contexts, one for each of them


class Firewall(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        many = lab.Described(
            "fw-1", platform="cisco_asa", config=SYSTEM, transports=TRANSPORTS, rsa_modulus=2048,
            contexts={"admin": ADMIN, "ctx1": "hostname inner\n"} | dict.fromkeys(FRESH, "hostname new\n"),
        )  # fmt: skip
        router = lab.Described("r1", config=lab.READY_FOR_SSH, rsa_modulus=2048)
        cls.running = cls.enterClassContext(lab.Lab([many, router]))

    def setUp(self) -> None:
        self.linewarden = Linewarden()
        self.addCleanup(self.linewarden.close)
        ports = tuple(
            word for one in ("telnet", "ssh") for word in (f"--{one}-port", str(self.running.port("fw-1", one)))
        )
        self.linewarden.add(
            "fw-1", "cisco_asa", self.running.port("fw-1", "https"), "https",
            username=lab.USERNAME, password=lab.PASSWORD, enable=lab.ENABLE_PASSWORD, more=ports,
        )  # fmt: skip
        self.linewarden.add(
            "r1", "cisco_ios", self.running.port("r1", "ssh"), "ssh",
            username=lab.USERNAME, password=lab.PASSWORD, enable=lab.ENABLE_PASSWORD,
        )  # fmt: skip


class Contexts(Firewall):
    def test_commands_run_in_the_context_over_each_transport(self) -> None:
        for over in TRANSPORTS:
            with self.subTest(over=over):
                (reached,) = self.linewarden.json("test", "fw-1", "--context", "ctx1", "--over", over)
                self.assertTrue(reached["prompt"].startswith("inner/ctx1#"), reached)
                words = ("run", "fw-1", "--over", over, "-c", "show running-config", "-c", "show version")
                (answer,) = self.linewarden.json(*words, "--context", "ctx1")
                config, version = (one["text"] for one in answer["outputs"])
                self.assertIn("hostname inner", config)
                self.assertIn("<context>", version)
                (answer,) = self.linewarden.json(*words, "--context", "system")
                self.assertIn("context ctx1\n", answer["outputs"][0]["text"])

    def test_a_context_is_prepared_and_the_others_are_left_alone(self) -> None:
        secrets_seen.watch("update-password-41")
        for over, context, server in zip(TRANSPORTS, FRESH, ("192.0.2.61", "192.0.2.62", "192.0.2.63")):
            with self.subTest(over=over):
                words = ("prepare", "fw-1", "--context", context, "--over", over, "--for", "asa-auto-update", "--yes",
                         "--set", f"server={server}", "--set", "username=u", "--set-env", "password=UPDATE",
                         "--set", "device_id=hostname")  # fmt: skip
                done = self.linewarden.json(*words, UPDATE="update-password-41")
                self.assertTrue(done["proved"])
                self.assertEqual("write memory", done["applied"][-1])
                self.assertEqual([], self.linewarden.json(*words, UPDATE="update-password-41")["applied"])
                for place, there in ((context, True), ("admin", False), ("ctx1", False)):
                    (answer,) = self.linewarden.json("run", "fw-1", "--over", over, "--context", place,
                                                     "-c", "show startup-config")  # fmt: skip
                    self.assertEqual(there, f"@{server}" in answer["outputs"][0]["text"])

    def test_changeto_typed_by_the_user_is_followed(self) -> None:
        for over in ("telnet", "ssh"):
            (answer,) = self.linewarden.json(
                "run", "fw-1", "--over", over, "-c", "changeto context ctx1", "-c", "show running-config hostname",
                "-c", "changeto system", "-c", "show running-config hostname",
            )  # fmt: skip
            self.assertEqual(["hostname inner", "hostname fw-1"],
                             [answer["outputs"][at]["text"] for at in (1, 3)])  # fmt: skip

    def test_one_that_is_not_there_is_named_in_the_devices_words(self) -> None:
        for over in TRANSPORTS:
            with self.subTest(over=over):
                ran = self.linewarden.run("--json", "test", "fw-1", "--context", "GLOBAL", "--over", over)
                self.assertEqual(NO, ran.status, ran.told())
                error = ran.json()[0]["error"]
                self.assertEqual("CommandRejected", error["code"])
                self.assertIn(f"fw-1 over {over}: there is no context GLOBAL here", error["message"])
                self.assertIn("is not valid", error["message"])

    def test_a_router_has_none_and_a_name_is_one_word(self) -> None:
        for words, said in ((("r1", "--context", "ctx1"), "security contexts, not cisco_ios"),
                            (("fw-1", "--context", "a b"), "can't be the name")):  # fmt: skip
            ran = self.linewarden.run("test", *words)
            self.assertEqual(USAGE, ran.status, ran.told())
            self.assertIn(said, ran.err)


class FlashFiles(Firewall):
    def setUp(self) -> None:
        super().setUp()
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def test_a_file_goes_there_and_comes_back_byte_for_byte(self) -> None:
        sent = self.folder / "image.bin"
        sent.write_bytes(bytes(range(256)) * 4096)
        put = self.linewarden.json("file", "put", "fw-1", sent, "disk0:/images/image.bin")
        digest = hashlib.sha256(sent.read_bytes()).hexdigest()
        self.assertEqual(("disk0:/images/image.bin", 1 << 20, digest), (put["file"], put["bytes"], put["sha256"]))
        back = self.folder / "back"
        back.mkdir()
        got = self.linewarden.json("file", "get", "fw-1", "images/image.bin", back)
        self.assertEqual((str(back / "image.bin"), digest), (got["local"], got["sha256"]))
        self.assertEqual(sent.read_bytes(), (back / "image.bin").read_bytes())
        self.assertEqual(0o600, (back / "image.bin").stat().st_mode & 0o777)

        refused = self.linewarden.run("file", "get", "fw-1", "images/image.bin", back)
        self.assertEqual(USAGE, refused.status, refused.told())
        self.assertIn("--force", refused.err)
        forced = self.linewarden.run("file", "get", "fw-1", "images/image.bin", back, "--force")
        self.assertEqual(DONE, forced.status, forced.told())

    def test_what_can_not_be_is_refused_in_plain_words(self) -> None:
        file = self.folder / "a.cfg"
        file.write_text("hostname x\n")
        for words, said, status in (
            (("get", "fw-1", "none.cfg", self.folder), "has no file disk0:/none.cfg", USAGE),
            (("put", "fw-1", file, "--over", "ssh"), "over HTTPS only", UNREACHABLE),
            (("put", "r1", file), "ASA, PIX and FWSM only", UNREACHABLE),
            (("put", "fw-1", file, "disk1:/a.cfg"), 'no "disk1:"', USAGE),
            (("put", "fw-1", self.folder / "none"), "cannot read", USAGE),
        ):  # fmt: skip
            with self.subTest(words=words):
                ran = self.linewarden.run("file", *words)
                self.assertEqual(status, ran.status, ran.told())
                self.assertIn(said, ran.err)

    def test_a_refused_login_is_told_before_anything_is_sent(self) -> None:
        file = self.folder / "a.cfg"
        file.write_text("hostname x\n")
        ran = self.linewarden.run("--json", "file", "put", "fw-1", file, "--password-env", "WRONG",
                                  WRONG="wrong-password-1")  # fmt: skip
        self.assertEqual(UNREACHABLE, ran.status, ran.told())
        self.assertEqual("wrong_login", ran.json()["error"]["diagnosis"])


if __name__ == "__main__":
    unittest.main()
