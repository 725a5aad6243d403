"""Procedure × family as data: the devices to begin with, and how the program is told to prepare them."""

import dataclasses

import lab

NEW_USER = "ops"
NEW_PASSWORD = "every-step-user-5531"

STRIKES = ("cut-before", "cut-after", "reload", "refuse", "question", "log")

ROUTER = lab.FACTORY_NEW
ARCHIVE = """\
archive
 path flash:backup
"""
FIREWALL = f"""\
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
username {lab.USERNAME} password {lab.PASSWORD} privilege 15
aaa authentication ssh console LOCAL
interface {{interface}}
 nameif inside
 security-level 100
 ip address 192.0.2.10 255.255.255.0
ssh 0.0.0.0 0.0.0.0 inside
"""

ACCOUNT = ("--set", f"username={NEW_USER}", "--set-env", "password=NEW_PASSWORD")
SSH = ("--set", "domain=example.net", *ACCOUNT)


@dataclasses.dataclass(frozen=True)
class Job:
    procedure: str
    family: str
    devices: lab.Fleet  # but for name and faults
    transport: str
    words: tuple[str, ...] = ()  # the procedure's parameters
    username: str = ""
    password: str = lab.VTY_PASSWORD

    @property
    def name(self) -> str:
        return f"{self.procedure} on {self.family}"

    def fleet(self, place: int, lines: int) -> lab.Fleet:
        """Devices that are struck in one way, each at a line of its own."""
        return dataclasses.replace(
            self.devices, name=f"{STRIKES[place]}-{{n}}", count=lines,
            first_address=f"127.{20 + place}.0.1", faults=[f"at-line:{{n}}:{STRIKES[place]}"],
        )  # fmt: skip


def routers(config: str = ROUTER, platform: str = "cisco_ios", transports: tuple[str, ...] = ("telnet", "ssh"),
            os_version: str = "") -> lab.Fleet:  # fmt: skip
    return lab.Fleet("", 0, "", platform, config, 2048, transports, os_version=os_version)


def firewalls(os_version: str, interface: str = "GigabitEthernet0/0") -> lab.Fleet:
    config = FIREWALL.replace("{interface}", interface)
    return lab.Fleet("", 0, "", "cisco_asa", config, 2048, ("ssh", "https"), os_version=os_version)


LOCAL = {"username": lab.USERNAME, "password": lab.PASSWORD}
WEB = ("telnet", "ssh", "https")
MANAGER = ("--set", "manager=127.0.0.0", "--set", "netmask=255.0.0.0")

JOBS = (
    Job("ios-ssh", "IOS 12.4", routers(os_version="12.4"), "telnet", SSH),
    Job("ios-ssh", "IOS 15 with archive", routers(ROUTER + ARCHIVE), "telnet", SSH),
    Job("ios-ssh", "IOS-XE 16", routers(platform="cisco_xe"), "telnet", SSH),
    Job("ios-authentication", "IOS 15", routers(), "telnet", ACCOUNT),
    Job("ios-authentication", "IOS 15 with archive", routers(ROUTER + ARCHIVE), "telnet", ACCOUNT),
    Job("ios-ssh-only", "IOS 15", routers(lab.READY_FOR_SSH), "ssh", **LOCAL),
    Job("ios-ssh-only", "IOS-XE 16 with archive", routers(lab.READY_FOR_SSH + ARCHIVE, "cisco_xe"), "ssh", **LOCAL),
    Job("ios-https", "IOS 15", routers(lab.READY_FOR_SSH, transports=WEB), "ssh", **LOCAL),
    Job("asa-https", "ASA 8.4", firewalls("8.4"), "ssh", (*MANAGER, *ACCOUNT), **LOCAL),
    Job("asa-https", "ASA 9", firewalls("9.x"), "ssh", (*MANAGER, *ACCOUNT), **LOCAL),
)  # fmt: skip
