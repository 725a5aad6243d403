#include "store/rotation.h"

#include <utility>

#include "base/file.h"
#include "store/credential_rows.h"
#include "store/opening.h"
#include "store/schema.h"

namespace lw::store {
namespace {

// The new vault; where the key is a file's, in the file that waits beside it.
Result<Vault> next_vault(const Location& location, const FoundKey& now,
                         const std::optional<Secret>& key) {
  if (now.file.empty()) {
    if (key) return Vault::with_key(*key);
    return failure(ErrorCode::kInvalidArgument,
                   "the key comes from " + now.where + ", so the new one must be given",
                   "linewarden vault rotate --new-key-file FILE, or --new-key-env VAR");
  }
  const auto file = next_key_file(location);
  if (key) {
    LW_TRY(write_file(file, key->reveal(), FileAccess::kOwnerOnly));
    return Vault::with_key(*key);
  }
  std::error_code ignored;
  std::filesystem::remove(file, ignored);  // of a rotation that was cut off before it was stored
  return Vault::create(file);
}

}  // namespace

Result<Rotation> rotate_key(const Location& location, const std::optional<Secret>& key) {
  LW_ASSIGN(auto database, open_database(location));
  LW_TRY(prepare_schema(database));
  LW_ASSIGN(const auto now, open_vault(database, location));
  Rotation rotation{.file = !now.file.empty()};
  // Under the store's lock: of two rotations at once, the second begins with the first one's key.
  LW_TRY(database::write(database, [&]() -> Result<void> {
    LW_ASSIGN(const auto next, next_vault(location, now, key));
    if (next.open("same", now.vault.seal("same", Secret{}))) {
      return failure(ErrorCode::kInvalidArgument, "the new key is the old one");
    }
    rotation.values = 0;
    for (const auto owner :
         {CredentialOwner::kDevice, CredentialOwner::kServer, CredentialOwner::kSet}) {
      LW_ASSIGN(const auto values, CredentialRows(database, now.vault, owner).reseal(next));
      rotation.values += values;
    }
    return claim(database, next);
  }));
  // The new file takes the old one's place when the store is opened.
  if (rotation.file) LW_TRY(open_vault(database, location));
  return rotation;
}

}  // namespace lw::store
