#include "net/ssh1_host_key.h"

#include <fmt/core.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>

#include "net/ssh_key_blob.h"

namespace lw::net {
namespace {

constexpr std::size_t kLongestPacket = 4096;  // two keys of 8192 bits have room
constexpr std::size_t kCookie = 8;
constexpr unsigned char kPublicKeyMessage = 2;
constexpr std::size_t kSmallestModulus = 360 / 8;  // IOS makes none smaller

// Takes numbers off the front; once something was missing, all that follows is empty.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  std::string_view take(std::size_t count) {
    if (count > rest_.size()) good_ = false;
    const auto bytes = good_ ? rest_.substr(0, count) : std::string_view{};
    if (good_) rest_.remove_prefix(count);
    return bytes;
  }
  std::uint32_t number(std::size_t bytes) {
    std::uint32_t value = 0;
    for (const char byte : take(bytes)) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }
  // Its length in bits, then as few bytes as hold them.
  std::string_view integer() {
    const std::size_t bits = number(2);
    auto bytes = take((bits + 7) / 8);
    bytes.remove_prefix(std::min(bytes.find_first_not_of('\0'), bytes.size()));
    return bytes;
  }
  [[nodiscard]] bool good() const { return good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

std::string md5_fingerprint(std::string_view bytes) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), hash, &size, EVP_md5(), nullptr);
  std::string text;
  for (unsigned i = 0; i < size; ++i) text += fmt::format("{}{:02x}", i == 0 ? "" : ":", hash[i]);
  return text;
}

std::unexpected<Error> no_key() {
  return failure(ErrorCode::kUnsupported,
                 "the server follows its SSH 1 identification with no public key",
                 "check what listens on that port");
}

}  // namespace

Result<std::optional<Ssh1HostKey>> read_ssh1_host_key(std::string_view received) {
  constexpr std::size_t kLength = 4;
  if (received.size() < kLength) return std::nullopt;
  const std::size_t length = Reader(received).number(kLength);
  if (length > kLongestPacket) return no_key();
  const std::size_t padding = 8 - length % 8;
  if (received.size() < kLength + padding + length) return std::nullopt;

  Reader packet(received.substr(kLength + padding, length));
  if (packet.number(1) != kPublicKeyMessage) return no_key();
  (void)packet.take(kCookie);
  (void)packet.number(4);  // the server key, which is a new one every hour
  (void)packet.integer();
  (void)packet.integer();
  (void)packet.number(4);
  const auto exponent = packet.integer();
  const auto modulus = packet.integer();
  if (!packet.good() || exponent.empty() || modulus.size() < kSmallestModulus) return no_key();
  const auto both = std::string(modulus) + std::string(exponent);
  return Ssh1HostKey{{"ssh1-rsa", sha256_fingerprint(both)}, md5_fingerprint(both)};
}

}  // namespace lw::net
