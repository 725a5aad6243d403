// The numbered migrations of the store's tables, and the list of those tables.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "database/database.h"

namespace lw::store {

// The version of this program.
[[nodiscard]] std::int64_t newest_schema();

// Makes the tables where there are none. kUnsupported, with what to do, where they have another
// version than this program's.
[[nodiscard]] Result<void> prepare_schema(database::Database& database);

// Brings the tables to version `to`, all of it or nothing. kUnsupported for tables from a newer
// program, which stay untouched.
[[nodiscard]] Result<void> migrate(database::Database& database, std::int64_t to);

// In an order in which each one's references are there before it.
struct Table {
  std::string_view name;
  std::string_view key;  // columns that tell a row from all others
};
[[nodiscard]] std::span<const Table> tables();

}  // namespace lw::store
