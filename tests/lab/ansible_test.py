#!/usr/bin/env python3
"""Configures the simulated router with Ansible's cisco.ios collection. Usage: ansible_test.py LAB_UP

Exits with 77 (skipped) when Ansible or the collection is not installed.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PLAYBOOK = """
- hosts: router
  gather_facts: false
  tasks:
    - cisco.ios.ios_command: {commands: [show version, show privilege]}
      register: shown
    - ansible.builtin.assert:
        that: ["'Version 15.2' in shown.stdout[0]", "'level is 15' in shown.stdout[1]"]
    - cisco.ios.ios_config: {lines: [ntp server 192.0.2.123], save_when: modified}
      register: first
    - cisco.ios.ios_config: {lines: [ntp server 192.0.2.123]}
      register: second
    - ansible.builtin.assert: {that: [first.changed, not second.changed]}
    - cisco.ios.ios_facts: {gather_subset: [min]}
    - ansible.builtin.assert: {that: ["ansible_net_hostname == 'core-r1'", "ansible_net_version == '15.2(4)M6'"]}
"""


def main():
    if not shutil.which("ansible-playbook") or not pathlib.Path(
            "/usr/lib/python3/dist-packages/ansible_collections/cisco/ios").exists():
        print("skipped: no Ansible with cisco.ios")
        return 77
    lab = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = None
    for line in lab.stdout:
        if line.startswith("core-r1 ssh"):
            port = line.split()[3]
        if line.strip() == "ready":
            break
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "play.yml").write_text(PLAYBOOK)
        (folder / "hosts").write_text(
            f"[router]\ncore-r1 ansible_host=127.0.0.1 ansible_port={port} ansible_user=admin "
            "ansible_password=lab ansible_connection=ansible.netcommon.network_cli "
            "ansible_network_os=cisco.ios.ios ansible_network_cli_ssh_type=paramiko\n")
        settings = dict(os.environ, HOME=str(folder), ANSIBLE_HOST_KEY_CHECKING="False",
                        ANSIBLE_PARAMIKO_LOOK_FOR_KEYS="False", ANSIBLE_LOCAL_TEMP=str(folder / "tmp"))
        done = subprocess.run(["ansible-playbook", "-i", "hosts", "play.yml"], cwd=folder,
                              env=settings, timeout=180)
    lab.stdin.close()
    lab.wait(timeout=30)
    return done.returncode


sys.exit(main())
