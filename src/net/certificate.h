// Self-signed certificates, as devices make them for their web server: for simulated devices and
// tests. Any thread; a large RSA key takes up to seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace lw::net {

enum class KeyKind : std::uint8_t { kRsa, kEcP256 };
enum class SignatureDigest : std::uint8_t { kSha256, kSha1, kMd5 };

struct CertificateWishes {
  std::string common_name;
  KeyKind key = KeyKind::kRsa;
  int rsa_bits = 2048;
  SignatureDigest digest = SignatureDigest::kSha256;
  // From now on: an end before today makes an expired certificate, a start after today one that is
  // not valid yet.
  std::chrono::days starts_in{-1};
  std::chrono::days ends_in{3650};
};

struct CertificateAndKey {
  std::string certificate;  // PEM
  Secret key;               // PEM, PKCS #8
  std::string fingerprint;  // "SHA256:AA:BB:…", as it is pinned
};

// kInvalidArgument for a key size or a name that OpenSSL refuses.
[[nodiscard]] Result<CertificateAndKey> make_self_signed_certificate(
    const CertificateWishes& wishes);

}  // namespace lw::net
