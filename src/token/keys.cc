#include "token/keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "token/sodium_bytes.h"

namespace lw::token {
namespace {

constexpr std::string_view kPublicWord = "linewarden-token-public-key";
constexpr std::string_view kPrivateWord = "linewarden-token-private-key";
constexpr std::string_view kVersion = "1";
constexpr std::size_t kMostFileBytes = 4096;
constexpr std::size_t kKeyIdBytes = 8;

std::unexpected<Error> no_key(std::string_view why) {
  return failure(ErrorCode::kInvalidArgument, std::string(why),
                 "a pair is made by: linewarden token keys");
}

std::string key_line(std::string_view word, std::string_view raw) {
  return fmt::format("{} {} {}\n", word, kVersion, to_base64(raw));
}

// The raw key of the one line that is no comment.
Result<Secret> raw_key(std::string_view text, std::string_view word, std::string_view other) {
  std::string_view line;
  for (const std::string_view one : split_lines(text)) {
    if (trim(one).empty() || trim(one).starts_with('#')) continue;
    if (!line.empty()) return no_key("there is more than one line where a key is expected");
    line = one;
  }
  const auto words = split_words(line);
  if (!words.empty() && words.front() == other) {
    return no_key(fmt::format("it holds the other key of the pair: a {} is expected", word));
  }
  if (words.size() != 3 || words[0] != word) {
    return no_key(fmt::format("it holds no {}", word));
  }
  if (words[1] != kVersion) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("the key is of version {}, this program knows {}",
                               printable(words[1], 20), kVersion));
  }
  std::string raw(PublicKey::kSize, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const bool whole = sodium_base642bin(bytes(raw), raw.size(), words[2].data(), words[2].size(),
                                       nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
                     size == PublicKey::kSize && end == words[2].data() + words[2].size();
  Secret key(std::move(raw));
  if (!whole) return no_key("the key is damaged: it is not 32 bytes in base64");
  return key;
}

Result<std::string> read_key_file(const std::filesystem::path& file) {
  return read_file(file, kMostFileBytes);
}

template <class Key>
Result<Key> named(const std::filesystem::path& file, Result<Key> key) {
  if (key) return key;
  return std::unexpected(std::move(key).error().with_context(file.string()));
}

}  // namespace

Result<KeyPair> make_keys() {
  LW_TRY(start_sodium());
  KeyPair keys;
  std::string secret(crypto_box_SECRETKEYBYTES, '\0');
  crypto_box_keypair(keys.public_key.bytes.data(), bytes(secret));
  keys.private_key = Secret(std::move(secret));
  return keys;
}

std::string key_id(const PublicKey& key) {
  std::array<unsigned char, crypto_generichash_BYTES_MIN> digest;
  crypto_generichash(digest.data(), digest.size(), key.bytes.data(), key.bytes.size(), nullptr, 0);
  std::string text;
  for (std::size_t i = 0; i < kKeyIdBytes; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

std::string public_key_text(const PublicKey& key) {
  const std::string raw(key.bytes.begin(), key.bytes.end());
  return fmt::format("# Public key {} of a token server. It may be given to anybody.\n{}",
                     key_id(key), key_line(kPublicWord, raw));
}

Secret private_key_text(const KeyPair& keys) {
  return Secret(fmt::format("# Private key of {}. It stays on the token server.\n{}",
                            key_id(keys.public_key),
                            key_line(kPrivateWord, keys.private_key.reveal())));
}

Result<PublicKey> parse_public_key(std::string_view text) {
  LW_TRY(start_sodium());
  LW_ASSIGN(const Secret raw, raw_key(text, kPublicWord, kPrivateWord));
  PublicKey key;
  std::ranges::copy(raw.reveal(), key.bytes.begin());
  return key;
}

Result<KeyPair> parse_private_key(std::string_view text) {
  LW_TRY(start_sodium());
  KeyPair keys;
  LW_ASSIGN(keys.private_key, raw_key(text, kPrivateWord, kPublicWord));
  if (crypto_scalarmult_base(keys.public_key.bytes.data(), bytes(keys.private_key.reveal())) != 0) {
    return no_key("the key is damaged: it belongs to no public key");
  }
  return keys;
}

Result<PublicKey> read_public_key(const std::filesystem::path& file) {
  LW_ASSIGN(const std::string text, read_key_file(file));
  return named(file, parse_public_key(text));
}

Result<KeyPair> read_private_key(const std::filesystem::path& file) {
  LW_TRY(check_owner_only(file));
  LW_ASSIGN(std::string text, read_key_file(file));
  const Secret kept(std::move(text));
  return named(file, parse_private_key(kept.reveal()));
}

}  // namespace lw::token
