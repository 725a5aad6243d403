// A token server's X25519 key pair and the two text files that hold it. Files are sealed with the
// public key, which anybody may have; the private one stays on the token server, in a file that
// only its owner may read. Text functions are pure; any thread.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace lw::token {

struct PublicKey {
  static constexpr std::size_t kSize = 32;
  std::array<unsigned char, kSize> bytes{};
  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

struct KeyPair {
  PublicKey public_key;
  Secret private_key;  // 32 bytes
};

[[nodiscard]] Result<KeyPair> make_keys();

// 16 hexadecimal digits by which people tell keys apart.
[[nodiscard]] std::string key_id(const PublicKey& key);

// A comment and "linewarden-token-public-key 1 BASE64"; the private file likewise.
[[nodiscard]] std::string public_key_text(const PublicKey& key);
[[nodiscard]] Secret private_key_text(const KeyPair& keys);
// kInvalidArgument for what is no such key; it says when it is the other one of the pair.
[[nodiscard]] Result<PublicKey> parse_public_key(std::string_view text);
[[nodiscard]] Result<KeyPair> parse_private_key(std::string_view text);

[[nodiscard]] Result<PublicKey> read_public_key(const std::filesystem::path& file);
// kPermissionDenied when anybody but the file's owner may read or write it.
[[nodiscard]] Result<KeyPair> read_private_key(const std::filesystem::path& file);

}  // namespace lw::token
