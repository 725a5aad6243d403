// What is done with a store as a whole: looking at it, bringing it up to date, copying it away and
// back. Blocking; each call opens the store by itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/copy.h"
#include "store/location.h"

namespace lw::store {

struct StoreState {
  std::string name;  // the file or the URL
  std::string kind;  // "SQLite", "PostgreSQL"
  std::int64_t schema = 0;
  std::int64_t newest = 0;
  std::vector<CopiedTable> tables;  // of a store of this program's version
};
[[nodiscard]] Result<StoreState> look_at(const Location& location);

struct Migrated {
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::filesystem::path backup{};  // of the file as it was; empty: none
};
// All of it or nothing. A server's store is backed up by its own means, before.
[[nodiscard]] Result<Migrated> migrate_store(const Location& location, bool with_backup);

struct Copied {
  std::string to;
  std::vector<CopiedTable> tables;
};
// Into a file that must not be there yet; it appears when it is whole.
[[nodiscard]] Result<Copied> back_up(const Location& location, const std::filesystem::path& file,
                                     const CopyProgress& progress);
// Into the store, which must be empty; the key must be that of the backup.
[[nodiscard]] Result<Copied> restore(const Location& location, const std::filesystem::path& file,
                                     const CopyProgress& progress);
// Into `place`, a URL or a file: a store that must be empty.
[[nodiscard]] Result<Copied> copy_to(const Location& location, const std::string& place,
                                     const CopyProgress& progress);

}  // namespace lw::store
