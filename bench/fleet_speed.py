"""Two commands on each device of a fleet: `linewarden run`, asyncssh, netmiko's threads and Ansible's forks, each
a whole program on the same simulated routers, which are one other process."""

import pathlib
import statistics
import sys
import tempfile

import lab
import measure
from fleet import Inventory, endpoints, routers
from session_speed import ENVIRONMENT, counted
from table import milliseconds, number, table

COUNT = 2000
AT_ONCE = 50
ANSIBLE_SAMPLE = 50
COMMANDS = ("show version", "show clock")
FLOOR_ROUNDS = 7
FLOOR_SESSIONS = 200
TIMES_ASYNCSSH = 8
TIMES_FLOOR = 1.2

PLAYBOOK = """
- hosts: all
  gather_facts: false
  tasks:
    - cisco.ios.ios_command: {commands: [show version, show clock]}
"""
ANSIBLE_SETTINGS = {
    "ANSIBLE_HOST_KEY_CHECKING": "False",
    "ANSIBLE_PARAMIKO_LOOK_FOR_KEYS": "False",
    "ANSIBLE_STDOUT_CALLBACK": "minimal",
}


def ours(inventory: Inventory) -> measure.Cost:
    words = [word for command in COMMANDS for word in ("-c", command)]
    cost, answers = inventory.run("all", *words)
    failed = [one["error"] for one in answers if one["error"] or len(one["outputs"]) != len(COMMANDS)]
    if failed or len(answers) != COUNT:
        raise RuntimeError(f"{len(failed)} of {len(answers)} failed: {failed[:1]}")
    return cost


def peer(kind: str, devices: pathlib.Path) -> tuple[measure.Cost, int]:
    """And how many sessions did not get the answers."""
    program, out = pathlib.Path(__file__).parent / "peer_fleet.py", devices.with_suffix(".wrong")
    cost = measure.run(["/usr/bin/python3", str(program), kind, str(AT_ONCE)],
                       environment=ENVIRONMENT, given=devices, out=out, accepted=(0,))  # fmt: skip
    return cost, int(out.read_text())


def ansible(
    running: lab.Lab, names: list[str], folder: pathlib.Path, playbook: str = PLAYBOOK
) -> measure.Cost:
    hosts = ["[all:vars]", f"ansible_user={lab.USERNAME}", f"ansible_password={lab.PASSWORD}",
             "ansible_connection=ansible.netcommon.network_cli", "ansible_network_os=cisco.ios.ios",
             "ansible_network_cli_ssh_type=paramiko", "[all]"]  # fmt: skip
    for name in names:
        address, _, port = running.endpoint(name, "ssh").partition(":")
        hosts.append(f"{name} ansible_host={address} ansible_port={port}")
    (folder / "hosts").write_text("\n".join(hosts) + "\n")
    (folder / "play.yml").write_text(playbook)
    environment = ENVIRONMENT | ANSIBLE_SETTINGS | {"HOME": str(folder)}
    # Its connections are processes of their own, which outlive it.
    all_of_it = ["/usr/bin/python3", str(pathlib.Path(__file__).parent / "with_orphans.py")]
    play = ["ansible-playbook", "-f", str(AT_ONCE), "-i", str(folder / "hosts"), str(folder / "play.yml")]
    return measure.run([*all_of_it, *play], environment=environment, accepted=(0,))


def floor_ratio(binaries: pathlib.Path) -> tuple[float, float, float] | None:
    """Our SSH client and the bare loop over libssh in turn: the middle of the ratios, and both costs."""
    router = lab.Described("bench-r1", config=lab.READY_FOR_SSH, rsa_modulus=2048)
    with lab.Lab([router]) as running:
        rest = [str(running.port("bench-r1", "ssh")), lab.USERNAME, str(FLOOR_SESSIONS), "terminal length 0", *COMMANDS]
        pairs = [
            (counted([str(binaries / "ssh_client_bench"), *rest]), counted([str(binaries / "ssh_floor"), *rest]))
            for _ in range(FLOOR_ROUNDS)
        ]
    costs = [(client["cpu"], bare["cpu"]) for client, bare in pairs if client and bare]
    if not costs:
        return None
    return (
        statistics.median(client / bare for client, bare in costs),
        statistics.median(client for client, _ in costs),
        statistics.median(bare for _, bare in costs),
    )


def row(name: str, sessions: int, cost: measure.Cost, own: measure.Cost) -> list[str]:
    each = cost.cpu / sessions
    return [
        name, f"{sessions:,}", number(cost.wall) + " s", number(sessions / cost.wall),
        milliseconds(each), number(each / (own.cpu / COUNT)), f"{cost.peak / (1 << 20):.0f} MiB",
    ]  # fmt: skip


def report(binaries: pathlib.Path) -> str:
    fleet = routers(COUNT)
    with lab.Lab([], fleets=[fleet]) as running, Inventory() as inventory, \
            tempfile.TemporaryDirectory(prefix="linewarden-bench-") as name:  # fmt: skip
        folder = pathlib.Path(name)
        for device in running.devices:
            address, _, port = running.endpoint(device, "ssh").partition(":")
            inventory.add(device, address, int(port))
        devices = folder / "devices"
        devices.write_text(endpoints(running, running.devices, "ssh"))
        ours(inventory)  # pins the host keys, so that they are compared from here on
        own = ours(inventory)
        asyncssh, wrong = peer("asyncssh", devices)
        rows = [row("`linewarden run all`", COUNT, own, own), row("asyncssh, one thread", COUNT, asyncssh, own)]
        if wrong:
            raise RuntimeError(f"asyncssh, used by hand here, misread {wrong} answers")
        netmiko, wrong = peer("netmiko", devices)
        rows.append(row(f"netmiko, 50 threads ({wrong:,} failed)", COUNT, netmiko, own))
        try:
            cost = ansible(running, list(running.devices)[:ANSIBLE_SAMPLE], folder)
            rows.append(row("Ansible, 50 forks, on a sample", ANSIBLE_SAMPLE, cost, own))
        except (RuntimeError, FileNotFoundError) as error:
            print(f"not measured: Ansible: {error}", file=sys.stderr)
    text = table(
        ["program", "sessions", "wall", "sessions/s", "client's processor time a session", "beside ours",
         "largest process"],
        rows,
    )  # fmt: skip
    times = asyncssh.cpu / own.cpu
    verdict = "met" if times >= TIMES_ASYNCSSH else "**missed**"
    text += f"\nTarget: {TIMES_ASYNCSSH} times less processor time than asyncssh: {verdict} ({number(times)}).\n"
    if ratio := floor_ratio(binaries):
        verdict = "met" if ratio[0] <= TIMES_FLOOR else "**missed**"
        text += (
            f"\nTarget: our SSH client within {TIMES_FLOOR} of a bare loop over libssh that does the same: {verdict} "
            f"({number(ratio[0])}: {milliseconds(ratio[1])} and {milliseconds(ratio[2])} of processor time a "
            f"session, the middle of {FLOOR_ROUNDS} pairs).\n"
        )
    return text
