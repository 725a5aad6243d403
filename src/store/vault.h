// Seals the inventory's secrets with the key that lies beside it. XChaCha20-Poly1305 with a random
// nonce; `place` (device and field) is authenticated with the value, so that a sealed value moved
// to another row does not open. Immutable once made: any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace lw::store {

class Vault {
 public:
  // nullopt when there is no key file; refused when anyone but the owner may read it, or when it
  // is no key.
  [[nodiscard]] static Result<std::optional<Vault>> load(const std::filesystem::path& key_file);
  // Makes a new key. When another process made one in between, that one is loaded.
  [[nodiscard]] static Result<Vault> create(const std::filesystem::path& key_file);
  // kInvalidArgument for a key of another length.
  [[nodiscard]] static Result<Vault> with_key(Secret key);
  static constexpr std::size_t kKeyBytes = 32;

  [[nodiscard]] std::string seal(std::string_view place, const Secret& value) const;
  // kStoreFailed when the value was not sealed with this key for this place, or was changed.
  [[nodiscard]] Result<Secret> open(std::string_view place, std::string_view sealed) const;

 private:
  explicit Vault(Secret key) : key_(std::move(key)) {}
  Secret key_;
};

}  // namespace lw::store
