"""Procedure × family as data: the device to begin with, and how the program is told to prepare it."""

import dataclasses

import lab

NEW_USER = "ops"
NEW_PASSWORD = "every-step-user-5531"

STRIKES = ("cut-before", "cut-after", "reload", "refuse", "question", "log")

ROUTER = f"""\
hostname {{name}}
enable secret {lab.ENABLE_PASSWORD}
line vty 0 4
 password {lab.VTY_PASSWORD}
 login
 transport input telnet
"""
ARCHIVE = """\
archive
 path flash:backup
"""
FIREWALL = f"""\
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
username {lab.USERNAME} password {lab.PASSWORD} privilege 15
aaa authentication ssh console LOCAL
aaa authentication telnet console LOCAL
interface GigabitEthernet0/0
 nameif inside
 security-level 100
 ip address 127.0.0.1 255.0.0.0
ssh 0.0.0.0 0.0.0.0 inside
telnet 0.0.0.0 0.0.0.0 inside
"""

ACCOUNT = ("--set", f"username={NEW_USER}", "--set-env", "password=NEW_PASSWORD")


@dataclasses.dataclass(frozen=True)
class Job:
    procedure: str
    family: str
    device: lab.Described  # but for its name
    transport: str
    words: tuple[str, ...] = ()  # the procedure's parameters
    username: str = ""
    password: str = lab.VTY_PASSWORD
    lines: int = 60  # more than one run types

    @property
    def name(self) -> str:
        return f"{self.procedure} on {self.family}"

    def described(self, strike: str, line: int) -> lab.Described:
        return dataclasses.replace(
            self.device, name=f"{strike}-{line}", faults=[f"at-line:{line}:{strike}"]
        )


def router(config: str = ROUTER, platform: str = "cisco_ios", **more: object) -> lab.Described:
    return lab.Described("", platform=platform, config=config, rsa_modulus=2048, **more)  # type: ignore[arg-type]


def firewall(platform: str = "cisco_asa", **more: object) -> lab.Described:
    return lab.Described(
        "", platform=platform, config=FIREWALL, rsa_modulus=2048,
        transports=("ssh", "https"), **more,  # type: ignore[arg-type]
    )  # fmt: skip


LOCAL = {"username": lab.USERNAME, "password": lab.PASSWORD}

JOBS = (
    Job("ios-ssh", "IOS 15, reload", router(), "telnet", ("--set", "domain=example.net", *ACCOUNT)),
    Job("ios-ssh", "IOS 15, revert timer", router(ROUTER + ARCHIVE), "telnet",
        ("--set", "domain=example.net", *ACCOUNT)),
    Job("ios-ssh", "IOS-XE 16", router(platform="cisco_xe"), "telnet",
        ("--set", "domain=example.net", *ACCOUNT)),
    Job("ios-authentication", "IOS 15", router(), "telnet", ACCOUNT),
    Job("ios-authentication", "IOS 15, revert timer", router(ROUTER + ARCHIVE), "telnet", ACCOUNT),
    Job("ios-ssh-only", "IOS 15", router(lab.READY_FOR_SSH), "ssh", **LOCAL),
    Job("ios-https", "IOS 15", router(lab.READY_FOR_SSH, transports=("telnet", "ssh", "https")), "ssh", **LOCAL),
    Job("asa-https", "ASA 9", firewall(), "ssh",
        ("--set", "manager=127.0.0.0", "--set", "netmask=255.0.0.0", *ACCOUNT), **LOCAL),
)  # fmt: skip
