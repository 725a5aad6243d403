// Everything of one store into another, empty one, whichever databases they are in: for moving to
// PostgreSQL, back, and for backups. Values stay sealed as they are, so both need the same key.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "database/database.h"

namespace lw::store {

struct CopiedTable {
  std::string name;
  std::int64_t rows = 0;
};

// In one transaction: all or nothing. Both sides are read again afterwards and compared, row by
// row; a difference undoes the copy. kConflict when `to` holds anything; kUnsupported when `from`
// has another schema than this program's. `progress` gets the table and its rows so far.
using CopyProgress = std::function<void(std::string_view table, std::int64_t rows)>;
[[nodiscard]] Result<std::vector<CopiedTable>> copy_store(database::Database& from,
                                                          database::Database& to,
                                                          const CopyProgress& progress);

// Whether there is a row in any table, but for the vault's check value.
[[nodiscard]] Result<bool> is_empty(database::Database& database);

}  // namespace lw::store
