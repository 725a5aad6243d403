#!/usr/bin/python3
"""A peer library opens a session with each of many devices, says two commands and closes.

Usage: peer_fleet.py asyncssh|netmiko AT_ONCE <ENDPOINTS
Standard input has ADDRESS:PORT of each device, the environment SSH_USER and SSH_PASSWORD. Prints how many
sessions did not get the answers.
"""

import asyncio
import concurrent.futures
import os
import re
import sys

COMMANDS = {"show version": "Cisco IOS Software", "show clock": "UTC"}


async def asyncssh_fleet(devices: list[tuple[str, int]], at_once: int) -> list[bool]:
    """By hand what the library leaves to its user: prompts, paging, commands. The host keys are
    compared with the one that the fleet has in common, read beforehand."""
    import asyncssh

    key = await asyncssh.get_server_host_key(*devices[0])
    places = asyncio.Semaphore(at_once)

    async def session(host: str, port: int) -> bool:
        async with places, asyncssh.connect(
            host, port, username=os.environ["SSH_USER"], password=os.environ["SSH_PASSWORD"],
            known_hosts=([key], [], []), client_keys=None, config=None,
        ) as connection, connection.create_process(term_type="vt100", term_size=(511, 24)) as shell:  # fmt: skip
            await read_prompt(shell.stdout)
            shell.stdin.write("terminal length 0\n")
            await read_prompt(shell.stdout)
            good = True
            for command, wanted in COMMANDS.items():
                shell.stdin.write(command + "\n")
                good = wanted in await read_prompt(shell.stdout) and good
            return good

    return await asyncio.gather(*(session(host, port) for host, port in devices))


async def read_prompt(stream: object) -> str:
    text = ""
    while not re.search(r"\n?[\w.-]+[>#] ?\Z", text):
        more = await stream.read(65536)
        assert more, "the device closed"
        text += more
    return text


def netmiko_session(device: tuple[str, int]) -> bool:
    import netmiko

    host, port = device
    try:
        with netmiko.ConnectHandler(
            device_type="cisco_ios", host=host, port=port, fast_cli=True,
            username=os.environ["SSH_USER"], password=os.environ["SSH_PASSWORD"],
        ) as connection:  # fmt: skip
            return all([wanted in connection.send_command(command) for command, wanted in COMMANDS.items()])
    except (ValueError, OSError):  # a prompt that came later than it waited
        return False


def main() -> None:
    kind, at_once = sys.argv[1], int(sys.argv[2])
    devices = [(host, int(port)) for host, _, port in (line.strip().partition(":") for line in sys.stdin)]
    if kind == "asyncssh":
        good = asyncio.run(asyncssh_fleet(devices, at_once))
    else:
        with concurrent.futures.ThreadPoolExecutor(at_once) as threads:
            good = list(threads.map(netmiko_session, devices))
    print(good.count(False))


if __name__ == "__main__":
    main()
