// Where a store is: a folder of this machine, which holds the vault's key and, unless the rows are
// on a PostgreSQL server, the file with them. A plain value.
#pragma once

#include <filesystem>
#include <string>

namespace lw::store {

inline constexpr std::string_view kStoreFile = "linewarden.db";
inline constexpr std::string_view kKeyFile = "vault.key";

struct Location {
  std::filesystem::path folder;
  std::string url = {};  // "postgres://…"; empty: linewarden.db in the folder
};

}  // namespace lw::store
