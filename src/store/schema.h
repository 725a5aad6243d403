// The numbered migrations of the inventory's tables.
#pragma once

#include "base/result.h"
#include "store/database.h"

namespace lw::store {

// Brings the tables to this program's version. Call inside a transaction. A file from a newer
// program is refused, untouched.
[[nodiscard]] Result<void> migrate(Database& database);

}  // namespace lw::store
