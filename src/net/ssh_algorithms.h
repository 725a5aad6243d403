// The SSH algorithms of profile modern, which simulated devices use as well, in order of
// preference, in libssh's notation. What older profiles add is in ssh_profile.cc.
#pragma once

namespace lw::net {

// Curve first: it costs a hundredth of the large groups, which hold up a whole thread.
inline constexpr const char* kSshKeyExchange =
    "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
    "ecdh-sha2-nistp521,diffie-hellman-group14-sha256,diffie-hellman-group-exchange-sha256,"
    "diffie-hellman-group16-sha512,diffie-hellman-group18-sha512";
inline constexpr const char* kSshHostKeys =
    "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,"
    "rsa-sha2-256";
inline constexpr const char* kSshCiphers =
    "chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,"
    "aes192-ctr,aes128-ctr";
inline constexpr const char* kSshMacs =
    "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";
inline constexpr int kSmallestRsaKey = 2048;

}  // namespace lw::net
