#include "net/ssh1_host_key.h"

#include <fmt/core.h>
#include <openssl/evp.h>

#include <algorithm>

#include "net/byte_reader.h"
#include "net/ssh_key_blob.h"

namespace lw::net {
namespace {

constexpr std::size_t kLongestPacket = 4096;  // two keys of 8192 bits have room
constexpr std::size_t kCookie = 8;
constexpr unsigned char kPublicKeyMessage = 2;
constexpr std::size_t kSmallestModulus = 360 / 8;  // IOS makes none smaller

// An integer: its length in bits, then as few bytes as hold them.
std::string_view take_integer(ByteReader& packet) {
  const std::size_t bits = packet.number(2);
  auto bytes = packet.take((bits + 7) / 8);
  bytes.remove_prefix(std::min(bytes.find_first_not_of('\0'), bytes.size()));
  return bytes;
}

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
  const std::size_t length = ByteReader(received).number(kLength);
  if (length > kLongestPacket) return no_key();
  const std::size_t padding = 8 - length % 8;
  if (received.size() < kLength + padding + length) return std::nullopt;

  ByteReader packet(received.substr(kLength + padding, length));
  if (packet.number(1) != kPublicKeyMessage) return no_key();
  (void)packet.take(kCookie);
  (void)packet.number(4);  // the server key, which is a new one every hour
  (void)take_integer(packet);
  (void)take_integer(packet);
  (void)packet.number(4);
  const auto exponent = take_integer(packet);
  const auto modulus = take_integer(packet);
  if (!packet.good() || exponent.empty() || modulus.size() < kSmallestModulus) return no_key();
  const auto both = std::string(modulus) + std::string(exponent);
  return Ssh1HostKey{{"ssh1-rsa", sha256_fingerprint(both)}, md5_fingerprint(both)};
}

}  // namespace lw::net
