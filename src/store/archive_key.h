// The key of the configuration archive: random, made with the first configuration, sealed in the
// vault. Private to the room.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "base/secret.h"
#include "database/database.h"
#include "store/vault.h"

namespace lw::store {

// nullopt: nothing was archived yet.
[[nodiscard]] Result<std::optional<Secret>> read_archive_key(database::Database& database,
                                                             const Vault& vault);
// The one there is, or a new one.
[[nodiscard]] Result<Secret> make_archive_key(database::Database& database, const Vault& vault);

// For another key of the vault, inside the caller's transaction: the archive itself stays as it is.
// How many values that were.
[[nodiscard]] Result<std::int64_t> reseal_archive_key(database::Database& database,
                                                      const Vault& now, const Vault& next);

}  // namespace lw::store
