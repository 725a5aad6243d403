"""Ansible as its users run it against one device, over paramiko."""

import json
import os
import pathlib
import subprocess
import unittest
from typing import Any

import lab

PROGRAM = "/usr/bin/ansible-playbook"
SECONDS = 90


class Playbook:
    """Plays `tasks` on a lab device of `network_os` ("cisco.ios.ios") at a port of 127.0.0.1."""

    def __init__(
        self, folder: pathlib.Path, name: str, network_os: str, port: int, tasks: list[dict[str, Any]]
    ) -> None:
        if not pathlib.Path(PROGRAM).exists():
            raise unittest.SkipTest("skipped: no Ansible (ansible)")
        self._folder = folder
        variables = {
            "ansible_host": "127.0.0.1",
            "ansible_port": port,
            "ansible_user": lab.USERNAME,
            "ansible_password": lab.PASSWORD,
            "ansible_connection": "ansible.netcommon.network_cli",
            "ansible_network_cli_ssh_type": "paramiko",
            "ansible_network_os": network_os,
            "ansible_python_interpreter": "/usr/bin/python3",
            "ansible_become": True,
            "ansible_become_method": "enable",
            "ansible_become_password": lab.ENABLE_PASSWORD,
        }
        play = [{"hosts": "all", "gather_facts": False, "tasks": tasks}]
        (folder / "play.yaml").write_text(json.dumps(play))
        (folder / "inventory.json").write_text(json.dumps({"all": {"hosts": {name: variables}}}))

    def play(self) -> str:
        """What it prints; a failed task is an AssertionError."""
        ran = subprocess.run(
            [PROGRAM, "-i", "inventory.json", "play.yaml"],
            cwd=self._folder, capture_output=True, text=True, timeout=SECONDS,
            env=os.environ | {
                "PATH": "/usr/bin:/bin",
                "HOME": str(self._folder),
                "ANSIBLE_HOST_KEY_CHECKING": "False",
                "ANSIBLE_HOST_KEY_AUTO_ADD": "True",
                "ANSIBLE_NOCOLOR": "1",
                "ANSIBLE_LOCALHOST_WARNING": "False",
            },
        )  # fmt: skip
        if ran.returncode != 0:
            raise AssertionError(ran.stdout[-3000:] + ran.stderr[-2000:])
        return ran.stdout
