// Cipher suites of TLS up to 1.2: which of them a profile offers, and what has become of the
// others. One table, so that what is offered and what is said about it can't differ. Private to the
// room; pure. Numbers: IANA "TLS Cipher Suites"; names: OpenSSL's.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/crypto_profile.h"
#include "net/tls_version.h"

namespace lw::net {

// Where a suite is to be had: from this profile on, or, of those that Debian's OpenSSL 3 is built
// without, by the cipher that makes it old.
enum class SuiteAge : std::uint8_t { kModern, kLegacy, kAncient, kTripleDes, kRc4, kDes, kExport };

struct TlsSuite {
  std::uint16_t number = 0;
  std::string_view name;
  SuiteAge age = SuiteAge::kModern;
};

// From the strongest to the weakest.
[[nodiscard]] std::span<const TlsSuite> tls_suites();
[[nodiscard]] const TlsSuite* find_tls_suite(std::uint16_t number);
// "AES128-SHA", or "suite 0x1234".
[[nodiscard]] std::string tls_suite_name(std::uint16_t number);
// The numbers of the suites of those ages, in the table's order.
[[nodiscard]] std::vector<std::uint16_t> tls_suites_from(SuiteAge first, SuiteAge last);

// As SSL_CTX_set_cipher_list() takes it. Some ASAs fail when there are 128 or more.
[[nodiscard]] std::string tls_cipher_list(CryptoProfile profile);
[[nodiscard]] TlsVersion lowest_tls_version(CryptoProfile profile);
// "TLS 1.2 and later with AES-GCM or ChaCha20": what a profile offers, for messages.
[[nodiscard]] std::string_view tls_offer(CryptoProfile profile);

}  // namespace lw::net
