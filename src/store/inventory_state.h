// What the parts of the Inventory share. Private to the room.
#pragma once

#include <string>
#include <vector>

#include "database/database.h"
#include "store/credential_rows.h"
#include "store/device_rows.h"
#include "store/inventory.h"
#include "store/vault.h"

namespace lw::store {

using database::Database;
using database::Statement;

// kNotFound, with how to see those there are.
[[nodiscard]] std::unexpected<Error> no_such_device(std::string_view name);
[[nodiscard]] std::unexpected<Error> no_such_server(std::string_view name);
[[nodiscard]] std::unexpected<Error> no_such_credential_set(std::string_view name);

// The first column of all rows.
[[nodiscard]] Result<std::vector<std::string>> names_in(Statement& query);

// How many users of something an error names.
inline constexpr std::int64_t kMostUsersNamed = 5;

struct Inventory::State {
  Database database;
  Vault vault;

  [[nodiscard]] DeviceRows devices() { return DeviceRows(database); }
  [[nodiscard]] CredentialRows credentials_of(CredentialOwner owner) {
    return CredentialRows(database, vault, owner);
  }
  [[nodiscard]] Result<bool> has(CredentialOwner owner, const std::string& name);
  [[nodiscard]] Result<void> require(CredentialOwner owner, const std::string& name);
  // Everything else that the device names is there, and of the right kind.
  [[nodiscard]] Result<void> check_references(const Device& device);
  // A device may be a module or a context of what it names.
  [[nodiscard]] Result<void> check_chassis(const Device& device);
  [[nodiscard]] Result<void> check_context(const Device& device);
  // kConflict with their names when the device has modules or contexts.
  [[nodiscard]] Result<void> check_no_parts(const std::string& name);
  // A device or server may go through `jump`: it is there, and the way from it ends somewhere.
  [[nodiscard]] Result<void> check_jump(const std::string& jump, const std::string& user);
  // It is empty, or there is a server of this name and one of these kinds.
  [[nodiscard]] Result<void> check_server(const std::string& name, std::string_view use,
                                          std::initializer_list<std::string_view> kinds);
  // It is empty or unknown (a label alone), or an AAA server.
  [[nodiscard]] Result<void> check_aaa(const std::string& name);

  // `work` in a transaction.
  [[nodiscard]] Result<void> write(const std::function<Result<void>()>& work) {
    return database::write(database, work);
  }
};

}  // namespace lw::store
