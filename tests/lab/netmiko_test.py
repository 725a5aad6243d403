#!/usr/bin/env python3
"""Logs in to the simulated devices with netmiko, as a third party would. Usage: netmiko_test.py LAB_UP

Exits with 77 (skipped) when netmiko is not installed.
"""
import subprocess
import sys

try:
    from netmiko import ConnectHandler
except ImportError:
    print("skipped: no netmiko")
    sys.exit(77)


def check(condition, what):
    if not condition:
        raise SystemExit("failed: " + what)
    print("ok: " + what, flush=True)


def fleet(program):
    lab = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    ports = {}
    for line in lab.stdout:
        if line.strip() == "ready":
            return lab, ports
        name, transport, address, port = line.split()
        ports[name, transport] = {"host": address, "port": int(port)}
    raise SystemExit("failed: the lab did not start")


def router_by_telnet(ports):
    with ConnectHandler(device_type="cisco_ios_telnet", password="lab", secret="lab",
                        **ports["edge-r1", "telnet"]) as router:
        router.enable()
        router.send_config_set(["hostname EDGE", "ip domain-name lab.example",
                                "username admin privilege 15 secret lab"])
        router.set_base_prompt()
        text = router.send_command("show running-config")
        check("hostname EDGE" in text and "secret 5 $1$" in text, "netmiko configures over Telnet")
        router.save_config()
        check("hostname EDGE" in router.send_command("show startup-config"), "and saves")


def router_by_ssh(ports):
    with ConnectHandler(device_type="cisco_ios", username="admin", password="lab", secret="lab",
                        **ports["core-r1", "ssh"]) as router:
        check(router.check_enable_mode(), "a user of privilege 15 lands in enable mode")
        text = router.send_command("show version")
        check("Version 15.2(4)M6" in text and "--More--" not in text, "netmiko reads over SSH")
        text = router.send_config_set(["banner motd #", "two", "lines#", "frobnicate"])
        check("% Invalid input detected at '^' marker." in text, "and sees what is refused")


def firewall_by_ssh(ports):
    with ConnectHandler(device_type="cisco_asa", username="admin", password="lab", secret="lab",
                        **ports["fw-1", "ssh"]) as firewall:
        firewall.enable()
        check("Security context mode: single" in firewall.send_command("show mode"),
              "netmiko reaches enable mode on the ASA")
        check(": end" in firewall.send_command("show running-config"), "and reads all of it")


def main():
    lab, ports = fleet(sys.argv[1])
    try:
        router_by_telnet(ports)
        router_by_ssh(ports)
        firewall_by_ssh(ports)
    finally:
        lab.stdin.close()
        lab.wait(timeout=30)


main()
