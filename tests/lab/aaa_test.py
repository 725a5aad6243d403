#!/usr/bin/env python3
"""Logs in to simulated devices that ask real AAA servers. Usage: aaa_test.py LAB_UP

The lab's TACACS+ server is first tried with Debian's Perl client; RADIUS is FreeRADIUS, started here on loopback in a
folder of its own. Then every device is called over Telnet and SSH. Exits with 77 (skipped) when a part is missing.
"""
import os
import shutil
import socket
import subprocess
import sys
import tempfile

try:
    import paramiko
except ImportError:
    print("skipped: no paramiko")
    sys.exit(77)

FREERADIUS = shutil.which("freeradius") or "/usr/sbin/freeradius"
TACACS_KEY = "tacacs-sesame"
RADIUS_KEY = "radius-sesame"
PATIENCE = 60


def check(condition, what):
    if not condition:
        raise SystemExit("failed: " + what)
    print("ok: " + what, flush=True)


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


# ---------------------------------------------------------------------------------------------- servers

RADIUSD = """
prefix = /usr
name = lab
raddbdir = {folder}
logdir = {folder}
run_dir = {folder}
libdir = /usr/lib/freeradius
pidfile = {folder}/pid
max_request_time = 5
cleanup_delay = 1
security {{
  max_attributes = 100
  reject_delay = 0
  status_server = no
}}
thread pool {{
  start_servers = 1
  max_servers = 2
  min_spare_servers = 1
  max_spare_servers = 2
  max_requests_per_server = 0
}}
client loopback {{
  ipaddr = 127.0.0.0/8
  secret = {key}
  require_message_authenticator = yes
}}
modules {{
  files {{
    filename = {folder}/users
  }}
  pap {{
  }}
}}
server lab {{
  listen {{
    type = auth
    ipaddr = 127.0.0.1
    port = {port}
  }}
  authorize {{
    files
    pap
  }}
  authenticate {{
    Auth-Type PAP {{
      pap
    }}
  }}
}}
"""

USERS = """
anna Cleartext-Password := "right"
        Cisco-AVPair = "shell:priv-lvl=15"

bert Cleartext-Password := "too"
        Service-Type = NAS-Prompt-User

carl Cleartext-Password := "also"
        Service-Type = Administrative-User

$enab15$ Cleartext-Password := "up"
"""


