#include "procedure/rsa_keys.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

#include "base/text.h"

namespace lw::procedure {
namespace {

using configtext::Document;

constexpr std::size_t kLargestCertificate = 64 << 10;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The bytes that a certificate block spells in hexadecimal.
std::vector<unsigned char> certificate_bytes(const Document& running, std::uint32_t opener) {
  std::vector<unsigned char> bytes;
  for (std::uint32_t i = opener + 1; i < running.lines()[opener].section_end; ++i) {
    const auto text = running.lines()[i].text;
    if (text == "quit" || bytes.size() > kLargestCertificate) break;
    int high = -1;
    for (const char c : text) {
      const int value = hex_value(c);
      if (value < 0) continue;
      if (high < 0) {
        high = value;
      } else {
        bytes.push_back(static_cast<unsigned char>(high * 16 + value));
        high = -1;
      }
    }
  }
  return bytes;
}

// Size of the RSA key in a DER certificate; 0 when it is not one.
int rsa_bits(const std::vector<unsigned char>& der) {
  const unsigned char* at = der.data();
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
  if (!certificate) return 0;
  EVP_PKEY* key = X509_get0_pubkey(certificate.get());
  return key != nullptr && EVP_PKEY_base_id(key) == EVP_PKEY_RSA ? EVP_PKEY_bits(key) : 0;
}

class KeyAtLeast final : public Condition {
 public:
  explicit KeyAtLeast(int bits) : bits_(bits) {}

  Verdict evaluate(const Context& context) const override {
    Verdict verdict;
    auto keys = visible_rsa_keys(context.running);
    const std::string serving = key_named_for_ssh(context.running);
    if (!serving.empty()) {
      std::erase_if(keys, [&](const RsaKey& key) { return key.name != serving; });
    }
    const bool some_large =
        std::any_of(keys.begin(), keys.end(), [&](const RsaKey& key) { return key.bits >= bits_; });
    verdict.holds = keys.empty() || some_large;
    if (keys.empty()) {
      verdict.evidence.push_back({0, "the RSA key's size does not show in a configuration"});
    }
    for (const RsaKey& key : keys) {
      verdict.evidence.push_back(
          {context.running.lines()[key.line].number,
           fmt::format("RSA key {} has {} bits", to_utf8(key.name), key.bits)});
    }
    if (!verdict.holds) {
      verdict.missing.push_back(fmt::format(
          "an RSA key of at least {} bits: SSH 2 does not start with the {} bits that show here",
          bits_, keys.front().bits));
    }
    return verdict;
  }

 private:
  static std::string key_named_for_ssh(const Document& running) {
    constexpr std::string_view kStart = "ip ssh rsa keypair-name ";
    std::string name;
    for (const std::uint32_t index : running.top_level("ip")) {
      const auto text = running.lines()[index].text;
      if (text.starts_with(kStart)) name = text.substr(kStart.size());
    }
    return name;
  }
  int bits_;
};

}  // namespace

std::vector<RsaKey> visible_rsa_keys(const Document& running) {
  std::vector<RsaKey> keys;
  for (const std::uint32_t index : running.top_level("crypto")) {
    const auto words = split_words(running.lines()[index].text);
    if (words.size() < 4 || (words[1] != "pki" && words[1] != "ca")) continue;
    for (const std::uint32_t child : running.children(index)) {
      const auto inner = split_words(running.lines()[child].text);
      if (words[2] == "trustpoint" && inner.size() >= 3 && inner[0] == "rsakeypair") {
        if (const auto bits = parse_decimal(inner[2])) {
          keys.push_back({std::string(inner[1]), static_cast<int>(std::min(*bits, 65536L)), child});
        }
      }
      if (words[2] == "certificate" && inner.size() >= 2 && inner[0] == "certificate" &&
          inner[1] == "self-signed") {
        const int bits = rsa_bits(certificate_bytes(running, child));
        if (bits > 0) keys.push_back({std::string(words.back()), bits, child});
      }
    }
  }
  return keys;
}

ConditionPtr rsa_key_at_least(int bits) { return std::make_shared<KeyAtLeast>(bits); }

}  // namespace lw::procedure
