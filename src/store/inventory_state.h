// What the parts of the Inventory share. Private to the room.
#pragma once

#include <string>
#include <vector>

#include "store/credential_rows.h"
#include "store/database.h"
#include "store/inventory.h"
#include "store/vault.h"

namespace lw::store {

// kNotFound, with how to see those there are.
[[nodiscard]] std::unexpected<Error> no_such_device(std::string_view name);
[[nodiscard]] std::unexpected<Error> no_such_server(std::string_view name);

// The first column of all rows.
[[nodiscard]] Result<std::vector<std::string>> names_in(Statement& query);

struct Inventory::State {
  Database database;
  Vault vault;

  [[nodiscard]] CredentialRows credentials_of(CredentialOwner owner) {
    return CredentialRows(database, vault, owner);
  }
  [[nodiscard]] Result<void> require(CredentialOwner owner, const std::string& name);
  // A device may be a module of the chassis that it names.
  [[nodiscard]] Result<void> check_chassis(const Device& device);
  // kConflict with their names when the device has modules.
  [[nodiscard]] Result<void> check_no_modules(const std::string& name);
  // A device or server may go through `jump`: it is there, and the way from it ends somewhere.
  [[nodiscard]] Result<void> check_jump(const std::string& jump, const std::string& user);
  // It is empty, or there is a token server of this name.
  [[nodiscard]] Result<void> check_token_server(const std::string& name);
};

}  // namespace lw::store
