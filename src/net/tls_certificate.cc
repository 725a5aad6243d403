#include "net/tls_certificate.h"

#include <fmt/core.h>
#include <openssl/x509_vfy.h>

#include <array>

#include "net/tls_profile.h"

namespace lw::net {
namespace {

Result<std::time_t> seconds_of(const ASN1_TIME* time) {
  std::tm utc{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &utc) != 1) {
    return failure(ErrorCode::kUnsupported, "the certificate's dates cannot be read");
  }
  return ::timegm(&utc);
}

std::string day(std::time_t time) {
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  std::array<char, 32> text;
  const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%d", &utc);
  return {text.data(), length};
}

}  // namespace

std::string certificate_fingerprint(const X509& certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  if (X509_digest(&certificate, EVP_sha256(), digest.data(), &length) != 1) return {};
  std::string text = "SHA256";
  for (unsigned i = 0; i < length; ++i) text += fmt::format(":{:02X}", digest[i]);
  return text;
}

Result<ShownCertificate> describe_certificate(X509& certificate) {
  ShownCertificate shown;
  shown.key = {std::string(kCertificateAlgorithm), certificate_fingerprint(certificate)};
  LW_ASSIGN(shown.valid_from, seconds_of(X509_get0_notBefore(&certificate)));
  LW_ASSIGN(shown.valid_until, seconds_of(X509_get0_notAfter(&certificate)));
  const EVP_PKEY* const key = X509_get0_pubkey(&certificate);
  if (key == nullptr || shown.key.fingerprint.empty()) {
    return failure(ErrorCode::kUnsupported, "the certificate's key cannot be read");
  }
  shown.key_bits = EVP_PKEY_get_bits(key);
  const char* const kind = EVP_PKEY_get0_type_name(key);
  if (kind != nullptr) shown.key_kind = kind;
  return shown;
}

Result<void> check_dates(const ShownCertificate& certificate, std::time_t now) {
  const bool early = now < certificate.valid_from;
  if (!early && now <= certificate.valid_until) return {};
  return failure(
      ErrorCode::kUnauthenticated,
      early ? fmt::format("the certificate is not valid before {}, and today is {} here",
                          day(certificate.valid_from), day(now))
            : fmt::format("the certificate expired on {}, and today is {} here",
                          day(certificate.valid_until), day(now)),
      fmt::format("check the clocks of the device and of this machine and make the device's "
                  "certificate anew, or pin it as it is after comparing {} at its console",
                  certificate.key.fingerprint));
}

Result<void> check_key(const ShownCertificate& certificate, CryptoProfile profile) {
  const int least = smallest_rsa_key(profile);
  if (certificate.key_kind != "RSA" || certificate.key_bits >= least) return {};
  return failure(
      ErrorCode::kUnsupported,
      fmt::format("the certificate's RSA key has {} bits, and profile {} asks for {}",
                  certificate.key_bits, name(profile), least),
      fmt::format(
          "make a key of 2048 bits on the device, or set the cryptography profile to {}",
          certificate.key_bits >= smallest_rsa_key(CryptoProfile::kLegacy) ? "legacy" : "ancient"),
      Diagnosis::kCryptoMismatch);
}

Result<void> check_pinned(const ShownCertificate& certificate, const Endpoint& endpoint,
                          CryptoProfile profile, PeerPins& pins) {
  LW_ASSIGN(const auto pinned, pins.find(endpoint));
  if (!pinned) {
    LW_TRY(check_dates(certificate, std::time(nullptr)));
    LW_TRY(check_key(certificate, profile));
  }
  LW_TRY(pins.check(endpoint, certificate.key));
  return check_key(certificate, profile);
}

int hold_certificate(X509_STORE_CTX* store, void*) {
  const auto* const ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* const held = static_cast<std::string*>(SSL_get_app_data(ssl));
  const X509* const shown = X509_STORE_CTX_get0_cert(store);
  if (held == nullptr || shown == nullptr) return 0;
  const auto fingerprint = certificate_fingerprint(*shown);
  if (held->empty()) *held = fingerprint;
  if (*held == fingerprint) return 1;
  X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
  return 0;
}

}  // namespace lw::net
