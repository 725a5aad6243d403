#include "net/tls_diagnosis.h"

#include <fmt/core.h>
#include <openssl/sslerr.h>

#include <algorithm>

#include "net/tls_suites.h"

namespace lw::net {
namespace {

// The first profile that agrees on what the server takes; nullopt when none does.
std::optional<CryptoProfile> profile_for(const TlsServerHello& takes) {
  const auto* const suite = find_tls_suite(takes.suite);
  if (suite == nullptr || suite->age > SuiteAge::kAncient || takes.version < TlsVersion::kTls10) {
    return std::nullopt;
  }
  for (const auto profile : kCryptoProfiles) {
    if (static_cast<int>(suite->age) <= static_cast<int>(profile) &&
        takes.version >= lowest_tls_version(profile)) {
      return profile;
    }
  }
  return std::nullopt;
}

std::string advice(const TlsFindings& findings, const TlsServerHello& takes,
                   CryptoProfile profile) {
  const auto* const suite = find_tls_suite(takes.suite);
  if (findings.only_des) {
    return "its licence allows only DES: install a 3DES/AES activation key on the device";
  }
  const auto wanted = profile_for(takes);
  if (wanted && *wanted > profile) {
    return fmt::format("set the cryptography profile to {}, or give the device newer software",
                       name(*wanted));
  }
  if (wanted) return "the device fails for another reason than its ciphers: see its log";
  if (takes.version < TlsVersion::kTls10) {
    return "SSL 3.0 is beyond every profile: give the device newer software, or use SSH or Telnet";
  }
  const bool has_strong = suite != nullptr && suite->age == SuiteAge::kTripleDes;
  return has_strong
             ? "3DES is beyond every profile: allow AES in the device's SSL settings, give it "
               "newer software, or use SSH"
             : "that is beyond every profile: allow AES in the device's SSL settings, give it "
               "newer software, or use SSH or Telnet";
}

Error unsupported(std::string message, std::string hint) {
  return {ErrorCode::kUnsupported, std::move(message), std::move(hint), Diagnosis::kCryptoMismatch};
}

}  // namespace

std::optional<Error> explain_reason(int reason, CryptoProfile profile) {
  switch (reason) {
    case SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED:
      return unsupported(
          fmt::format("the server knows no secure renegotiation (RFC 5746), and profile {} asks "
                      "for it",
                      name(profile)),
          "set the cryptography profile to ancient, or give the device newer software");
    case SSL_R_DH_KEY_TOO_SMALL:
      return unsupported(
          fmt::format("the server's Diffie-Hellman group is too small for profile {}",
                      name(profile)),
          profile == CryptoProfile::kModern
              ? "set the cryptography profile to legacy, or choose a larger group on the device"
              : "choose a larger Diffie-Hellman group on the device");
    default:
      return std::nullopt;
  }
}

Error explain_findings(const TlsFindings& findings, CryptoProfile profile, const Error& own) {
  if (findings.takes) {
    const auto wanted = profile_for(*findings.takes);
    const bool should_agree = wanted && *wanted <= profile;
    return unsupported(fmt::format("{}: profile {} offers {}; the server takes {} with {}",
                                   should_agree ? own.message : "no cryptography in common",
                                   name(profile), tls_offer(profile), name(findings.takes->version),
                                   tls_suite_name(findings.takes->suite)),
                       advice(findings, *findings.takes, profile));
  }
  if (findings.alert) {
    return unsupported(
        fmt::format("{}; profile {} offers {}, and the server refuses that and all that is older "
                    "({})",
                    own.message, name(profile), tls_offer(profile),
                    alert_name(findings.alert->description)),
        "see the SSL settings and the log of the device; it may want a client's certificate");
  }
  return {own.code,
          fmt::format("{}; profile {} offers {}, and the server answered no other offer either",
                      own.message, name(profile), tls_offer(profile)),
          "check the port; the device may be out of sessions, or have no key or certificate yet",
          own.code == ErrorCode::kConnectionLost ? Diagnosis::kClosedAtOnce : own.diagnosis};
}

}  // namespace lw::net
