"""A network and mount namespace of the test's own.

The router program of the tests owns the routes of the machine that it runs on, and the SSH server
needs an account. Both get a world of their own: this process moves to new namespaces, where only
its children follow. Loopback in there is shared by the servers and the clients of one test process;
the machine's routes, /etc/passwd and /run stay as they were. Linux, root.
"""

import ctypes
import fcntl
import os
import pathlib
import socket
import struct
import subprocess
import unittest

CLONE_NEWNS = 0x00020000
CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1

_entered = False


def enter() -> None:
    """Moves this process, which may have no other threads, to namespaces of its own, once."""
    global _entered
    if _entered:
        return
    if os.geteuid() != 0:
        raise unittest.SkipTest("skipped: needs root (namespaces, and servers that change user)")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS | CLONE_NEWNET) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise unittest.SkipTest(f"skipped: this machine allows no new namespaces ({reason})")
    mount("--make-rprivate", "/")
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    _loopback_up()
    _entered = True


def mount(*arguments: str | pathlib.Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True, timeout=10)


def unmount(path: pathlib.Path) -> None:
    subprocess.run(["umount", str(path)], check=True, timeout=10)


def _loopback_up() -> None:
    request = struct.Struct("16sH22x")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        answer = fcntl.ioctl(any_socket, SIOCGIFFLAGS, request.pack(b"lo", 0))
        _, flags = request.unpack(answer)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, request.pack(b"lo", flags | IFF_UP))
