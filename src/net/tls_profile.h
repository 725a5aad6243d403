// OpenSSL's side of the cryptography profiles: one client context a profile, made once and shared
// by all connections. Private to the room. Thread-safe.
//
//   modern   TLS 1.2 and later, forward secrecy and AEAD, security level 2
//   legacy   TLS 1.0 and later, AES in every mode, RSA key transport, SHA-1, keys of 1024 bits
//   ancient  all that OpenSSL has, servers without secure renegotiation (RFC 5746) too, and
//   OpenSSL's
//            workarounds for broken peers
#pragma once

#include "base/result.h"
#include "net/crypto_profile.h"
#include "net/openssl_handles.h"

namespace lw::net {

// A client's half of a connection. kInternal when OpenSSL can't.
[[nodiscard]] Result<SslHandle> new_tls_client(CryptoProfile profile);

// The smallest RSA key that a server may show; smaller ones can be factored with some effort.
[[nodiscard]] int smallest_rsa_key(CryptoProfile profile);

}  // namespace lw::net
