#include "lab/usb_token.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "base/file.h"
#include "base/text.h"
#include "lab/base64.h"

namespace lw::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifest = "manifest";
constexpr std::string_view kFormat = "linewarden-token-image 1";
constexpr std::size_t kMostManifestBytes = 65536;
constexpr std::size_t kMostFileBytes = std::size_t{1} << 20;
constexpr std::size_t kMostFiles = 100;
constexpr long kMostSize = 1 << 20;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kNonceBytes = 24;
constexpr std::size_t kOverhead = 40;  // the nonce and a tag of 16 bytes
constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{64} << 20;
static_assert(kSaltBytes == crypto_pwhash_SALTBYTES);
static_assert(kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::optional<std::string> opened(std::string_view closed, std::string_view name,
                                  const Secret& key) {
  if (closed.size() < kOverhead) return std::nullopt;
  std::string content(closed.size() - kOverhead, '\0');
  const std::string_view box = closed.substr(kNonceBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(content), nullptr, nullptr, raw(box),
                                                 box.size(), raw(name), name.size(), raw(closed),
                                                 raw(key.reveal())) != 0) {
    return std::nullopt;
  }
  return content;
}

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= 63 && name.front() != '.' && name != kManifest &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '-' || c == '_';
         });
}

}  // namespace

std::optional<TokenManifest> read_token_manifest(std::string_view text) {
  const auto lines = split_lines(text);
  if (lines.empty() || lines.front() != kFormat) return std::nullopt;
  TokenManifest manifest;
  for (const std::string_view line : lines) {
    const auto words = split_words(line);
    if (words.size() != 2) continue;
    if (words[0] == "size") {
      const auto size = parse_decimal(words[1]);
      if (!size || *size <= 0 || *size > kMostSize) return std::nullopt;
      manifest.size = static_cast<std::size_t>(*size);
    } else if (words[0] == "salt") {
      manifest.salt = from_base64(words[1]).value_or("");
    } else if (words[0] == "check") {
      manifest.check = from_base64(words[1]).value_or("");
    }
  }
  const bool whole = manifest.size != 0 && manifest.salt.size() == kSaltBytes &&
                     manifest.check.size() == kOverhead;
  return whole ? std::optional(manifest) : std::nullopt;
}

UsbToken::Change UsbToken::look() {
  const auto text = read_file(image_ / kManifest, kMostManifestBytes);
  auto now = text ? read_token_manifest(*text) : std::nullopt;
  if (now == manifest_) return Change::kNone;
  manifest_ = std::move(now);
  key_.reset();
  return manifest_ ? Change::kInserted : Change::kRemoved;
}

bool UsbToken::log_in(const Secret& pin) {
  key_.reset();
  if (!manifest_ || sodium_init() < 0) return false;
  std::string key(kKeyBytes, '\0');
  if (crypto_pwhash(raw(key), key.size(), pin.reveal().data(), pin.reveal().size(),
                    raw(manifest_->salt), kPasses, kMemory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return false;
  }
  Secret made(std::move(key));
  if (!opened(manifest_->check, "pin", made)) return false;
  key_ = std::move(made);
  return true;
}

std::vector<TokenFile> UsbToken::files() const {
  std::vector<TokenFile> all;
  if (!manifest_) return all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(image_, error)) {
    const std::string name = entry.path().filename().string();
    const auto size = entry.file_size(error);
    if (error || !is_file_name(name) || size < kOverhead || all.size() == kMostFiles) continue;
    all.push_back({name, static_cast<std::size_t>(size) - kOverhead});
  }
  std::ranges::sort(all, {}, &TokenFile::name);
  return all;
}

std::size_t UsbToken::used() const {
  std::size_t bytes = 0;
  for (const TokenFile& file : files()) bytes += file.bytes;
  return bytes;
}

Result<std::string> UsbToken::read(std::string_view name) const {
  if (!is_file_name(name) || !manifest_) return failure(ErrorCode::kNotFound, "no such file");
  LW_ASSIGN(const std::string closed, read_file(image_ / name, kMostFileBytes));
  if (!key_) return failure(ErrorCode::kUnauthenticated, "nobody is logged in to the token");
  auto content = opened(closed, name, *key_);
  if (!content) return failure(ErrorCode::kInvalidArgument, "the file is damaged");
  return *std::move(content);
}

Result<void> UsbToken::write(std::string_view name, std::string_view content) {
  if (!is_file_name(name) || !manifest_) {
    return failure(ErrorCode::kInvalidArgument, "not the name of a file");
  }
  if (!key_) return failure(ErrorCode::kUnauthenticated, "nobody is logged in to the token");
  std::size_t others = 0;
  for (const TokenFile& file : files()) others += file.name == name ? 0 : file.bytes;
  if (others + content.size() > manifest_->size) {
    return failure(ErrorCode::kConflict, "the token has no room for it");
  }
  std::string closed(kOverhead + content.size(), '\0');
  randombytes_buf(closed.data(), kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(closed) + kNonceBytes, nullptr, raw(content),
                                             content.size(), raw(name), name.size(), nullptr,
                                             raw(closed), raw(key_->reveal()));
  return write_file(image_ / name, closed, FileAccess::kOwnerOnly);
}

}  // namespace lw::lab
