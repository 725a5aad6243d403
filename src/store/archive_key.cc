#include "store/archive_key.h"

#include <string>
#include <string_view>
#include <utility>

#include "store/segment_seal.h"

namespace lw::store {
namespace {

constexpr std::string_view kPlace = "archive key";

}  // namespace

Result<std::optional<Secret>> read_archive_key(database::Database& database, const Vault& vault) {
  LW_ASSIGN(auto query, database.prepare("SELECT sealed FROM archive_key WHERE id = 1"));
  LW_ASSIGN(const bool row, query.step());
  if (!row) return std::nullopt;
  LW_ASSIGN(auto key, vault.open(kPlace, query.text(0)));
  return key;
}

Result<Secret> make_archive_key(database::Database& database, const Vault& vault) {
  const std::string sealed = vault.seal(kPlace, SegmentSeal::make_key());
  // Of two programs that make the first key, one comes first and both read that one.
  LW_TRY(database::write(database, [&]() -> Result<void> {
    LW_ASSIGN(auto insert, database.prepare("INSERT INTO archive_key (id, sealed) VALUES (1, ?1) "
                                            "ON CONFLICT (id) DO NOTHING"));
    return insert.bind_blob(1, sealed).run();
  }));
  LW_ASSIGN(auto key, read_archive_key(database, vault));
  if (key) return *std::move(key);
  return failure(ErrorCode::kStoreFailed, "the key of the configuration archive was not stored");
}

Result<std::int64_t> reseal_archive_key(database::Database& database, const Vault& now,
                                        const Vault& next) {
  LW_ASSIGN(const auto key, read_archive_key(database, now));
  if (!key) return 0;
  const std::string sealed = next.seal(kPlace, *key);
  LW_ASSIGN(auto update, database.prepare("UPDATE archive_key SET sealed = ?1 WHERE id = 1"));
  LW_TRY(update.bind_blob(1, sealed).run());
  return 1;
}

}  // namespace lw::store
