// Credential sets, who uses them, and which login a device gets.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <utility>

#include "base/text.h"
#include "store/device_rules.h"
#include "store/inventory_state.h"

namespace lw::store {
namespace {

// Who uses the set, a few of them, in words.
Result<std::vector<std::string>> users_of(Database& database, const std::string& set) {
  LW_ASSIGN(auto query,
            database.prepare("SELECT name FROM device WHERE credential_set = ?1 UNION ALL SELECT "
                             "CASE device_group WHEN '' THEN 'all devices (the default set)' ELSE "
                             "'group ' || device_group END FROM credential_use WHERE "
                             "credential_set = ?1 LIMIT ?2"));
  query.bind(1, set).bind(2, kMostUsersNamed);
  return names_in(query);
}

}  // namespace

std::unexpected<Error> no_such_credential_set(std::string_view name) {
  return failure(ErrorCode::kNotFound,
                 fmt::format("there is no credential set \"{}\"", printable(name, 80)),
                 "linewarden credentials list shows those there are");
}

Result<void> Inventory::add_credential_set(const CredentialSet& set,
                                           const DeviceCredentials& credentials) {
  LW_TRY(check(set));
  return state_->write([&]() -> Result<void> {
    LW_ASSIGN(const bool taken, state_->has(CredentialOwner::kSet, set.name));
    if (taken) {
      return failure(ErrorCode::kAlreadyExists,
                     fmt::format("there is a credential set \"{}\" already", set.name),
                     "choose another name, or change that set: linewarden credentials set");
    }
    LW_ASSIGN(auto insert, state_->database.prepare("INSERT INTO credential_set VALUES (?, ?)"));
    LW_TRY(insert.bind(1, set.name).bind(2, set.notes).run());
    return state_->credentials_of(CredentialOwner::kSet).replace(set.name, credentials);
  });
}

Result<CredentialSet> Inventory::find_credential_set(const std::string& name) {
  LW_ASSIGN(auto query,
            state_->database.prepare("SELECT name, notes FROM credential_set WHERE name = ?"));
  LW_ASSIGN(const bool found, query.bind(1, name).step());
  if (!found) return no_such_credential_set(name);
  return CredentialSet{std::string(query.text(0)), std::string(query.text(1))};
}

Result<std::vector<CredentialSet>> Inventory::list_credential_sets() {
  LW_ASSIGN(auto query,
            state_->database.prepare("SELECT name, notes FROM credential_set ORDER BY name"));
  std::vector<CredentialSet> sets;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return sets;
    sets.push_back({std::string(query.text(0)), std::string(query.text(1))});
  }
}

Result<void> Inventory::update_credential_set(const CredentialSet& set) {
  LW_TRY(check(set));
  return state_->write([&]() -> Result<void> {
    LW_TRY(state_->require(CredentialOwner::kSet, set.name));
    LW_ASSIGN(auto update,
              state_->database.prepare("UPDATE credential_set SET notes = ?2 WHERE name = ?1"));
    return update.bind(1, set.name).bind(2, set.notes).run();
  });
}

Result<void> Inventory::remove_credential_set(const std::string& name) {
  return state_->write([&]() -> Result<void> {
    LW_TRY(state_->require(CredentialOwner::kSet, name));
    LW_ASSIGN(const auto users, users_of(state_->database, name));
    if (!users.empty()) {
      return failure(
          ErrorCode::kConflict,
          fmt::format("credential set \"{}\" is in use, by: {}{}", name, fmt::join(users, ", "),
                      users.size() == kMostUsersNamed ? " and perhaps more" : ""),
          "give them another set, or \"\" for none");
    }
    LW_ASSIGN(auto erase, state_->database.prepare("DELETE FROM credential_set WHERE name = ?"));
    return erase.bind(1, name).run();
  });
}

Result<DeviceCredentials> Inventory::set_credentials_of(const std::string& set) {
  LW_TRY(state_->require(CredentialOwner::kSet, set));
  return state_->credentials_of(CredentialOwner::kSet).read(set);
}

Result<void> Inventory::replace_set_credentials(const std::string& set,
                                                const DeviceCredentials& credentials) {
  return state_->write([&]() -> Result<void> {
    LW_TRY(state_->require(CredentialOwner::kSet, set));
    return state_->credentials_of(CredentialOwner::kSet).replace(set, credentials);
  });
}

Result<std::vector<CredentialUse>> Inventory::credential_uses() {
  LW_ASSIGN(auto query,
            state_->database.prepare(
                "SELECT device_group, credential_set FROM credential_use ORDER BY device_group"));
  std::vector<CredentialUse> uses;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return uses;
    uses.push_back({std::string(query.text(0)), std::string(query.text(1))});
  }
}

Result<void> Inventory::set_credential_use(const CredentialUse& use) {
  if (!use.group.empty()) LW_TRY(check_group(use.group));
  return state_->write([&]() -> Result<void> {
    if (use.set.empty()) {
      LW_ASSIGN(auto erase,
                state_->database.prepare("DELETE FROM credential_use WHERE device_group = ?"));
      return erase.bind(1, use.group).run();
    }
    LW_TRY(state_->require(CredentialOwner::kSet, use.set));
    LW_ASSIGN(auto insert,
              state_->database.prepare("INSERT INTO credential_use VALUES (?1, ?2) ON CONFLICT "
                                       "(device_group) DO UPDATE SET credential_set = ?2"));
    return insert.bind(1, use.group).bind(2, use.set).run();
  });
}

Result<Login> Inventory::login_of(const Device& device) {
  LW_ASSIGN(auto own, state_->credentials_of(CredentialOwner::kDevice).read(device.name));
  if (own.has_login()) return Login{std::move(own), "the device"};
  std::string set = device.credential_set;
  std::string from = fmt::format("set {}", set);
  if (set.empty()) {
    LW_ASSIGN(const auto uses, credential_uses());
    std::map<std::string, std::string> of_groups;  // by set: the group
    for (const auto& use : uses) {
      if (use.group.empty()) {
        set = use.set;
        from = fmt::format("set {}, the default one", set);
      } else if (device.groups.contains(use.group)) {
        of_groups.emplace(use.set, use.group);
      }
    }
    if (of_groups.size() > 1) {
      std::vector<std::string> groups;
      for (const auto& [its_set, group] : of_groups) groups.push_back(group + " (" + its_set + ")");
      return failure(ErrorCode::kConflict,
                     fmt::format("{} is in groups that log in with different credential sets: {}",
                                 device.name, fmt::join(groups, ", ")),
                     "give the device its own: linewarden device set NAME --credential-set SET");
    }
    if (!of_groups.empty()) {
      set = of_groups.begin()->first;
      from = fmt::format("set {} of group {}", set, of_groups.begin()->second);
    }
  }
  if (set.empty()) return Login{std::move(own), {}};
  LW_ASSIGN(auto shared, state_->credentials_of(CredentialOwner::kSet).read(set));
  // An enable password of the device's own stands before the set's.
  if (own.enable_password) shared.enable_password = std::move(own.enable_password);
  return Login{std::move(shared), std::move(from)};
}

}  // namespace lw::store
