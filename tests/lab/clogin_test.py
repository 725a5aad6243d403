#!/usr/bin/env python3
"""Logs in to a simulated fleet with RANCID's clogin, over inetutils-telnet and OpenSSH, reads and
changes configurations; and to a console port with telnet and nc. Usage: clogin_test.py LAB_UP

Exits with 77 (skipped) when one of them is not installed.
"""
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

NEEDED = ["clogin", "telnet", "ssh", "nc"]

LAB = """
ports: {telnet: 0, ssh: 0, console: 0}
fleet:
  - name: branch-{n}
    count: 50
    first_address: 127.1.0.1
    rsa_modulus: 2048
    config: |
      hostname {name}
      enable secret lab-enable
      ip domain name lab.example
      username admin secret lab
      line vty 0 4
       login local
       transport input telnet ssh
  - name: old-{n}
    count: 2
    first_address: 127.2.0.1
    os_version: "12.2"
    transports: [telnet, console]
    config: |
      hostname {name}
      enable password lab-enable
      line vty 0 4
       password lab
       login
  - name: fw-{n}
    count: 2
    first_address: 127.3.0.1
    platform: cisco_asa
    transports: [telnet, ssh]
    rsa_modulus: 2048
    config: |
      hostname {name}
      enable password lab-enable
      passwd lab
      username admin password lab privilege 15
      aaa authentication ssh console LOCAL
      no call-home reporting anonymous
      interface Management0/0
       nameif management
      telnet 127.0.0.0 255.0.0.0 management
      ssh 127.0.0.0 255.0.0.0 management
  - name: aged-{n}
    count: 1
    first_address: 127.4.0.1
    transports: [ssh]
    os_version: "12.4"
    rsa_modulus: 1024
    crypto: legacy
    config: |
      hostname {name}
      enable secret lab-enable
      ip domain name lab.example
      username admin secret lab
      line vty 0 4
       login local
"""

OLD = ("-oKexAlgorithms=diffie-hellman-group14-sha1,diffie-hellman-group1-sha1 -oHostKeyAlgorithms=ssh-rsa "
       "-oCiphers=3des-cbc,aes128-cbc -oMACs=hmac-sha1 -oRequiredRSASize=1024")


def check(condition, what, seen=""):
    if not condition:
        raise SystemExit(f"failed: {what}\n{seen}")
    print("ok: " + what, flush=True)


def start(program, folder):
    (folder / "lab.yaml").write_text(LAB)
    lab = subprocess.Popen([program, folder / "lab.yaml"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    ports = {}
    for line in lab.stdout:
        if line.strip() == "ready":
            return lab, ports
        _, transport, _, port = line.split()
        ports[transport] = int(port)
    raise SystemExit("failed: the lab did not start")


def settings(folder, ports):
    """A .cloginrc as RANCID wants it, and an ssh that leaves this machine's own settings alone."""
    ssh = folder / "ssh"
    ssh.write_text("#!/bin/sh\nold=\ncase \"$*\" in *127.4.*) old=\"" + OLD + "\";; esac\n"
                   f"exec /usr/bin/ssh -F /dev/null -oUserKnownHostsFile={folder}/known_hosts $old \"$@\"\n")
    ssh.chmod(0o700)
    cloginrc = folder / ".cloginrc"
    cloginrc.touch(0o600)
    cloginrc.write_text(
        "add user * admin\nadd userpassword * lab\nadd password * lab lab-enable\n"
        f"add sshcmd * {{{ssh}}}\nadd telnetcmd * {{telnet}}\n"
        f"add method 127.4.* {{ssh:{ports['ssh']}}}\n"
        f"add method * {{telnet:{ports['telnet']}}} {{ssh:{ports['ssh']}}}\n")


def clogin(folder, address, *commands, more=()):
    ran = subprocess.run(["clogin", "-t", "20", *more, "-c", ";".join(commands), address], cwd=folder,
                         env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "TERM": "vt100"},
                         stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90)
    check("Error:" not in ran.stdout, f"clogin has no error at {address} {' '.join(more)}", ran.stdout)
    return ran.stdout


def routers(folder, ports):
    for transport in ("telnet", "ssh"):
        method = ("-f", str(folder / f".cloginrc-{transport}"))
        rc = pathlib.Path(method[1])
        rc.touch(0o600)
        rc.write_text((folder / ".cloginrc").read_text().replace(
            f"add method * {{telnet:{ports['telnet']}}} {{ssh:{ports['ssh']}}}\n",
            f"add method * {{{transport}:{ports[transport]}}}\n"))
        clogin(folder, "127.1.0.7", "configure terminal", f"ntp server 192.0.2.{len(transport)}", "end",
               "write memory", more=method)
        shown = clogin(folder, "127.1.0.7", "show startup-config", "show users", more=method)
        check(f"ntp server 192.0.2.{len(transport)}" in shown and "hostname branch-7" in shown,
              f"clogin changes a router of the fleet over {transport}", shown)
        clogin(folder, "127.3.0.2", "configure terminal", f"domain-name {transport}.example", "end",
               "write memory", more=method)
        shown = clogin(folder, "127.3.0.2", "show running-config", "show curpriv", more=method)
        check(f"domain-name {transport}.example" in shown and "hostname fw-2" in shown and ": end" in shown,
              f"clogin changes a firewall of the fleet over {transport}", shown)
    shown = clogin(folder, "127.1.0.8", "show running-config")
    check("ntp server" not in shown, "another router of the fleet is as it was", shown)
    shown = clogin(folder, "127.2.0.1", "show version", "show ip ssh")
    check("IOS (tm)" in shown and "% Invalid input detected" in shown, "clogin reads a 12.2 over Telnet", shown)
    shown = clogin(folder, "127.4.0.1", "show ip ssh")
    check("SSH Enabled" in shown, "OpenSSH told to use old algorithms reaches a router that has no others", shown)


def consoles(ports):
    """Neither client negotiates at a port that is not Telnet's own, so nothing but text may come."""
    for number, client in enumerate((["nc"], ["telnet"]), 1):
        at = [f"127.2.0.{number}", str(ports["console"])]
        running = subprocess.Popen([*client, *at], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        seen = b""
        for expected, typed in ((b">", b"enable\r\n"), (b"Password: ", b"lab-enable\r\n"), (b"#", b"show priv\r\n"),
                                (b"level is 15", b"")):
            part = b""
            while expected not in part:
                more = running.stdout.read1(4096)
                check(more, f"{client[0]} sees {expected!r}", seen) if not more else None
                part += more
            seen += part
            running.stdin.write(typed)
            running.stdin.flush()
        running.kill()
        running.wait()
        check(b"\xff" not in seen, f"{client[0]} works at a console port")


def nobody(ports):
    for address in ("127.0.0.1", "127.1.0.51"):
        with socket.create_connection((address, ports["telnet"]), timeout=10) as caller:
            check(caller.recv(100) == b"", f"a call to {address}, where no device is, is closed at once")


def main():
    missing = [one for one in NEEDED if not shutil.which(one)]
    if missing:
        print("skipped: no " + ", ".join(missing))
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lab, ports = start(sys.argv[1], folder)
        try:
            settings(folder, ports)
            nobody(ports)
            consoles(ports)
            routers(folder, ports)
        finally:
            lab.stdin.close()
            lab.wait(timeout=30)


main()
