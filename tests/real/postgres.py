"""PostgreSQL on a socket, in a folder of its own, as an unprivileged user where the tests run as root."""

import os
import pathlib
import pwd
import signal
import subprocess
import tempfile
import time

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
START_SECONDS = 60


def available() -> bool:
    return (PROGRAMS / "postgres").exists()


class Postgres:
    """Runs until close(). Logins need no password: the socket is in a folder of the server's own."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="linewarden-pg-")
        self.folder = pathlib.Path(self._folder.name)
        self._databases = 0
        self._user: dict[str, int] = {}
        if os.getuid() == 0:
            entry = pwd.getpwnam("postgres")
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)
            self._user = {"user": entry.pw_uid, "group": entry.pw_gid}
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "linewarden", "-E", "UTF8",
                  "--no-locale", "--no-sync")  # fmt: skip
        self.start()

    def _run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [str(PROGRAMS / program), *words], capture_output=True, text=True, timeout=120, cwd="/", **self._user
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr}")
        return done.stdout

    def sql(self, text: str, database: str = "postgres") -> str:
        return self._run("psql", "-h", str(self.folder), "-U", "linewarden", "-d", database, "-AtqX", "-v",
                         "ON_ERROR_STOP=1", "-c", text).strip()  # fmt: skip

    def start(self) -> None:
        self._process = subprocess.Popen(
            [str(PROGRAMS / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), "-c",
             "listen_addresses=", "-c", "fsync=off"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **self._user,
        )  # fmt: skip
        ends = time.monotonic() + START_SECONDS
        while subprocess.run(
            [str(PROGRAMS / "pg_isready"), "-h", str(self.folder), "-U", "linewarden", "-d", "postgres"],
            stdout=subprocess.DEVNULL, cwd="/",
        ).returncode:  # fmt: skip
            if time.monotonic() > ends or self._process.poll() is not None:
                raise RuntimeError("PostgreSQL did not start")

    def stop(self) -> None:
        """At once, as in a crash: connections are cut."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(timeout=60)

    def new_database(self, template: str = "template1") -> str:
        self._databases += 1
        name = f"store{self._databases}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def url(self, database: str) -> str:
        return f"postgres:///{database}?user=linewarden&host={self.folder}"

    def close(self) -> None:
        if self._process.poll() is None:
            self.stop()
        self._folder.cleanup()
