#include "store/vault_key.h"

#include <fmt/format.h>
#include <sodium.h>

#include <cstdlib>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "store/location.h"

namespace lw::store {
namespace {

constexpr const char* kVariable = "LINEWARDEN_VAULT_KEY";
constexpr const char* kCredentialsFolder = "CREDENTIALS_DIRECTORY";  // systemd.exec(5)
constexpr const char* kCredential = "linewarden-vault-key";
constexpr std::size_t kLongestText = 4096;

Result<FoundKey> found(const Secret& text, std::string where) {
  LW_ASSIGN(auto key, read_key(text, where));
  LW_ASSIGN(auto vault, Vault::with_key(std::move(key)));
  return FoundKey{.vault = std::move(vault), .where = std::move(where)};
}

}  // namespace

Result<Secret> read_key(const Secret& text, const std::string& where) {
  if (text.reveal().size() == Vault::kKeyBytes) return text;
  const std::string_view digits = trim(text.reveal());
  std::string key(Vault::kKeyBytes, '\0');
  std::size_t length = 0;
  const int status = sodium_hex2bin(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                                    digits.data(), digits.size(), nullptr, &length, nullptr);
  if (status == 0 && length == key.size() && digits.size() == 2 * key.size()) {
    return Secret(std::move(key));
  }
  return failure(ErrorCode::kInvalidArgument, fmt::format("{} holds no key", where),
                 "a key is 64 hexadecimal digits: openssl rand -hex 32");
}

Result<std::optional<FoundKey>> find_key(const std::filesystem::path& folder) {
  if (const char* digits = std::getenv(kVariable); digits != nullptr && *digits != '\0') {
    LW_ASSIGN(auto key,
              found(Secret(digits), fmt::format("the environment variable {}", kVariable)));
    return key;
  }
  if (const char* credentials = std::getenv(kCredentialsFolder); credentials != nullptr) {
    const auto file = std::filesystem::path(credentials) / kCredential;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
      LW_ASSIGN(auto text, read_file(file, kLongestText));
      LW_ASSIGN(auto key, found(Secret(std::move(text)),
                                fmt::format("the systemd credential {}", kCredential)));
      return key;
    }
  }
  const auto file = folder / kKeyFile;
  LW_ASSIGN(auto vault, Vault::load(file));
  if (!vault) return std::nullopt;
  return FoundKey{.vault = *std::move(vault),
                  .where = fmt::format("the key file {}", file.string()),
                  .file = file};
}

}  // namespace lw::store
