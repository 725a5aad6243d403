"""What old devices have left of cryptography, one row an algorithm: how OpenSSH or OpenSSL is told to
have nothing else, and the first profile that must agree with it.
"""

import dataclasses

PROFILES = ("modern", "legacy", "ancient")


def agrees(profile: str, first: str) -> bool:
    return PROFILES.index(profile) >= PROFILES.index(first)


@dataclasses.dataclass(frozen=True)
class SshRow:
    name: str  # the algorithm, as a mismatch must name it
    first: str
    settings: tuple[str, ...] = ()  # of sshd
    host_key: tuple[str, ...] = ("-t", "ed25519")  # of ssh-keygen


def only(kind: str, name: str, first: str) -> SshRow:
    return SshRow(name, first, (f"{kind} {name}",))


RSA = ("-t", "rsa", "-b")
SSH_ROWS = (
    only("KexAlgorithms", "curve25519-sha256", "modern"),
    only("KexAlgorithms", "ecdh-sha2-nistp256", "modern"),
    only("KexAlgorithms", "diffie-hellman-group14-sha256", "modern"),
    only("KexAlgorithms", "diffie-hellman-group14-sha1", "legacy"),
    only("KexAlgorithms", "diffie-hellman-group-exchange-sha1", "legacy"),
    only("KexAlgorithms", "diffie-hellman-group1-sha1", "legacy"),
    SshRow("rsa-sha2-512", "modern", ("HostKeyAlgorithms rsa-sha2-512",), (*RSA, "2048")),
    SshRow("RSA host key of 1024 bits", "legacy", ("HostKeyAlgorithms rsa-sha2-512",), (*RSA, "1024")),
    SshRow("ssh-rsa", "legacy", ("HostKeyAlgorithms ssh-rsa",), (*RSA, "2048")),
    SshRow("ssh-dss", "ancient", ("HostKeyAlgorithms ssh-dss",), ("-t", "dsa")),
    only("Ciphers", "chacha20-poly1305@openssh.com", "modern"),
    only("Ciphers", "aes128-ctr", "modern"),
    only("Ciphers", "aes128-cbc", "legacy"),
    only("Ciphers", "3des-cbc", "ancient"),
    # The cipher is one that has no MAC of its own.
    *(
        SshRow(mac, first, (f"MACs {mac}", "Ciphers aes128-ctr"))
        for mac, first in (
            ("hmac-sha2-256", "modern"),
            ("hmac-sha1", "legacy"),
            ("hmac-sha1-96", "ancient"),
            ("hmac-md5", "ancient"),
        )
    ),
)


@dataclasses.dataclass(frozen=True)
class TlsRow:
    name: str
    first: str
    options: tuple[str, ...]  # of openssl s_server
    # What the message must say that the server has, where a profile does not agree.
    named: str = ""
    key: tuple[str, ...] = ("-newkey", "rsa:2048")  # of openssl req


WEAK = "@SECLEVEL=0"
SMALL_KEY = ("-tls1_2", "-cipher", f"ECDHE-RSA-AES128-GCM-SHA256:{WEAK}")
TLS_ROWS = (
    TlsRow("TLS 1.3", "modern", ("-tls1_3",)),
    TlsRow("TLS 1.2, ECDHE-RSA-AES128-GCM-SHA256", "modern", ("-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")),
    TlsRow(
        "TLS 1.2, ECDHE-ECDSA-CHACHA20-POLY1305", "modern", ("-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"),
        key=("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
    ),
    TlsRow("TLS 1.2, ECDHE-RSA-AES128-SHA", "legacy", ("-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA"), "TLS 1.2"),
    TlsRow("TLS 1.2, AES256-SHA", "legacy", ("-tls1_2", "-cipher", "AES256-SHA"), "TLS 1.2"),
    TlsRow("TLS 1.2, CAMELLIA128-SHA", "ancient", ("-tls1_2", "-cipher", "CAMELLIA128-SHA"), "CAMELLIA"),
    TlsRow("TLS 1.1, AES128-SHA", "legacy", ("-tls1_1", "-cipher", f"AES128-SHA:{WEAK}"), "TLS 1.1"),
    TlsRow("TLS 1.0, AES128-SHA", "legacy", ("-tls1", "-cipher", f"AES128-SHA:{WEAK}"), "TLS 1.0"),
    TlsRow("TLS 1.2, RSA key of 1024 bits", "legacy", SMALL_KEY, "1024 bits", ("-newkey", "rsa:1024")),
    TlsRow("TLS 1.2, RSA key of 512 bits", "ancient", SMALL_KEY, "512 bits", ("-newkey", "rsa:512")),
)  # fmt: skip
