"""`linewarden discover all` over a fleet of simulated routers, which are one other process: facts, configuration,
licences and readiness of each, into the inventory. Beside it `run` with the same commands, which keeps nothing."""

import measure
from fleet import Inventory, routers
from table import mebibytes, milliseconds, number, table

import lab

COUNT = 2000
AT_ONCE = (50, 200, 500)
COMMANDS = ("show version", "show running-config", "show license")


def checked(cost: measure.Cost, answers: list[dict], fact: str | None) -> measure.Cost:
    failed = [one["error"] for one in answers if one["error"] or (fact and fact not in one["facts"])]
    if failed or len(answers) != COUNT:
        raise RuntimeError(f"{len(failed)} of {len(answers)} failed: {failed[:1]}")
    return cost


def report() -> str:
    rows = []
    with lab.Lab([], seconds=60, fleets=[routers(COUNT)]) as running, Inventory() as inventory:
        for name in running.devices:
            address, _, port = running.endpoint(name, "ssh").partition(":")
            inventory.add(name, address, int(port))
        words = [word for command in COMMANDS for word in ("-c", command)]
        inventory.run("all", "-c", "show clock")  # keys are pinned, and made
        kinds = [(f"run, {AT_ONCE[1]} at once", "run", ["all", *words, "--at-once", str(AT_ONCE[1])], None)]
        kinds += [(f"discover, {n} at once", "discover", ["all", "--at-once", str(n)], "os_version") for n in AT_ONCE]
        for title, command, arguments, fact in kinds:
            cost, answers = inventory.run(*arguments, command=command)
            checked(cost, answers, fact)
            rows.append([title, f"{cost.wall:.1f} s", number(round(COUNT / cost.wall)),
                         milliseconds(cost.cpu / COUNT), mebibytes(cost.peak)])  # fmt: skip
    return table(["command", "took", "devices a second", "processor time a device", "memory"], rows)
