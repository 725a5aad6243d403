"""Debian's vsftpd as a token server's FTP, on 127.0.0.1, with an account of the test's own. Root, after
isolation.enter()."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

import accounts
import isolation
from children import Child, free_port

VSFTPD = pathlib.Path("/usr/sbin/vsftpd")
USERNAME = "lwtokens"
PASSWORD = "ftp-upload-7204"
UID = 64019
DIRECTORY = "tokens"
FULL_DIRECTORY = "full"  # on a file system of 16 KiB

SETTINGS = """\
listen=YES
listen_address=127.0.0.1
listen_port={port}
background=NO
anonymous_enable=NO
local_enable=YES
write_enable=YES
local_umask=077
pam_service_name=vsftpd
secure_chroot_dir={folder}/empty
pasv_address=127.0.0.1
seccomp_sandbox=NO
"""
UNDER_TLS = """\
ssl_enable=YES
force_local_logins_ssl=YES
force_local_data_ssl=YES
rsa_cert_file={folder}/cert.pem
rsa_private_key_file={folder}/key.pem
ssl_ciphers=HIGH
"""


class Vsftpd:
    """`uploads` is what its user uploads into."""

    def __init__(self, tls: bool = False) -> None:
        if not VSFTPD.exists():
            raise unittest.SkipTest(f"skipped: no {VSFTPD} (vsftpd)")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="linewarden-vsftpd-"))
        self.folder.chmod(0o755)
        (self.folder / "empty").mkdir()
        self.home = self.folder / "home"
        self.uploads = self.home / DIRECTORY
        for path in (self.home, self.uploads, self.home / FULL_DIRECTORY):
            path.mkdir()
            shutil.chown(path, UID, UID)
        small = f"size=16k,uid={UID},gid={UID},mode=700"
        isolation.mount("-t", "tmpfs", "-o", small, "tmpfs", self.home / FULL_DIRECTORY)
        self._accounts = accounts.AccountFiles(self.folder)
        self._accounts.add(f"{USERNAME}:x:{UID}:{UID}::{self.home}:/bin/sh", PASSWORD)
        self.port = free_port()
        if tls:
            self._make_certificate()
        settings = self.folder / "vsftpd.conf"
        text = SETTINGS + (UNDER_TLS if tls else "")
        settings.write_text(text.format(port=self.port, folder=self.folder))
        self._child = Child([str(VSFTPD), str(settings)], self.folder / "vsftpd.log")
        try:
            self._child.wait_for_port(self.port)
        except Exception:
            self.stop()
            raise

    def _make_certificate(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=tms",
             "-keyout", str(self.folder / "key.pem"), "-out", str(self.folder / "cert.pem")],
            check=True, capture_output=True, timeout=30,
        )  # fmt: skip

    def stop(self) -> None:
        self._child.stop()
        self._accounts.close()
        isolation.unmount(self.home / FULL_DIRECTORY)
        shutil.rmtree(self.folder)
