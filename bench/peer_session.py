#!/usr/bin/python3
"""A peer library opens, uses and closes sessions on one device; the start of Python is not counted.

Usage: peer_session.py netmiko-ssh|netmiko-telnet|asyncssh PORT COUNT
The environment has SSH_USER, SSH_PASSWORD and ENABLE_PASSWORD. Prints one JSON object.
"""

import asyncio
import collections.abc
import json
import os
import re
import resource
import sys
import time

COMMAND = "show version"
WANTED = "Cisco IOS Software"


def netmiko_session(device_type: str, port: int) -> None:
    import netmiko

    with netmiko.ConnectHandler(
        device_type=device_type, host="127.0.0.1", port=port, fast_cli=True,
        username=os.environ["SSH_USER"], password=os.environ["SSH_PASSWORD"],
        secret=os.environ["ENABLE_PASSWORD"],
    ) as device:  # fmt: skip
        device.enable()
        assert WANTED in device.send_command(COMMAND)


async def asyncssh_session(port: int) -> None:
    """By hand what the library leaves to its user: the prompt, the paging, the command."""
    import asyncssh

    async with asyncssh.connect(
        "127.0.0.1", port, username=os.environ["SSH_USER"], password=os.environ["SSH_PASSWORD"],
        known_hosts=None, client_keys=None, config=None, kex_algs=["curve25519-sha256"],
    ) as connection:  # fmt: skip
        async with connection.create_process(term_type="vt100", term_size=(511, 24)) as shell:
            await read_prompt(shell.stdout)
            shell.stdin.write("terminal length 0\n")
            await read_prompt(shell.stdout)
            shell.stdin.write(COMMAND + "\n")
            assert WANTED in await read_prompt(shell.stdout)


async def read_prompt(stream: object) -> str:
    text = ""
    while not re.search(r"\n?[\w.-]+[>#] ?\Z", text):
        text += await stream.read(65536)
    return text


async def asyncssh_sessions(port: int, count: int) -> None:
    for _ in range(count):
        await asyncssh_session(port)


def main() -> None:
    kind, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    work: dict[str, collections.abc.Callable[[int], None]] = {
        "netmiko-ssh": lambda n: [netmiko_session("cisco_ios", port) for _ in range(n)] and None,
        "netmiko-telnet": lambda n: [
            netmiko_session("cisco_ios_telnet", port) for _ in range(n)
        ] and None,
        "asyncssh": lambda n: asyncio.run(asyncssh_sessions(port, n)),
    }  # fmt: skip
    work[kind](1)  # imports and caches are not counted
    used = resource.getrusage(resource.RUSAGE_SELF)
    started = time.monotonic()
    work[kind](count)
    wall = time.monotonic() - started
    now = resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime - used.ru_utime + now.ru_stime - used.ru_stime
    print(json.dumps({"sessions": count, "wall": wall, "cpu": cpu}))


if __name__ == "__main__":
    main()
