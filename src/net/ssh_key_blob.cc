#include "net/ssh_key_blob.h"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <cstdint>

namespace lw::net {
namespace {

constexpr std::size_t kLongestName = 64;

// Takes a string with its length in front (RFC 4251 section 5) off the front of `rest`.
std::optional<std::string_view> take_string(std::string_view& rest) {
  if (rest.size() < 4) return std::nullopt;
  std::uint32_t length = 0;
  for (const char byte : rest.substr(0, 4)) {
    length = length << 8 | static_cast<unsigned char>(byte);
  }
  rest.remove_prefix(4);
  if (length > rest.size()) return std::nullopt;
  const auto text = rest.substr(0, length);
  rest.remove_prefix(length);
  return text;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != ','; });
}

std::string encode_base64(std::string_view bytes) {
  std::string text(4 * (bytes.size() / 3 + 1) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
  constexpr std::size_t kLargest = 64 << 10;
  if (text.empty() || text.size() % 4 != 0 || text.size() > kLargest) return std::nullopt;
  const auto digits = text.find_last_not_of('=') + 1;
  const auto padding = text.size() - digits;
  if (padding > 2 || text.find('=') < digits) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  // OpenSSL skips blanks at both ends and counts the padding as bytes.
  if (length < 0 || static_cast<std::size_t>(length) != bytes.size()) return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

std::string sha256_fingerprint(std::string_view bytes) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), hash, &size, EVP_sha256(), nullptr);
  auto text = encode_base64({reinterpret_cast<const char*>(hash), size});
  text.erase(text.find_last_not_of('=') + 1);
  return "SHA256:" + text;
}

Result<PeerKey> read_ssh_key_blob(std::string_view blob) {
  auto rest = blob;
  const auto name = take_string(rest);
  if (!name || !is_name(*name) || rest.empty()) {
    return failure(ErrorCode::kInvalidArgument, "that is no public key");
  }
  return PeerKey{std::string(*name), sha256_fingerprint(blob)};
}

std::optional<int> rsa_key_bits(std::string_view blob) {
  const auto name = take_string(blob);
  if (name != "ssh-rsa") return std::nullopt;
  const auto exponent = take_string(blob);
  auto modulus = take_string(blob);
  if (!exponent || !modulus) return std::nullopt;
  modulus->remove_prefix(std::min(modulus->find_first_not_of('\0'), modulus->size()));
  if (modulus->empty()) return 0;
  const auto top = std::bit_width(static_cast<unsigned char>(modulus->front()));
  return static_cast<int>(8 * (modulus->size() - 1)) + top;
}

}  // namespace lw::net
