#include "net/certificate.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <utility>

#include "net/openssl_handles.h"
#include "net/tls_certificate.h"

namespace lw::net {
namespace {

std::unexpected<Error> refused() {
  return failure(ErrorCode::kInvalidArgument,
                 "a certificate like that cannot be made: " + openssl_error_text());
}

KeyHandle make_key(const CertificateWishes& wishes) {
  if (wishes.key == KeyKind::kEcP256) return KeyHandle(EVP_EC_gen("P-256"));
  return KeyHandle(EVP_RSA_gen(static_cast<unsigned>(wishes.rsa_bits)));
}

const EVP_MD* digest_of(SignatureDigest digest) {
  switch (digest) {
    case SignatureDigest::kSha256:
      return EVP_sha256();
    case SignatureDigest::kSha1:
      return EVP_sha1();
    case SignatureDigest::kMd5:
      return EVP_md5();
  }
  return EVP_sha256();
}

bool set_serial(X509& certificate) {
  std::uint32_t serial = 0;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return false;
  return ASN1_INTEGER_set_uint64(X509_get_serialNumber(&certificate), serial) == 1;
}

bool set_dates(X509& certificate, const CertificateWishes& wishes) {
  const auto set = [](ASN1_TIME* time, std::chrono::days in) {
    return X509_time_adj_ex(time, static_cast<int>(in.count()), 0, nullptr) != nullptr;
  };
  return set(X509_getm_notBefore(&certificate), wishes.starts_in) &&
         set(X509_getm_notAfter(&certificate), wishes.ends_in);
}

bool set_names(X509& certificate, const std::string& common_name) {
  X509_NAME* const subject = X509_get_subject_name(&certificate);
  const auto* const text = reinterpret_cast<const unsigned char*>(common_name.data());
  return X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8, text,
                                    static_cast<int>(common_name.size()), -1, 0) == 1 &&
         X509_set_issuer_name(&certificate, subject) == 1;
}

template <class Write>
std::string to_pem(Write write) {
  const BioHandle bio(BIO_new(BIO_s_secmem()));
  if (!bio || write(bio.get()) != 1) return {};
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace

Result<CertificateAndKey> make_self_signed_certificate(const CertificateWishes& wishes) {
  ERR_clear_error();
  const auto key = make_key(wishes);
  const X509Handle certificate(X509_new());
  if (!key || !certificate) return refused();
  X509& raw = *certificate;
  constexpr long kVersion3 = 2;
  const bool made = X509_set_version(&raw, kVersion3) == 1 && set_serial(raw) &&
                    set_dates(raw, wishes) && set_names(raw, wishes.common_name) &&
                    X509_set_pubkey(&raw, key.get()) == 1 &&
                    X509_sign(&raw, key.get(), digest_of(wishes.digest)) > 0;
  if (!made) return refused();
  CertificateAndKey result;
  result.certificate = to_pem([&](BIO* to) { return PEM_write_bio_X509(to, &raw); });
  result.key = Secret(to_pem([&](BIO* to) {
    return PEM_write_bio_PKCS8PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  }));
  result.fingerprint = certificate_fingerprint(raw);
  if (result.certificate.empty() || result.key.empty()) return refused();
  return result;
}

}  // namespace lw::net
