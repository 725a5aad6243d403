// What a TLS server shows and agrees to: certificate, key, versions, ciphers. For simulated
// devices; old ciphers are allowed where they are named. Immutable: threads share it, and so may
// servers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "net/tls_version.h"

namespace lw::net {

struct TlsIdentityOptions {
  std::string certificate = {};  // PEM
  Secret key = {};               // PEM
  TlsVersion lowest = TlsVersion::kTls12;
  TlsVersion highest = TlsVersion::kTls13;
  // For TLS up to 1.2, in OpenSSL's words ("AES128-SHA:AES256-SHA"); empty: whatever it has.
  std::string ciphers = {};
  // Not empty: a device that has these suites (IANA's numbers) and no other, which OpenSSL does not
  // have, such as 0x0009 for DES. It chooses one of them, or refuses, as such a device would, and
  // gets no further: `ciphers` and `lowest` do not matter then.
  std::vector<std::uint16_t> bygone_suites = {};
};

class TlsIdentity {
 public:
  // kInvalidArgument for a certificate, key or cipher list that OpenSSL can't use.
  [[nodiscard]] static Result<std::shared_ptr<const TlsIdentity>> create(
      TlsIdentityOptions options);
  TlsIdentity(const TlsIdentity&) = delete;
  TlsIdentity& operator=(const TlsIdentity&) = delete;
  ~TlsIdentity();

  struct Parts;  // private to the room: tls_server.h
  [[nodiscard]] const Parts& parts() const { return *parts_; }

 private:
  explicit TlsIdentity(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace lw::net
