#include "store/opening.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "store/schema.h"

namespace lw::store {
namespace {

using database::Database;

constexpr std::string_view kCheckPlace = "vault/check";

Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code status;
  if (std::filesystem::create_directories(folder, status)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, status);
  }
  if (!status && std::filesystem::is_directory(folder, status)) return {};
  return failure(ErrorCode::kPermissionDenied,
                 fmt::format("cannot make the data folder {}: {}", folder.string(),
                             status ? status.message() : "it is not a folder"),
                 "name another folder with --data");
}

Result<bool> has_sealed_values(Database& database) {
  LW_ASSIGN(
      auto query,
      database.prepare(
          "SELECT 1 FROM credential UNION ALL SELECT 1 FROM server_credential "
          "UNION ALL SELECT 1 FROM set_credential UNION ALL SELECT 1 FROM archive_key LIMIT 1"));
  return query.step();
}

Result<FoundKey> new_key(Database& database, const Location& location) {
  const auto file = location.folder / kKeyFile;
  const auto where = fmt::format("the key file {}", file.string());
  LW_ASSIGN(const bool sealed, has_sealed_values(database));
  if (sealed) {
    return failure(ErrorCode::kStoreFailed,
                   fmt::format("{} is missing, and the store holds credentials that only it can "
                               "open",
                               where),
                   "restore vault.key from a backup, or give the key in LINEWARDEN_VAULT_KEY");
  }
  LW_TRY(database.execute("DELETE FROM vault_check"));
  LW_ASSIGN(auto vault, Vault::create(file));
  return FoundKey{.vault = std::move(vault), .where = where, .file = file};
}

Result<void> take_next_key(const Location& location) {
  std::error_code status;
  std::filesystem::rename(next_key_file(location), location.folder / kKeyFile, status);
  if (!status) return {};
  return failure(ErrorCode::kPermissionDenied,
                 fmt::format("the new key {} could not take the place of the old one: {}",
                             next_key_file(location).string(), status.message()),
                 "keep that file: it opens the store, and the next command tries again");
}

}  // namespace

Result<Database> open_database(const Location& location) {
  LW_TRY(make_folder(location.folder));
  if (!location.url.empty()) return Database::open_server(location.url);
  return Database::open_file(location.folder / kStoreFile);
}

std::filesystem::path next_key_file(const Location& location) {
  return location.folder / (std::string(kKeyFile) + ".next");
}

Result<void> claim(Database& database, const Vault& vault) {
  const std::string sealed = vault.seal(kCheckPlace, Secret{});
  LW_ASSIGN(auto insert, database.prepare("INSERT INTO vault_check VALUES (1, ?1) ON CONFLICT (id) "
                                          "DO UPDATE SET sealed = ?1"));
  return insert.bind_blob(1, sealed).run();
}

namespace {

// As nearly always: there is a key, and it is the store's. Nobody has to wait for that.
Result<std::optional<FoundKey>> matching_key(Database& database, const Location& location) {
  LW_ASSIGN(auto key, find_key(location.folder));
  if (!key) return std::nullopt;
  LW_ASSIGN(auto check, database.prepare("SELECT sealed FROM vault_check"));
  LW_ASSIGN(const bool checked, check.step());
  if (!checked || !key->vault.open(kCheckPlace, check.text(0))) return std::nullopt;
  return key;
}

}  // namespace

// Where that is not so, in one transaction: two processes that start together must agree on one
// key.
Result<FoundKey> open_vault(Database& database, const Location& location) {
  LW_ASSIGN(auto key, matching_key(database, location));
  if (key) return *std::move(key);
  LW_TRY(database::write(database, [&]() -> Result<void> {
    LW_ASSIGN(key, find_key(location.folder));
    if (!key) {
      LW_ASSIGN(key, new_key(database, location));
    }
    LW_ASSIGN(auto check, database.prepare("SELECT sealed FROM vault_check"));
    LW_ASSIGN(const bool checked, check.step());
    if (!checked) return claim(database, key->vault);
    if (key->vault.open(kCheckPlace, check.text(0))) return {};
    LW_ASSIGN(auto next, Vault::load(next_key_file(location)));
    if (!key->file.empty() && next && next->open(kCheckPlace, check.text(0))) {
      key->vault = *std::move(next);
      return take_next_key(location);
    }
    return failure(ErrorCode::kStoreFailed,
                   fmt::format("{} does not belong to this store", key->where),
                   "give the key that the store was made with, or that it was last rotated to");
  }));
  return *std::move(key);
}

}  // namespace lw::store