class FreeRadius:
    def __init__(self, folder):
        self.port = free_port(socket.SOCK_DGRAM)
        for name, text in (("radiusd.conf", RADIUSD.format(folder=folder, port=self.port, key=RADIUS_KEY)),
                           ("users", USERS), ("dictionary", "")):
            with open(os.path.join(folder, name), "w", encoding="ascii") as file:
                file.write(text)
        self.process = subprocess.Popen([FREERADIUS, "-f", "-l", "stdout", "-xx", "-d", folder, "-n", "radiusd"],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "Ready to process requests" in line:
                break
        else:
            raise SystemExit("failed: FreeRADIUS did not start:\n" + "".join(said[-20:]))
        # What it says from here on is of no interest, but somebody has to read it.
        self.reader = subprocess.Popen(["cat"], stdin=self.process.stdout, stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)
        self.process.stdout.close()
        self.reader.wait(timeout=PATIENCE)


# ------------------------------------------------------------------------------------------------- devices

COMMON = """      hostname {name}
      enable secret own-enable
      username own privilege 15 secret own-password
      ip domain name lab.example
      aaa new-model
      line vty 0 4
       transport input telnet ssh
"""

TACACS = """      aaa authentication login default group tacacs+{fallback}
      aaa authentication enable default group tacacs+{enable}
      aaa authorization exec default group tacacs+{author}
      tacacs server ONE
       address ipv4 127.0.0.1
       port {port}
       timeout 3
       key {key}
"""

RADIUS = """      aaa group server radius LAB
       server name ONE
      radius server ONE
       address ipv4 127.0.0.1 auth-port {port} acct-port 9
       timeout 3
       retransmit 0
       key {key}
      aaa authentication login default group LAB{fallback}
      aaa authentication enable default group LAB{enable}
      aaa authorization exec default group LAB{author}
"""

FIREWALL = """      hostname {name}
      username own password own-password privilege 15
      enable password own-enable
      interface Management0/0
       nameif management
       ip address 192.0.2.10 255.255.255.0
      aaa-server LAB protocol {protocol}
      aaa-server LAB (management) host 127.0.0.1
       key {key}
       {word} {port}
       timeout 3
      aaa authentication telnet console LAB LOCAL
      aaa authentication ssh console LAB LOCAL
      aaa authentication enable console LAB LOCAL
      telnet 127.0.0.0 255.0.0.0 management
      ssh 127.0.0.0 255.0.0.0 management
"""


def device(name, platform, config):
    return ("  - name: %s\n    platform: %s\n    transports: {telnet: 0, ssh: 0}\n    rsa_modulus: 2048\n"
            "    config: |\n%s" % (name, platform, config))


def lab_text(tacacs, radius):
    parts = ["aaa_servers:\n  - {name: acs, protocol: tacacs, port: %d, key: %s, users: [\n"
             "      {name: anna, password: right, enable: up, privilege: 15},\n"
             "      {name: bert, password: too, enable: up, privilege: 1}]}\n" % (tacacs, TACACS_KEY),
             "devices:\n"]
    # A port of each kind at which nobody is.
    dead = {"t": free_port(socket.SOCK_STREAM), "r": free_port(socket.SOCK_DGRAM)}
    for letter, template, port, key in (("t", TACACS, tacacs, TACACS_KEY), ("r", RADIUS, radius, RADIUS_KEY)):
        for suffix, at, shared, fallback in (("up", port, key, True), ("down", dead[letter], key, True),
                                             ("alone", dead[letter], key, False), ("key", port, "other-key", True)):
            name = letter + "-" + suffix
            config = COMMON.format(name=name) + template.format(
                port=at, key=shared, fallback=" local" if fallback else "", enable=" enable" if fallback else "",
                author=" local if-authenticated" if fallback else "")
            parts.append(device(name, "cisco_ios", config))
        for suffix, at in (("fw", port), ("fw-down", dead[letter])):
            name = letter + "-" + suffix
            parts.append(device(name, "cisco_asa", FIREWALL.format(
                name=name, port=at, key=key, protocol="tacacs+" if letter == "t" else "radius",
                word="server-port" if letter == "t" else "authentication-port")))
    return "".join(parts)


def start_lab(program, text, folder):
    path = os.path.join(folder, "lab.yaml")
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
    lab = subprocess.Popen([program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    ports = {}
    for line in lab.stdout:
        if line.strip() == "ready":
            return lab, ports
        name, transport, _, port = line.split()
        ports[name, transport] = int(port)
    raise SystemExit("failed: the lab did not start")


# ------------------------------------------------------------------------------------------------- clients

class Telnet:
    """Bytes as they come; every negotiation is left unanswered."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.text = ""

    def send(self, line):
        self.socket.sendall(line.encode() + b"\r\n")

    def read(self):
        data = self.socket.recv(4096)
        if not data:
            return False
        self.text += data.decode("latin-1")
        return True

    def close(self):
        self.socket.close()


class Shell:
    def __init__(self, channel):
        self.channel = channel
        self.channel.settimeout(PATIENCE)
        self.text = ""

    def send(self, line):
        self.channel.sendall(line.encode() + b"\r")

    def read(self):
        data = self.channel.recv(4096)
        if not data:
            return False
        self.text += data.decode("latin-1")
        return True

    def close(self):
        self.channel.close()


def until(terminal, *ends):
    """The first of `ends` that what the terminal shows ends in; "closed" when the device hangs up."""
    while True:
        shown = terminal.text.rstrip()
        for end in ends:
            if shown.endswith(end):
                terminal.text = ""
                return end
        if not terminal.read():
            return "closed"


def prompts(name):
    return (name + ">", name + "#")


def by_telnet(ports, name, user, password):
    """The terminal and what it ended in: a prompt's last character, or "refused"."""
    terminal = Telnet(ports[name, "telnet"])
    until(terminal, "Username:")
    terminal.send(user)
    until(terminal, "Password:")
    terminal.send(password)
    end = until(terminal, "Username:", *prompts(name))
    return terminal, "refused" if end in ("Username:", "closed") else end[-1]


def by_ssh(ports, name, user, password):
    transport = paramiko.Transport(socket.create_connection(("127.0.0.1", ports[name, "ssh"]), timeout=PATIENCE))
    transport.start_client(timeout=PATIENCE)
    try:
        transport.auth_timeout = PATIENCE
        transport.auth_password(user, password, fallback=False)
    except paramiko.SSHException:
        transport.close()
        return None, "refused"
    channel = transport.open_session(timeout=PATIENCE)
    channel.get_pty()
    channel.invoke_shell()
    terminal = Shell(channel)
    terminal.transport = transport
    end = until(terminal, *prompts(name))
    return terminal, "refused" if end == "closed" else end[-1]


def enables(terminal, name, password):
    terminal.send("enable")
    until(terminal, "Password:")
    terminal.send(password)
    return until(terminal, "Password:", *prompts(name)).endswith("#")


def hang_up(terminal):
    if terminal is not None:
        terminal.close()
        if hasattr(terminal, "transport"):
            terminal.transport.close()


def logins(ports, name, rows, why):
    for user, password, wanted in rows:
        for way, client in (("telnet", by_telnet), ("ssh", by_ssh)):
            terminal, got = client(ports, name, user, password)
            hang_up(terminal)
            check(got == wanted, "%s over %s: %s gets %s %s" % (name, way, user, wanted, why) +
                  ("" if got == wanted else " (got %s)" % got))


def enabling(ports, name, user, password, rows):
    for way, client in (("telnet", by_telnet), ("ssh", by_ssh)):
        terminal, _ = client(ports, name, user, password)
        for typed, wanted in rows:
            check(enables(terminal, name, typed) == wanted,
                  "%s over %s: %s %s with %s" % (name, way, user, "enables" if wanted else "does not enable", typed))
        hang_up(terminal)


# -------------------------------------------------------------------------------------------------- the test

PERL = r"""
use Authen::TacacsPlus;
my ($port, $key, $user, $password, $type) = @ARGV;
my $tac = Authen::TacacsPlus->new(Host => '127.0.0.1', Port => $port, Key => $key, Timeout => 10) or die "no session";
my $kind = $type eq 'pap' ? Authen::TacacsPlus::TAC_PLUS_AUTHEN_TYPE_PAP() : Authen::TacacsPlus::TAC_PLUS_AUTHEN_TYPE_ASCII();
print $tac->authen($user, $password, $kind) ? "pass" : "fail: " . Authen::TacacsPlus::errmsg();
"""


def perl_client(port):
    def answer(key, user, password, kind):
        done = subprocess.run(["perl", "-e", PERL, str(port), key, user, password, kind], capture_output=True, text=True,
                              timeout=PATIENCE, check=False)
        return done.stdout + done.stderr

    for kind in ("ascii", "pap"):
        check(answer(TACACS_KEY, "anna", "right", kind) == "pass", "Authen::TacacsPlus: %s login accepted" % kind)
        check(answer(TACACS_KEY, "anna", "wrong", kind) == "fail: Authentication failed",
              "Authen::TacacsPlus: %s login refused" % kind)
        check(answer("another", "anna", "right", kind) != "pass", "Authen::TacacsPlus: %s, another key" % kind)


def run(program, folder):
    radius = FreeRadius(folder)
    tacacs = free_port(socket.SOCK_STREAM)
    try:
        lab, ports = start_lab(program, lab_text(tacacs, radius.port), folder)
        try:
            perl_client(ports["acs", "tacacs"])
            for kind in ("t", "r"):
                logins(ports, kind + "-up", [("anna", "right", "#"), ("bert", "too", ">"), ("anna", "wrong", "refused"),
                                             ("nobody", "right", "refused"), ("own", "own-password", "refused")],
                       "by the server")
                enabling(ports, kind + "-up", "bert", "too", [("own-enable", False), ("up", True)])
                for suffix, why in (("down", "with the server down"), ("key", "with another key")):
                    logins(ports, "%s-%s" % (kind, suffix), [("own", "own-password", "#"), ("anna", "right", "refused")],
                           why)
                logins(ports, kind + "-alone", [("own", "own-password", "refused"), ("anna", "right", "refused")],
                       "with nobody to ask")
                logins(ports, kind + "-fw", [("anna", "right", ">"), ("own", "own-password", "refused")], "by the server")
                logins(ports, kind + "-fw-down", [("own", "own-password", ">"), ("anna", "right", "refused")],
                       "with the server down")
            logins(ports, "r-up", [("carl", "also", "#")], "by the service type")
            enabling(ports, "t-fw", "anna", "right", [("wrong", False), ("up", True)])
        finally:
            lab.stdin.close()
            lab.wait(timeout=PATIENCE)
    finally:
        radius.stop()


def main():
    if not os.path.exists(FREERADIUS):
        print("skipped: no freeradius")
        sys.exit(77)
    if subprocess.run(["perl", "-MAuthen::TacacsPlus", "-e", "1"], capture_output=True, check=False).returncode != 0:
        print("skipped: no Authen::TacacsPlus")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        run(sys.argv[1], folder)


main()
