#include "lab/password_hash.h"

#include <crypt.h>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr std::string_view kSaltLetters =
    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
// The fixed key of IOS type 7; part of the format (verified against published type 7 strings).
constexpr std::string_view kType7Key = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87";
constexpr int kRounds = 5000;
constexpr std::size_t kPbkdf2Bytes = 16;

// Spreads neighbouring seeds: salts are not secret, they only have to differ.
std::uint64_t spread(std::uint64_t seed) {
  seed += 0x9E3779B97F4A7C15ULL;
  seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EBULL;
  return seed ^ (seed >> 31);
}

// Slow hashes that were computed before: thousands of devices of one fleet have the same password
// and salt, and each of their users types it. Any thread; bounded.
class HashMemory {
 public:
  template <class Compute>
  std::string get(const Secret& password, std::string_view setting, const Compute& compute) {
    std::string key(kDigestBytes, '\0');
    const std::string text = fmt::format("{} {}{}", setting.size(), setting, password.reveal());
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(key.data()), nullptr,
               EVP_sha256(), nullptr);
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = hashes_.find(key); found != hashes_.end()) return found->second;
    }
    std::string hash = compute();
    const std::lock_guard lock(mutex_);
    if (hashes_.size() >= kMost) hashes_.clear();
    hashes_.emplace(std::move(key), hash);
    return hash;
  }

 private:
  static constexpr std::size_t kDigestBytes = 32;
  static constexpr std::size_t kMost = 4096;
  std::mutex mutex_;
  std::unordered_map<std::string, std::string> hashes_;  // by digest of password and setting
};

HashMemory& hash_memory() {
  static HashMemory memory;
  return memory;
}

std::string crypt_anew(const Secret& password, const std::string& setting) {
  // Over 30 KiB: not for the stack of a coroutine.
  std::vector<crypt_data> data(1);
  const char* hash = crypt_r(password.reveal().c_str(), setting.c_str(), data.data());
  return hash == nullptr || hash[0] == '*' ? std::string() : std::string(hash);
}

// `setting` is "$1$SALT$", with or without a hash behind it.
std::string crypt_with(const Secret& password, std::string_view setting) {
  const std::string salt(setting.substr(0, setting.find('$', 3) + 1));
  return hash_memory().get(password, salt, [&] { return crypt_anew(password, salt); });
}

std::string base64(std::span<const unsigned char> bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string pbkdf2_anew(const Secret& password, int rounds, std::string_view salt) {
  std::array<unsigned char, kPbkdf2Bytes> key{};
  PKCS5_PBKDF2_HMAC(password.reveal().data(), static_cast<int>(password.reveal().size()),
                    reinterpret_cast<const unsigned char*>(salt.data()),
                    static_cast<int>(salt.size()), rounds, EVP_sha512(),
                    static_cast<int>(key.size()), key.data());
  return fmt::format("$sha512${}${}${}", rounds, salt, base64(key));
}

std::string pbkdf2_with(const Secret& password, int rounds, std::string_view salt) {
  return hash_memory().get(password, fmt::format("{} {}", rounds, salt),
                           [&] { return pbkdf2_anew(password, rounds, salt); });
}

// `setting` is "$9$SALT$", with or without a hash behind it.
std::string scrypt_anew(const Secret& password, std::string_view setting) {
  constexpr std::uint64_t kCost = 16384;
  constexpr std::uint64_t kMostMemory = 32 * 1024 * 1024;
  const std::string_view salt = setting.substr(3, setting.size() - 4);
  std::array<unsigned char, 32> key{};
  EVP_PBE_scrypt(password.reveal().data(), password.reveal().size(),
                 reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), kCost, 1, 1,
                 kMostMemory, key.data(), key.size());
  // The vendor's base64: other letters, no padding.
  constexpr std::string_view kUsual =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text = base64(key);
  std::erase(text, '=');
  for (char& letter : text) letter = kSaltLetters[kUsual.find(letter)];
  return std::string(setting) + text;
}

