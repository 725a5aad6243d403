// Where the vault's key comes from. The key is never in the store. In this order: the environment
// variable LINEWARDEN_VAULT_KEY (64 hexadecimal digits), the systemd credential
// "linewarden-vault-key" (the key's 32 bytes, or its digits), the file vault.key of the data
// folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "store/vault.h"

namespace lw::store {

struct FoundKey {
  Vault vault;
  std::string where;             // "the environment variable …", "the key file …": for errors
  std::filesystem::path file{};  // when it is one of this program's to replace; empty: another's
};

// nullopt when there is none anywhere; kInvalidArgument or kPermissionDenied for one that is none
// or that others may read.
[[nodiscard]] Result<std::optional<FoundKey>> find_key(const std::filesystem::path& folder);

// From 64 hexadecimal digits or 32 bytes, white space at the ends left off.
[[nodiscard]] Result<Secret> read_key(const Secret& text, const std::string& where);

}  // namespace lw::store
