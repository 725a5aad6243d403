"""From factory-new to proved: `linewarden prepare all` on 500 simulated devices of mixed families, and the IOS part
beside an Ansible playbook that enters, saves and checks the same."""

import pathlib
import sys
import tempfile

import lab
import measure
from devices import FIREWALL
from fleet import Inventory
from fleet_speed import ansible
from table import milliseconds, number, table

NEW_USER, NEW_PASSWORD = "bench-ops", "bench-prepare-7731"
AT_ONCE = 10  # the simulated routers make their keys one after the other
SAMPLE = 20
TIMES_ANSIBLE = 10
WEB = ("telnet", "ssh", "https")

# As they come out of the box, but for an address and a password of the Telnet lines.
NEW_FIREWALL = "".join(
    line for line in FIREWALL.splitlines(True) if not line.startswith(("http ", "aaa authentication http"))
)
FLEETS = (
    lab.Fleet("ios-{n}", 250, "127.1.0.1", "cisco_ios", lab.FACTORY_NEW, 0, ("telnet", "ssh")),
    lab.Fleet("xe-{n}", 100, "127.2.0.1", "cisco_xe", lab.FACTORY_NEW, 0, ("telnet", "ssh")),
    lab.Fleet("asa-{n}", 150, "127.3.0.1", "cisco_asa", NEW_FIREWALL, 2048, ("telnet", "ssh", "https")),
)
FIRST_WAY = {"cisco_ios": "telnet", "cisco_xe": "telnet", "cisco_asa": "ssh"}
WORDS = (
    "--for", "ios-ssh", "--for", "asa-https", "--yes", "--at-once", str(AT_ONCE),
    "--set", "hostname={device}", "--set", "domain=example.net",
    "--set", "manager=127.0.0.0", "--set", "netmask=255.0.0.0", "--set", "interface=management",
    "--set", f"username={NEW_USER}", "--set-env", "password=NEW_PASSWORD",
)  # fmt: skip
PLAYBOOK = """
- hosts: all
  gather_facts: false
  tasks:
    - cisco.ios.ios_config:
        lines: [ip http authentication local, ip http secure-server]
        save_when: changed
    - cisco.ios.ios_command:
        commands: [show ip http server secure status]
        wait_for: ['result[0] contains Enabled']
"""


def prepare(inventory: Inventory, count: int, *words: str) -> measure.Cost:
    cost, answers = inventory.run("all", *words, command="prepare", NEW_PASSWORD=NEW_PASSWORD)
    failed = [one for one in answers if not one["proved"]]
    if failed or len({one["device"] for one in answers}) != count:
        raise RuntimeError(f"{len(failed)} of {len(answers)} failed: {failed[:1]}")
    return cost


def mixed() -> list[list[str]]:
    count = sum(fleet.count for fleet in FLEETS)
    with lab.Lab([], seconds=60.0, fleets=list(FLEETS)) as running, Inventory() as inventory:
        for name, device in running.devices.items():
            way = FIRST_WAY[device["platform"]]
            known = way == "ssh"
            inventory.add(
                name, device["transports"][way]["address"], device["transports"][way]["port"], way,
                platform=device["platform"], username=lab.USERNAME if known else "",
                password=lab.PASSWORD if known else lab.VTY_PASSWORD,
                more=[word for transport, at in device["transports"].items()
                      for word in (f"--{transport}-port", str(at["port"]))],
            )  # fmt: skip
        first = prepare(inventory, count, *WORDS)
        again = prepare(inventory, count, *WORDS)
    return [
        [name, f"{count}", number(cost.wall) + " s", number(count / cost.wall), milliseconds(cost.cpu / count),
         f"{cost.peak / (1 << 20):.0f} MiB"]
        for name, cost in (("from factory-new to proved", first), ("again: nothing to change", again))
    ]  # fmt: skip


def beside_ansible() -> tuple[list[list[str]], float] | None:
    fleet = lab.Fleet("web-{n}", SAMPLE * 2, "127.4.0.1", "cisco_ios", lab.READY_FOR_SSH, 2048, WEB)
    with lab.Lab([], fleets=[fleet]) as running, Inventory() as inventory, \
            tempfile.TemporaryDirectory(prefix="linewarden-bench-") as name:  # fmt: skip
        names = list(running.devices)
        for device in names[:SAMPLE]:
            at = running.devices[device]["transports"]
            inventory.add(device, at["ssh"]["address"], at["ssh"]["port"], "ssh",
                          more=["--https-port", str(at["https"]["port"])])  # fmt: skip
        own = prepare(inventory, SAMPLE, "--for", "ios-https", "--yes", "--at-once", str(AT_ONCE))
        try:
            peer = ansible(running, names[SAMPLE:], pathlib.Path(name), PLAYBOOK)
        except (RuntimeError, FileNotFoundError) as error:
            print(f"not measured: Ansible: {error}", file=sys.stderr)
            return None
    rows = [
        [name, f"{SAMPLE}", number(cost.wall) + " s", number(SAMPLE / cost.wall), milliseconds(cost.cpu / SAMPLE),
         f"{cost.peak / (1 << 20):.0f} MiB"]
        for name, cost in (("`ios-https`, ours", own), ("the same as an Ansible playbook", peer))
    ]  # fmt: skip
    return rows, peer.wall / own.wall


def report() -> str:
    rows = mixed()
    ansibles = beside_ansible()
    text = table(
        ["work", "devices", "wall", "devices/s", "client's processor time a device", "largest process"],
        rows + (ansibles[0] if ansibles else []),
    )  # fmt: skip
    kinds = ", ".join(f"{fleet.count} {fleet.platform}" for fleet in FLEETS)
    text += f"\nThe 500: {kinds}; the simulated routers make an RSA key of 2,048 bits each, one after the other.\n"
    if ansibles:
        verdict = "met" if ansibles[1] >= TIMES_ANSIBLE else "**missed**"
        text += f"\nTarget: {TIMES_ANSIBLE} times the rate of Ansible on a sample of {SAMPLE}: {verdict} ({number(ansibles[1])}).\n"
    return text
