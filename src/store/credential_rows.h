// Sealed credentials as rows: one table for each kind of owner. The owner's and the field's name
// are authenticated with each value. Private to the room; belongs to the Inventory.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "database/database.h"
#include "store/device.h"
#include "store/vault.h"

namespace lw::store {

enum class CredentialOwner { kDevice, kServer, kSet };

// The table that the owners are in, which has a column `name`.
[[nodiscard]] std::string_view table_of(CredentialOwner owner);

struct OwnedCredentials {
  const std::string* owner;
  const DeviceCredentials* credentials;
};

class CredentialRows {
 public:
  CredentialRows(database::Database& database, const Vault& vault, CredentialOwner owner)
      : database_(database), vault_(vault), owner_(owner) {}

  [[nodiscard]] Result<DeviceCredentials> read(const std::string& name);
  // Inside the caller's transaction.
  [[nodiscard]] Result<void> replace(const std::string& name, const DeviceCredentials& credentials);
  // Of owners that have none yet.
  [[nodiscard]] Result<void> insert(std::span<const OwnedCredentials> all);
  // Every value sealed anew by `vault`; gives how many.
  [[nodiscard]] Result<std::int64_t> reseal(const Vault& vault);

 private:
  database::Database& database_;
  const Vault& vault_;
  CredentialOwner owner_;
};

}  // namespace lw::store
