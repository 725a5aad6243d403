#include "token/token_image.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/file.h"
#include "token/sodium_bytes.h"

namespace lw::token {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFirstLine = "linewarden-token-image 1";
constexpr std::size_t kMostManifestBytes = 65536;
constexpr std::size_t kShortestPin = 4;
constexpr std::size_t kLongestPin = 63;
// Of format 1: whoever reads an image uses the same, and none that a file asks for.
constexpr unsigned long long kKeyPasses = crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE;
constexpr std::size_t kKeyMemory = crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::string_view kPinCheck = "pin";

Result<Secret> key_of(const Secret& pin, std::string_view salt) {
  std::string key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES, '\0');
  if (crypto_pwhash(bytes(key), key.size(), pin.reveal().data(), pin.reveal().size(), bytes(salt),
                    kKeyPasses, kKeyMemory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return failure(ErrorCode::kInternal, "there is no memory for the token's key");
  }
  return Secret(std::move(key));
}

// A file's name is authenticated with it: one can't be passed off as another.
std::string close_file(std::string_view name, std::string_view content, const Secret& key) {
  std::string closed(kNonce + content.size() + kTag, '\0');
  randombytes_buf(closed.data(), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(closed) + kNonce, nullptr, bytes(content),
                                             content.size(), bytes(name), name.size(), nullptr,
                                             bytes(closed), bytes(key.reveal()));
  return closed;
}

std::string manifest_text(const Delivery& delivery, std::size_t token_bytes, std::string_view salt,
                          std::string_view check) {
  return fmt::format(
      "{}\ndevice {}\npurpose {}\nmade {:%Y-%m-%dT%H:%M:%SZ}\nsize {}\nsalt {}\ncheck {}\n",
      kFirstLine, delivery.device, name(delivery.purpose),
      fmt::gmtime(std::chrono::system_clock::to_time_t(delivery.made)), token_bytes,
      to_base64(salt), to_base64(check));
}

std::unexpected<Error> system_failure(std::string_view doing, const fs::path& path) {
  const int number = errno;
  return failure(ErrorCode::kPermissionDenied,
                 fmt::format("cannot {} {}: {}", doing, path.string(), std::strerror(number)));
}

// A folder beside the one that shall be, removed with what is in it unless it became that.
class Draft {
 public:
  static Result<Draft> beside(const fs::path& folder) {
    std::string name = folder.string() + ".XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) return system_failure("make", folder);
    return Draft(std::move(name));
  }
  Draft(Draft&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Draft& operator=(Draft&&) = delete;
  ~Draft() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }
  // Its place is `folder` from now on; what was there is removed with the draft.
  [[nodiscard]] Result<void> become(const fs::path& folder, bool exchange) {
    const unsigned how = exchange ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, folder.c_str(), how) != 0) {
      return system_failure("put in place", folder);
    }
    if (!exchange) path_.clear();
    return {};
  }

 private:
  explicit Draft(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

// Whether there is an image to replace.
Result<bool> check_place(const fs::path& folder, Replace replace) {
  std::error_code unknown;
  const auto status = fs::symlink_status(folder, unknown);
  if (status.type() == fs::file_type::not_found) return false;
  const auto manifest = read_file(folder / kManifestFile, kMostManifestBytes);
  if (status.type() != fs::file_type::directory || !manifest ||
      !manifest->starts_with(kFirstLine)) {
    return failure(ErrorCode::kConflict,
                   fmt::format("{} is there and is no token image", folder.string()),
                   "name a folder that is not there yet");
  }
  if (replace == Replace::kYes) return true;
  return failure(ErrorCode::kAlreadyExists,
                 fmt::format("{} holds a token image already", folder.string()),
                 "to write over it, with all files on it: --replace");
}

}  // namespace

Result<void> check_pin(const Secret& pin) {
  const std::string& text = pin.reveal();
  const bool one_word = std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
  if (one_word && text.size() >= kShortestPin && text.size() <= kLongestPin) return {};
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("a token's PIN has {} to {} printable characters without blanks",
                             kShortestPin, kLongestPin));
}

Result<void> write_token_image(const fs::path& folder, const Delivery& delivery, const Secret& pin,
                               std::size_t token_bytes, Replace replace) {
  LW_TRY(start_sodium());
  LW_TRY(check_pin(pin));
  if (delivery.config.size() > token_bytes) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the configuration has {} bytes, and the token {}",
                               delivery.config.size(), token_bytes),
                   "shorten it, or say the size of a larger token: --size N");
  }
  // "token/" would have its draft inside.
  const fs::path place = folder.has_filename() ? folder : folder.parent_path();
  LW_ASSIGN(const bool exchange, check_place(place, replace));
  std::string salt(crypto_pwhash_SALTBYTES, '\0');
  randombytes_buf(salt.data(), salt.size());
  LW_ASSIGN(const Secret key, key_of(pin, salt));
  LW_ASSIGN(Draft draft, Draft::beside(place));
  const std::string check = close_file(kPinCheck, {}, key);
  LW_TRY(write_file(draft.path() / kBootConfigFile,
                    close_file(kBootConfigFile, delivery.config, key), FileAccess::kOwnerOnly));
  LW_TRY(write_file(draft.path() / kManifestFile, manifest_text(delivery, token_bytes, salt, check),
                    FileAccess::kOwnerOnly));
  return draft.become(place, exchange);
}

}  // namespace lw::token
