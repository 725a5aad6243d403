#include "store/vault.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/file.h"

namespace lw::store {
namespace {

// The first byte of a sealed value says how it was sealed, for the day when that changes.
constexpr char kFormat = 1;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
static_assert(kKey == Vault::kKeyBytes);

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text, std::size_t offset = 0) {
  return reinterpret_cast<unsigned char*>(text.data()) + offset;
}

Result<void> start_sodium() {
  if (sodium_init() < 0) return failure(ErrorCode::kInternal, "libsodium does not start");
  return {};
}

Error cannot_create(const std::filesystem::path& file) {
  const int number = errno;
  return {ErrorCode::kPermissionDenied,
          fmt::format("cannot create the key file {}: {}", file.string(), std::strerror(number)),
          "the folder must be writable by you; or name another folder with --data"};
}

}  // namespace

Result<std::optional<Vault>> Vault::load(const std::filesystem::path& key_file) {
  LW_TRY(start_sodium());
  struct stat status{};
  if (::lstat(key_file.c_str(), &status) != 0) {
    if (errno == ENOENT) return std::nullopt;
    return failure(
        ErrorCode::kPermissionDenied,
        fmt::format("cannot look at the key file {}: {}", key_file.string(), std::strerror(errno)));
  }
  if (!S_ISREG(status.st_mode)) {
    return failure(ErrorCode::kStoreFailed,
                   fmt::format("the key file {} is not a regular file", key_file.string()));
  }
  if (auto own = check_owner_only(key_file); !own) {
    return std::unexpected(std::move(own).error().with_context("the key file"));
  }
  LW_ASSIGN(auto text, read_file(key_file, 4096));
  Secret key(std::move(text));
  if (key.reveal().size() != kKey) {
    return failure(ErrorCode::kStoreFailed,
                   fmt::format("the key file {} is damaged: {} bytes where a key has {}",
                               key_file.string(), key.reveal().size(), kKey),
                   "restore it from a backup");
  }
  return Vault(std::move(key));
}

Result<Vault> Vault::create(const std::filesystem::path& key_file) {
  LW_TRY(start_sodium());
  std::string random(kKey, '\0');
  randombytes_buf(random.data(), random.size());
  const Secret key(std::move(random));

  // The whole key under another name first; link() then gives it its name only where there is none.
  std::string temporary = key_file.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return std::unexpected(cannot_create(key_file));
  const bool written =
      ::write(descriptor, key.reveal().data(), kKey) == static_cast<ssize_t>(kKey) &&
      ::fsync(descriptor) == 0;
  const bool closed = ::close(descriptor) == 0;
  const bool linked = written && closed && ::link(temporary.c_str(), key_file.c_str()) == 0;
  const bool exists = !linked && errno == EEXIST;
  auto error = cannot_create(key_file);
  ::unlink(temporary.c_str());
  if (!linked && !exists) return std::unexpected(std::move(error));

  LW_ASSIGN(auto loaded, load(key_file));
  if (!loaded) return failure(ErrorCode::kStoreFailed, "the key file vanished while it was made");
  return *std::move(loaded);
}

Result<Vault> Vault::with_key(Secret key) {
  LW_TRY(start_sodium());
  if (key.reveal().size() != kKey) {
    return failure(ErrorCode::kInvalidArgument, fmt::format("a key has {} bytes", kKey));
  }
  return Vault(std::move(key));
}

std::string Vault::seal(std::string_view place, const Secret& value) const {
  std::string sealed(1 + kNonce + value.reveal().size() + kTag, '\0');
  sealed.front() = kFormat;
  randombytes_buf(bytes(sealed, 1), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      bytes(sealed, 1 + kNonce), nullptr, bytes(value.reveal()), value.reveal().size(),
      bytes(place), place.size(), nullptr, bytes(sealed, 1), bytes(key_.reveal()));
  return sealed;
}

Result<Secret> Vault::open(std::string_view place, std::string_view sealed) const {
  if (sealed.size() < 1 + kNonce + kTag || sealed.front() != kFormat) {
    return failure(ErrorCode::kStoreFailed, "a sealed value is damaged");
  }
  std::string plain(sealed.size() - 1 - kNonce - kTag, '\0');
  const std::string_view cipher = sealed.substr(1 + kNonce);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          bytes(plain), nullptr, nullptr, bytes(cipher), cipher.size(), bytes(place), place.size(),
          bytes(sealed.substr(1)), bytes(key_.reveal())) != 0) {
    return failure(ErrorCode::kStoreFailed,
                   "a sealed value does not open: the key is another one, or the value was changed "
                   "or moved");
  }
  return Secret(std::move(plain));
}

}  // namespace lw::store
