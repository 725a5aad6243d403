"""FreeRADIUS on loopback, in a folder of its own, with the users it is given."""

import pathlib
import shutil
import socket
import subprocess

PROGRAM = shutil.which("freeradius") or "/usr/sbin/freeradius"
STOP_SECONDS = 60

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


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def available() -> bool:
    return pathlib.Path(PROGRAM).exists()


class FreeRadius:
    """Runs until stop(). `users` is the text of its users file."""

    def __init__(self, folder: pathlib.Path, key: str, users: str) -> None:
        self.port = free_port()
        config = RADIUSD.format(folder=folder, port=self.port, key=key)
        for name, text in (("radiusd.conf", config), ("users", users), ("dictionary", "")):
            (folder / name).write_text(text)
        self._process = subprocess.Popen(
            [PROGRAM, "-f", "-l", "stdout", "-xx", "-d", str(folder), "-n", "radiusd"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if "Ready to process requests" in line:
                break
        else:
            raise RuntimeError("FreeRADIUS did not start:\n" + "".join(said[-20:]))
        # What it says from here on is of no interest, but somebody has to read it.
        self._reader = subprocess.Popen(
            ["cat"], stdin=self._process.stdout, stdout=subprocess.DEVNULL
        )

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=STOP_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._reader.wait(timeout=STOP_SECONDS)
