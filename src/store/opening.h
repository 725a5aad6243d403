// Opening a store: its tables at this program's version, its vault with the right key. Private to
// the room.
#pragma once

#include <filesystem>
#include <string>

#include "database/database.h"
#include "store/location.h"
#include "store/vault.h"
#include "store/vault_key.h"

namespace lw::store {

[[nodiscard]] Result<database::Database> open_database(const Location& location);

// The key that the store is sealed with. Makes one with the first store that has none; a lost key
// is never replaced while there are values that only it can open. Finishes a rotation that was cut
// off.
[[nodiscard]] Result<FoundKey> open_vault(database::Database& database, const Location& location);

// Where a new key waits until everything is sealed with it.
[[nodiscard]] std::filesystem::path next_key_file(const Location& location);

// Inside the caller's transaction: from now on the store is `vault`'s.
[[nodiscard]] Result<void> claim(database::Database& database, const Vault& vault);

}  // namespace lw::store
