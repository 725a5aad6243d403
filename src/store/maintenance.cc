#include "store/maintenance.h"

#include <fmt/format.h>
#include <unistd.h>

#include <system_error>
#include <utility>

#include "store/opening.h"
#include "store/schema.h"

namespace lw::store {
namespace {

using database::Database;

Result<void> check_absent(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return {};
  return failure(ErrorCode::kAlreadyExists, fmt::format("{} is there already", file.string()),
                 "name a new file: nothing is overwritten");
}

// A copy of the whole file, whatever its schema. SQLite's own way: consistent while others write.
Result<std::filesystem::path> copy_file(Database& database, const std::filesystem::path& file,
                                        std::int64_t version) {
  const auto backup = std::filesystem::path(fmt::format("{}.schema-{}", file.string(), version));
  LW_TRY(check_absent(backup));
  LW_ASSIGN(auto vacuum, database.prepare("VACUUM INTO ?"));
  const std::string name = backup.string();
  LW_TRY(vacuum.bind(1, name).run());
  std::error_code status;
  std::filesystem::permissions(
      backup, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, status);
  return backup;
}

bool is_url(const std::string& place) {
  return place.starts_with("postgres://") || place.starts_with("postgresql://");
}

}  // namespace

Result<StoreState> look_at(const Location& location) {
  LW_ASSIGN(auto database, open_database(location));
  StoreState state{.name = database.name(),
                   .kind = location.url.empty() ? "SQLite" : "PostgreSQL",
                   .newest = newest_schema(),
                   .tables = {}};
  LW_ASSIGN(state.schema, database.schema_version());
  if (state.schema != state.newest) return state;
  for (const auto& table : tables()) {
    LW_ASSIGN(auto query, database.prepare(fmt::format("SELECT count(*) FROM {}", table.name)));
    LW_TRY(query.step());
    state.tables.push_back({std::string(table.name), query.number(0)});
  }
  return state;
}

Result<Migrated> migrate_store(const Location& location, bool with_backup) {
  LW_ASSIGN(auto database, open_database(location));
  Migrated done{.to = newest_schema()};
  LW_ASSIGN(done.from, database.schema_version());
  if (done.from > done.to) return std::unexpected(prepare_schema(database).error());
  if (done.from == done.to) return done;
  if (with_backup && location.url.empty() && done.from > 0) {
    LW_ASSIGN(done.backup, copy_file(database, location.folder / kStoreFile, done.from));
  }
  LW_TRY(migrate(database, done.to));
  return done;
}

Result<Copied> back_up(const Location& location, const std::filesystem::path& file,
                       const CopyProgress& progress) {
  LW_TRY(check_absent(file));
  LW_ASSIGN(auto from, open_database(location));
  const std::filesystem::path partial = file.string() + ".partial";
  std::error_code status;
  std::filesystem::remove(partial, status);
  Copied copied{.to = file.string(), .tables = {}};
  {
    LW_ASSIGN(auto to, Database::open_file(partial));
    LW_ASSIGN(copied.tables, copy_store(from, to, progress));
  }
  // A hard link gives the name only where there is none.
  const bool named = ::link(partial.c_str(), file.c_str()) == 0;
  const int reason = errno;
  std::filesystem::remove(partial, status);
  if (named) return copied;
  return failure(
      ErrorCode::kPermissionDenied,
      fmt::format("cannot make {}: {}", file.string(), std::generic_category().message(reason)));
}

Result<Copied> restore(const Location& location, const std::filesystem::path& file,
                       const CopyProgress& progress) {
  LW_ASSIGN(auto from, Database::open_file(file));
  LW_ASSIGN(auto to, open_database(location));
  Copied copied{.to = to.name(), .tables = {}};
  LW_ASSIGN(copied.tables, copy_store(from, to, progress));
  // Only now is it known which key it needs.
  if (auto key = open_vault(to, location); !key) {
    return std::unexpected(std::move(key).error().with_context("the store was restored, but"));
  }
  return copied;
}

Result<Copied> copy_to(const Location& location, const std::string& place,
                       const CopyProgress& progress) {
  LW_ASSIGN(auto from, open_database(location));
  LW_ASSIGN(auto to, is_url(place) ? Database::open_server(place) : Database::open_file(place));
  if (from.name() == to.name()) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{} can't be copied to itself", from.name()));
  }
  Copied copied{.to = to.name(), .tables = {}};
  LW_ASSIGN(copied.tables, copy_store(from, to, progress));
  return copied;
}

}  // namespace lw::store
