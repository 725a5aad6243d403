// Sealed credentials as rows: one table for devices, one for servers. The owner's and the field's
// name are authenticated with each value. Private to the room; belongs to the Inventory.
#pragma once

#include <string>
#include <string_view>

#include "store/database.h"
#include "store/inventory.h"
#include "store/vault.h"

namespace lw::store {

enum class CredentialOwner { kDevice, kServer };

class CredentialRows {
 public:
  CredentialRows(Database& database, const Vault& vault, CredentialOwner owner)
      : database_(database), vault_(vault), owner_(owner) {}

  [[nodiscard]] Result<DeviceCredentials> read(const std::string& name);
  // Inside the caller's transaction.
  [[nodiscard]] Result<void> replace(const std::string& name, const DeviceCredentials& credentials);

 private:
  [[nodiscard]] Result<void> save(const std::string& name, std::string_view field,
                                  const Secret& value);
  [[nodiscard]] std::string_view owner_word() const;
  [[nodiscard]] std::string_view table() const;

  Database& database_;
  const Vault& vault_;
  CredentialOwner owner_;
};

}  // namespace lw::store
