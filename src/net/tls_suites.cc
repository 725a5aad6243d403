#include "net/tls_suites.h"

#include <fmt/core.h>

#include <algorithm>

namespace lw::net {
namespace {

using enum SuiteAge;

constexpr TlsSuite kSuites[] = {
    {0xC02C, "ECDHE-ECDSA-AES256-GCM-SHA384", kModern},
    {0xC030, "ECDHE-RSA-AES256-GCM-SHA384", kModern},
    {0xC02B, "ECDHE-ECDSA-AES128-GCM-SHA256", kModern},
    {0xC02F, "ECDHE-RSA-AES128-GCM-SHA256", kModern},
    {0xCCA9, "ECDHE-ECDSA-CHACHA20-POLY1305", kModern},
    {0xCCA8, "ECDHE-RSA-CHACHA20-POLY1305", kModern},
    {0x009F, "DHE-RSA-AES256-GCM-SHA384", kModern},
    {0x009E, "DHE-RSA-AES128-GCM-SHA256", kModern},
    {0x009D, "AES256-GCM-SHA384", kLegacy},
    {0x009C, "AES128-GCM-SHA256", kLegacy},
    {0xC024, "ECDHE-ECDSA-AES256-SHA384", kLegacy},
    {0xC028, "ECDHE-RSA-AES256-SHA384", kLegacy},
    {0xC023, "ECDHE-ECDSA-AES128-SHA256", kLegacy},
    {0xC027, "ECDHE-RSA-AES128-SHA256", kLegacy},
    {0x006B, "DHE-RSA-AES256-SHA256", kLegacy},
    {0x0067, "DHE-RSA-AES128-SHA256", kLegacy},
    {0x003D, "AES256-SHA256", kLegacy},
    {0x003C, "AES128-SHA256", kLegacy},
    {0xC00A, "ECDHE-ECDSA-AES256-SHA", kLegacy},
    {0xC014, "ECDHE-RSA-AES256-SHA", kLegacy},
    {0xC009, "ECDHE-ECDSA-AES128-SHA", kLegacy},
    {0xC013, "ECDHE-RSA-AES128-SHA", kLegacy},
    {0x0039, "DHE-RSA-AES256-SHA", kLegacy},
    {0x0033, "DHE-RSA-AES128-SHA", kLegacy},
    {0x0035, "AES256-SHA", kLegacy},
    {0x002F, "AES128-SHA", kLegacy},
    {0x0038, "DHE-DSS-AES256-SHA", kAncient},
    {0x0032, "DHE-DSS-AES128-SHA", kAncient},
    {0x0084, "CAMELLIA256-SHA", kAncient},
    {0x0041, "CAMELLIA128-SHA", kAncient},
    {0x0016, "DHE-RSA-DES-CBC3-SHA", kTripleDes},
    {0xC012, "ECDHE-RSA-DES-CBC3-SHA", kTripleDes},
    {0x000A, "DES-CBC3-SHA", kTripleDes},
    {0xC011, "ECDHE-RSA-RC4-SHA", kRc4},
    {0x0005, "RC4-SHA", kRc4},
    {0x0004, "RC4-MD5", kRc4},
    {0x0015, "DHE-RSA-DES-CBC-SHA", kDes},
    {0x0009, "DES-CBC-SHA", kDes},
    {0x0014, "EXP-EDH-RSA-DES-CBC-SHA", kExport},
    {0x0008, "EXP-DES-CBC-SHA", kExport},
    {0x0006, "EXP-RC2-CBC-MD5", kExport},
    {0x0003, "EXP-RC4-MD5", kExport},
};

}  // namespace

std::string_view name(TlsVersion version) {
  switch (version) {
    case TlsVersion::kSsl3:
      return "SSL 3.0";
    case TlsVersion::kTls10:
      return "TLS 1.0";
    case TlsVersion::kTls11:
      return "TLS 1.1";
    case TlsVersion::kTls12:
      return "TLS 1.2";
    case TlsVersion::kTls13:
      return "TLS 1.3";
  }
  return "an unknown version of TLS";
}

std::span<const TlsSuite> tls_suites() { return kSuites; }

const TlsSuite* find_tls_suite(std::uint16_t number) {
  const auto* const found = std::ranges::find(kSuites, number, &TlsSuite::number);
  return found == std::end(kSuites) ? nullptr : found;
}

std::string tls_suite_name(std::uint16_t number) {
  const auto* const suite = find_tls_suite(number);
  return suite != nullptr ? std::string(suite->name) : fmt::format("suite {:#06x}", number);
}

std::vector<std::uint16_t> tls_suites_from(SuiteAge first, SuiteAge last) {
  std::vector<std::uint16_t> numbers;
  for (const auto& suite : kSuites) {
    if (suite.age >= first && suite.age <= last) numbers.push_back(suite.number);
  }
  return numbers;
}

std::string tls_cipher_list(CryptoProfile profile) {
  // Without a certificate there is nothing to pin, so the anonymous suites stay out even here.
  if (profile == CryptoProfile::kAncient) return "ALL:!aNULL:!eNULL:!PSK:!SRP";
  const auto last = profile == CryptoProfile::kModern ? kModern : kLegacy;
  std::string list;
  for (const auto& suite : kSuites) {
    if (suite.age > last) continue;
    if (!list.empty()) list += ':';
    list += suite.name;
  }
  return list;
}

TlsVersion lowest_tls_version(CryptoProfile profile) {
  return profile == CryptoProfile::kModern ? TlsVersion::kTls12 : TlsVersion::kTls10;
}

std::string_view tls_offer(CryptoProfile profile) {
  switch (profile) {
    case CryptoProfile::kModern:
      return "TLS 1.2 and later with AES-GCM or ChaCha20";
    case CryptoProfile::kLegacy:
      return "TLS 1.0 and later with AES";
    case CryptoProfile::kAncient:
      return "TLS 1.0 and later with AES, Camellia or ARIA";
  }
  return "";
}

}  // namespace lw::net