std::string scrypt_with(const Secret& password, std::string_view setting) {
  const std::size_t end = setting.find('$', 3);
  if (end == std::string_view::npos) return {};
  const std::string head(setting.substr(0, end + 1));
  return hash_memory().get(password, head, [&] { return scrypt_anew(password, head); });
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::string md5_crypt(const Secret& password, std::uint64_t salt_seed) {
  std::string setting = "$1$";
  for (std::uint64_t bits = spread(salt_seed), i = 0; i < 4; ++i, bits >>= 6) {
    setting += kSaltLetters[bits & 63];
  }
  return crypt_with(password, setting + "$");
}

std::string ios_scrypt(const Secret& password, std::uint64_t salt_seed) {
  std::string setting = "$9$";
  std::uint64_t bits = spread(salt_seed);
  for (int i = 0; i < 14; ++i, bits = i == 10 ? spread(bits) : bits >> 6) {
    setting += kSaltLetters[bits & 63];
  }
  return scrypt_with(password, setting + "$");
}

std::string type7(const Secret& password, std::uint64_t seed) {
  const std::size_t offset = spread(seed) % 16;
  std::string text = fmt::format("{:02}", offset);
  std::size_t at = offset;
  for (const char c : password.reveal()) {
    text +=
        fmt::format("{:02X}", static_cast<unsigned char>(c ^ kType7Key[at++ % kType7Key.size()]));
  }
  return text;
}

Secret from_type7(std::string_view text) {
  if (text.size() < 4 || text.size() % 2 != 0) return {};
  const auto offset = parse_decimal(text.substr(0, 2));
  if (!offset || *offset > 52) return {};
  std::string clear;
  std::size_t at = static_cast<std::size_t>(*offset);
  for (std::size_t i = 2; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return {};
    clear += static_cast<char>((high * 16 + low) ^ kType7Key[at++ % kType7Key.size()]);
  }
  return Secret(std::move(clear));
}

std::string pix_md5(const Secret& password, std::string_view user) {
  constexpr std::size_t kBlock = 16;
  constexpr std::size_t kOfUser = 4;
  std::string text = password.reveal() + std::string(user.substr(0, kOfUser));
  text.resize(kBlock, '\0');
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_md5(), nullptr);
  std::string hash;
  // Of four bytes each the last one is left out.
  for (std::size_t at = 0; at < kBlock; at += 4) {
    std::uint32_t bits = digest[at] | static_cast<std::uint32_t>(digest[at + 1]) << 8 |
                         static_cast<std::uint32_t>(digest[at + 2]) << 16;
    for (int i = 0; i < 4; ++i, bits >>= 6) hash += kSaltLetters[bits & 63];
  }
  return hash;
}

std::string asa_pbkdf2(const Secret& password, std::uint64_t salt_seed) {
  std::array<unsigned char, kPbkdf2Bytes> salt{};
  std::uint64_t bits = spread(salt_seed);
  for (std::size_t i = 0; i < salt.size(); ++i) {
    if (i == 8) bits = spread(bits);
    salt[i] = static_cast<unsigned char>(bits >> (8 * (i % 8)));
  }
  return pbkdf2_with(password, kRounds, base64(salt));
}

bool password_matches(const Secret& typed, std::string_view type, std::string_view kept) {
  if (type == "0") return typed.equals(Secret(std::string(kept)));
  if (type == "7") {
    const Secret clear = from_type7(kept);
    return !clear.empty() && typed.equals(clear);
  }
  if (type == "5") {
    const std::string hash = kept.starts_with("$1$") ? crypt_with(typed, kept) : "";
    return !hash.empty() && Secret(hash).equals(Secret(std::string(kept)));
  }
  if (type == "9") {
    const std::string hash = kept.starts_with("$9$") ? scrypt_with(typed, kept) : "";
    return !hash.empty() && Secret(hash).equals(Secret(std::string(kept)));
  }
  if (type == "pbkdf2" && kept.starts_with("$sha512$")) {
    const std::string_view rest = kept.substr(8);
    const std::size_t salt = rest.find('$');
    const std::size_t hash = salt == std::string_view::npos ? salt : rest.find('$', salt + 1);
    if (hash == std::string_view::npos) return false;
    const auto rounds = parse_decimal(rest.substr(0, salt));
    if (!rounds || *rounds < 1 || *rounds > kRounds) return false;
    return pbkdf2_with(typed, static_cast<int>(*rounds), rest.substr(salt + 1, hash - salt - 1)) ==
           kept;
  }
  return false;
}

std::string cryptochecksum(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr);
  std::string words;
  for (unsigned int i = 0; i < 16; ++i) {
    if (i != 0 && i % 4 == 0) words += ' ';
    words += fmt::format("{:02x}", digest[i]);
  }
  return words;
}

}  // namespace lw::lab
