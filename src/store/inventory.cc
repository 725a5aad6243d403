#include "store/inventory.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "store/device_rules.h"
#include "store/inventory_state.h"
#include "store/opening.h"
#include "store/schema.h"

namespace lw::store {
namespace {

std::unexpected<Error> device_exists(const std::string& name) {
  return failure(ErrorCode::kAlreadyExists, fmt::format("there is a device \"{}\" already", name),
                 "choose another name, or change that device with linewarden device set");
}

}  // namespace

Result<std::vector<std::string>> names_in(Statement& query) {
  std::vector<std::string> names;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return names;
    names.emplace_back(query.text(0));
  }
}

std::unexpected<Error> no_such_device(std::string_view name) {
  return failure(ErrorCode::kNotFound,
                 fmt::format("there is no device \"{}\" in the inventory", printable(name, 80)),
                 "linewarden device list shows those there are");
}

Result<bool> Inventory::State::has(CredentialOwner owner, const std::string& name) {
  LW_ASSIGN(auto query,
            database.prepare(fmt::format("SELECT 1 FROM {} WHERE name = ?", table_of(owner))));
  return query.bind(1, name).step();
}

Result<void> Inventory::State::require(CredentialOwner owner, const std::string& name) {
  LW_ASSIGN(const bool found, has(owner, name));
  if (found) return {};
  switch (owner) {
    case CredentialOwner::kDevice:
      return no_such_device(name);
    case CredentialOwner::kServer:
      return no_such_server(name);
    case CredentialOwner::kSet:
      break;
  }
  return no_such_credential_set(name);
}

Result<void> Inventory::State::check_references(const Device& device) {
  LW_TRY(check_jump(device.jump, device.name));
  LW_TRY(check_server(device.token_server, "token server", {kTokenServerKind}));
  LW_TRY(check_server(device.staging_server, "Auto Update Server or Configuration Engine",
                      {kAutoUpdateKind, kConfigurationEngineKind}));
  LW_TRY(check_aaa(device.aaa));
  if (!device.credential_set.empty()) {
    LW_TRY(require(CredentialOwner::kSet, device.credential_set));
  }
  LW_TRY(check_chassis(device));
  return check_context(device);
}

Inventory::Inventory(std::unique_ptr<State> state) : state_(std::move(state)) {}
Inventory::Inventory(Inventory&&) noexcept = default;
Inventory& Inventory::operator=(Inventory&&) noexcept = default;
Inventory::~Inventory() = default;

database::Database& Inventory::database() { return state_->database; }
const Vault& Inventory::vault() const { return state_->vault; }

Result<Inventory> Inventory::open(const Location& location) {
  LW_ASSIGN(auto database, open_database(location));
  LW_TRY(prepare_schema(database));
  LW_ASSIGN(auto key, open_vault(database, location));
  return Inventory(std::make_unique<State>(State{std::move(database), std::move(key.vault)}));
}

Result<void> Inventory::add(const Device& device, const DeviceCredentials& credentials) {
  LW_TRY(check(device));
  return state_->write([&]() -> Result<void> {
    LW_ASSIGN(const bool taken, state_->has(CredentialOwner::kDevice, device.name));
    if (taken) return device_exists(device.name);
    LW_TRY(state_->check_references(device));
    const Device* const one = &device;
    LW_TRY(state_->devices().insert({&one, 1}));
    return state_->credentials_of(CredentialOwner::kDevice).replace(device.name, credentials);
  });
}

Result<Device> Inventory::find(const std::string& name) {
  if (name.empty()) return no_such_device(name);  // which asks for any
  LW_ASSIGN(auto found, state_->devices().find({.name = name}));
  if (found.empty()) return no_such_device(name);
  return std::move(found.front());
}

Result<std::vector<Device>> Inventory::list(const DeviceQuery& query) {
  return state_->devices().find(query);
}

Result<std::int64_t> Inventory::count(const DeviceQuery& query) {
  return state_->devices().count(query);
}

Result<void> Inventory::update(const Device& device) {
  LW_TRY(check(device));
  return state_->write([&]() -> Result<void> {
    LW_TRY(state_->check_references(device));
    LW_ASSIGN(const bool there, state_->devices().update(device));
    if (!there) return no_such_device(device.name);
    return {};
  });
}

Result<void> Inventory::remove(const std::string& name) {
  return state_->write([&]() -> Result<void> {
    LW_TRY(state_->check_no_parts(name));
    LW_ASSIGN(auto erase, state_->database.prepare("DELETE FROM device WHERE name = ?"));
    LW_TRY(erase.bind(1, name).run());
    if (state_->database.changed() == 0) return no_such_device(name);
    return {};
  });
}

Result<std::vector<Result<void>>> Inventory::apply(std::span<const DeviceChange> changes) {
  std::vector<Result<void>> outcomes;
  LW_TRY(state_->write([&]() -> Result<void> {
    outcomes.assign(changes.size(), Result<void>{});
    std::set<std::string, std::less<>> names;
    {
      LW_ASSIGN(auto query, state_->database.prepare("SELECT name FROM device"));
      LW_ASSIGN(auto known, names_in(query));
      names.insert(std::make_move_iterator(known.begin()), std::make_move_iterator(known.end()));
    }
    // Runs of devices that depend on none of this call go in together.
    std::vector<const Device*> devices;
    std::vector<OwnedCredentials> credentials;
    const auto flush = [&]() -> Result<void> {
      LW_TRY(state_->devices().insert(devices));
      LW_TRY(state_->credentials_of(CredentialOwner::kDevice).insert(credentials));
      devices.clear();
      credentials.clear();
      return {};
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const auto& [kind, device, login] = changes[i];
      const bool adds = kind == DeviceChange::Kind::kAdd;
      outcomes[i] = check(device);
      if (!outcomes[i]) continue;
      if (adds && names.contains(device.name)) {
        outcomes[i] = device_exists(device.name);
        continue;
      }
      if (!device.chassis.empty() || !device.context_of.empty()) LW_TRY(flush());
      outcomes[i] = state_->check_references(device);
      if (!outcomes[i]) {
        if (outcomes[i].error().code == ErrorCode::kStoreFailed) return outcomes[i];
        continue;
      }
      if (adds) {
        names.insert(device.name);
        devices.push_back(&device);
        if (login) credentials.push_back({&device.name, &*login});
        continue;
      }
      LW_TRY(flush());
      LW_ASSIGN(const bool there, state_->devices().update(device));
      if (!there) {
        outcomes[i] = no_such_device(device.name);
      } else if (login) {
        LW_TRY(state_->credentials_of(CredentialOwner::kDevice).replace(device.name, *login));
      }
    }
    return flush();
  }));
  return outcomes;
}

Result<DeviceCredentials> Inventory::credentials(const std::string& name) {
  LW_TRY(state_->require(CredentialOwner::kDevice, name));
  return state_->credentials_of(CredentialOwner::kDevice).read(name);
}

Result<void> Inventory::set_credentials(const std::string& name,
                                        const DeviceCredentials& credentials) {
  return state_->write([&]() -> Result<void> {
    LW_TRY(state_->require(CredentialOwner::kDevice, name));
    return state_->credentials_of(CredentialOwner::kDevice).replace(name, credentials);
  });
}

}  // namespace lw::store
