// An RSA key pair as SSH protocol 1 uses it: a device's host key, or the server key beside it.
// Never changes once made; any thread, several at once. Made by OpenSSL, whose smallest modulus is
// 512 bits (devices know 360 and up).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace lw::net {

class Ssh1RsaKey {
 public:
  static constexpr int kLeastBits = 512;
  static constexpr int kMostBits = 4096;

  // 768 bits take some 7 ms, 4096 up to seconds. kInvalidArgument: outside of the two limits.
  [[nodiscard]] static Result<Ssh1RsaKey> generate(int bits);
  // A private RSA key in PEM without a passphrase. kInvalidArgument.
  [[nodiscard]] static Result<Ssh1RsaKey> from_pem(const Secret& pem);
  Ssh1RsaKey(Ssh1RsaKey&&) noexcept;
  Ssh1RsaKey& operator=(Ssh1RsaKey&&) noexcept;
  ~Ssh1RsaKey();

  [[nodiscard]] Result<Secret> to_pem() const;

  [[nodiscard]] int bits() const { return bits_; }
  // Most significant byte first, without leading zeros.
  [[nodiscard]] const std::string& modulus() const { return modulus_; }
  [[nodiscard]] const std::string& exponent() const { return exponent_; }

  // "c1:b1:…": MD5 of modulus and exponent, 16 bytes in hexadecimal, which is what clients of SSH 1
  // show and let be pinned (OpenSSH's `ssh-keygen -l` of that time, PuTTY's `-hostkey`).
  [[nodiscard]] std::string fingerprint() const;

  // Takes the PKCS#1 v1.5 padding off as well. kInvalidArgument when that is not there.
  [[nodiscard]] Result<Secret> decrypt(std::string_view encrypted) const;

 private:
  struct Pair;
  explicit Ssh1RsaKey(std::unique_ptr<Pair> pair);
  std::unique_ptr<Pair> pair_;
  int bits_ = 0;
  std::string modulus_;
  std::string exponent_;
};

}  // namespace lw::net
