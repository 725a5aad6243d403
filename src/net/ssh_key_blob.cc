#include "net/ssh_key_blob.h"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>

#include "net/byte_reader.h"

namespace lw::net {
namespace {

constexpr std::size_t kLongestName = 64;

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
  ByteReader reader(blob);
  const auto name = reader.string();
  if (!is_name(name) || reader.rest().empty()) {
    return failure(ErrorCode::kInvalidArgument, "that is no public key");
  }
  return PeerKey{std::string(name), sha256_fingerprint(blob)};
}

std::optional<int> rsa_key_bits(std::string_view blob) {
  ByteReader reader(blob);
  if (reader.string() != "ssh-rsa") return std::nullopt;
  (void)reader.string();  // the exponent
  auto modulus = reader.string();
  if (!reader.good()) return std::nullopt;
  modulus.remove_prefix(std::min(modulus.find_first_not_of('\0'), modulus.size()));
  if (modulus.empty()) return 0;
  const auto top = std::bit_width(static_cast<unsigned char>(modulus.front()));
  return static_cast<int>(8 * (modulus.size() - 1)) + top;
}

}  // namespace lw::net
