#include "lab/asa_certificates.h"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/x509.h>

#include <memory>
#include <utility>

#include "base/text.h"
#include "lab/base64.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr std::size_t kWordsInRow = 8;

std::optional<std::string> serial_of(const std::string& der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<X509, void (*)(X509*)> certificate(
      d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), X509_free);
  if (!certificate) return std::nullopt;
  const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> number(
      ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate.get()), nullptr), BN_free);
  if (!number) return std::nullopt;
  const std::unique_ptr<char, void (*)(char*)> digits(BN_bn2hex(number.get()),
                                                      [](char* text) { OPENSSL_free(text); });
  if (!digits) return std::nullopt;
  return to_lower(digits.get());
}

}  // namespace

std::optional<AsaCertificate> read_asa_certificate(std::string_view pasted) {
  std::string text;
  for (const std::string_view line : split_lines(pasted)) {
    if (!line.starts_with("-----")) text += std::string(trim(line)) + "\n";
  }
  const auto der = from_base64(text);
  const auto serial = der ? serial_of(*der) : std::nullopt;
  if (!serial) return std::nullopt;
  AsaCertificate certificate{*serial, cryptochecksum(*der), {"certificate ca " + *serial}};
  std::string row = "  ";
  for (std::size_t i = 0; i < der->size(); ++i) {
    if (i % 4 == 0) row += ' ';
    row += fmt::format("{:02x}", static_cast<unsigned char>((*der)[i]));
    if (i % (4 * kWordsInRow) == 4 * kWordsInRow - 1 || i + 1 == der->size()) {
      certificate.lines.push_back(std::exchange(row, "  "));
    }
  }
  certificate.lines.emplace_back("  quit");
  return certificate;
}

}  // namespace lw::lab
