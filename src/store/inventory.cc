#include "store/inventory.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "base/text.h"
#include "store/device_rules.h"
#include "store/inventory_state.h"
#include "store/schema.h"

namespace lw::store {
namespace {

constexpr std::string_view kDeviceColumns =
    "name, platform, os_version, address, transport, crypto, allow_ssh1, console, jump, site, aaa, "
    "sessions, notes, chassis, slot, token_server";
constexpr std::string_view kCheckPlace = "vault/check";

Device device_of(const Statement& row) {
  return Device{.name = std::string(row.text(0)),
                .platform = std::string(row.text(1)),
                .os_version = std::string(row.text(2)),
                .address = std::string(row.text(3)),
                .ports = {},
                .transport = std::string(row.text(4)),
                .crypto = std::string(row.text(5)),
                .allow_ssh1 = row.number(6) != 0,
                .console = std::string(row.text(7)),
                .jump = std::string(row.text(8)),
                .chassis = std::string(row.text(13)),
                .slot = static_cast<std::uint32_t>(row.number(14)),
                .site = std::string(row.text(9)),
                .aaa = std::string(row.text(10)),
                .token_server = std::string(row.text(15)),
                .sessions = static_cast<std::uint32_t>(row.number(11)),
                .notes = std::string(row.text(12))};
}

Statement& bind_device(Statement& statement, const Device& device) {
  return statement.bind(1, device.name)
      .bind(2, device.platform)
      .bind(3, device.os_version)
      .bind(4, device.address)
      .bind(5, device.transport)
      .bind(6, device.crypto)
      .bind(7, std::int64_t{device.allow_ssh1})
      .bind(8, device.console)
      .bind(9, device.jump)
      .bind(10, device.site)
      .bind(11, device.aaa)
      .bind(12, std::int64_t{device.sessions})
      .bind(13, device.notes)
      .bind(14, device.chassis)
      .bind(15, std::int64_t{device.slot})
      .bind(16, device.token_server);
}

Result<bool> has_row(Database& database, std::string_view sql) {
  LW_ASSIGN(auto query, database.prepare(sql));
  return query.step();
}

Result<void> replace_ports(Database& database, const Device& device) {
  LW_ASSIGN(auto erase, database.prepare("DELETE FROM device_port WHERE device = ?"));
  LW_TRY(erase.bind(1, device.name).run());
  for (const auto& [transport, port] : device.ports) {
    LW_ASSIGN(auto insert, database.prepare("INSERT INTO device_port VALUES (?, ?, ?)"));
    LW_TRY(insert.bind(1, device.name).bind(2, transport).bind(3, std::int64_t{port}).run());
  }
  return {};
}

Result<Vault> new_vault(Database& database, const std::filesystem::path& key_file) {
  LW_ASSIGN(const bool sealed,
            has_row(database,
                    "SELECT 1 FROM credential UNION ALL SELECT 1 FROM server_credential LIMIT 1"));
  if (sealed) {
    return failure(ErrorCode::kStoreFailed,
                   fmt::format("the key file {} is missing, and the inventory holds credentials "
                               "that only it can open",
                               key_file.string()),
                   "restore vault.key from a backup");
  }
  LW_TRY(database.execute("DELETE FROM vault_check"));
  return Vault::create(key_file);
}

// Call inside a transaction: two processes that start together must agree on one key.
Result<Vault> open_vault(Database& database, const std::filesystem::path& key_file) {
  LW_ASSIGN(auto loaded, Vault::load(key_file));
  if (!loaded) {
    LW_ASSIGN(loaded, new_vault(database, key_file));
  }
  LW_ASSIGN(auto check, database.prepare("SELECT sealed FROM vault_check"));
  LW_ASSIGN(const bool checked, check.step());
  if (!checked) {
    const std::string sealed = loaded->seal(kCheckPlace, Secret{});
    LW_ASSIGN(auto insert, database.prepare("INSERT INTO vault_check VALUES (1, ?)"));
    LW_TRY(insert.bind_blob(1, sealed).run());
  } else if (!loaded->open(kCheckPlace, check.text(0))) {
    return failure(
        ErrorCode::kStoreFailed,
        fmt::format("the key file {} does not belong to this inventory", key_file.string()),
        "restore the vault.key that was made together with linewarden.db");
  }
  return *std::move(loaded);
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

Result<void> Inventory::State::require(CredentialOwner owner, const std::string& name) {
  const bool device = owner == CredentialOwner::kDevice;
  LW_ASSIGN(auto query, database.prepare(device ? "SELECT 1 FROM device WHERE name = ?"
                                                : "SELECT 1 FROM server WHERE name = ?"));
  LW_ASSIGN(const bool found, query.bind(1, name).step());
  if (found) return {};
  return device ? no_such_device(name) : no_such_server(name);
}

Inventory::Inventory(std::unique_ptr<State> state) : state_(std::move(state)) {}
Inventory::Inventory(Inventory&&) noexcept = default;
Inventory& Inventory::operator=(Inventory&&) noexcept = default;
Inventory::~Inventory() = default;

Result<Inventory> Inventory::open(const std::filesystem::path& folder) {
  std::error_code status;
  if (std::filesystem::create_directories(folder, status)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, status);
  }
  if (status || !std::filesystem::is_directory(folder, status)) {
    return failure(ErrorCode::kPermissionDenied,
                   fmt::format("cannot make the data folder {}: {}", folder.string(),
                               status ? status.message() : "it is not a folder"),
                   "name another folder with --data");
  }
  LW_ASSIGN(auto database, Database::open(folder / "linewarden.db"));
  LW_ASSIGN(auto transaction, Transaction::begin(database));
  LW_TRY(migrate(database));
  LW_ASSIGN(auto vault, open_vault(database, folder / "vault.key"));
  LW_TRY(transaction.commit());
  return Inventory(std::make_unique<State>(State{std::move(database), std::move(vault)}));
}

Result<void> Inventory::add(const Device& device, const DeviceCredentials& credentials) {
  LW_TRY(check(device));
  LW_ASSIGN(auto transaction, Transaction::begin(state_->database));
  if (state_->require(CredentialOwner::kDevice, device.name)) {
    return failure(ErrorCode::kAlreadyExists,
                   fmt::format("there is a device \"{}\" already", device.name),
                   "choose another name, or change that device with linewarden device set");
  }
  LW_ASSIGN(auto insert,
            state_->database.prepare(fmt::format(
                "INSERT INTO device ({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                "?12, ?13, ?14, ?15, ?16)",
                kDeviceColumns)));
  LW_TRY(state_->check_jump(device.jump, device.name));
  LW_TRY(state_->check_chassis(device));
  LW_TRY(state_->check_token_server(device.token_server));
  LW_TRY(bind_device(insert, device).run());
  LW_TRY(replace_ports(state_->database, device));
  LW_TRY(state_->credentials_of(CredentialOwner::kDevice).replace(device.name, credentials));
  return transaction.commit();
}

Result<Device> Inventory::find(const std::string& name) {
  LW_ASSIGN(auto query, state_->database.prepare(
                            fmt::format("SELECT {} FROM device WHERE name = ?", kDeviceColumns)));
  LW_ASSIGN(const bool found, query.bind(1, name).step());
  if (!found) return no_such_device(name);
  Device device = device_of(query);
  LW_ASSIGN(auto ports,
            state_->database.prepare("SELECT transport, port FROM device_port WHERE device = ?"));
  ports.bind(1, name);
  while (true) {
    LW_ASSIGN(const bool row, ports.step());
    if (!row) return device;
    device.ports[std::string(ports.text(0))] = static_cast<std::uint16_t>(ports.number(1));
  }
}

Result<std::vector<Device>> Inventory::list() {
  LW_ASSIGN(auto query, state_->database.prepare(
                            fmt::format("SELECT {} FROM device ORDER BY name", kDeviceColumns)));
  std::vector<Device> devices;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) break;
    devices.push_back(device_of(query));
  }
  // One pass over both lists, which are in the same order.
  LW_ASSIGN(auto ports, state_->database.prepare(
                            "SELECT device, transport, port FROM device_port ORDER BY device"));
  for (auto device = devices.begin();;) {
    LW_ASSIGN(const bool row, ports.step());
    if (!row) return devices;
    while (device != devices.end() && device->name != ports.text(0)) ++device;
    if (device == devices.end()) return devices;
    device->ports[std::string(ports.text(1))] = static_cast<std::uint16_t>(ports.number(2));
  }
}

Result<void> Inventory::update(const Device& device) {
  LW_TRY(check(device));
  LW_ASSIGN(auto transaction, Transaction::begin(state_->database));
  LW_ASSIGN(auto update,
            state_->database.prepare(
                "UPDATE device SET platform = ?2, os_version = ?3, address = ?4, "
                "transport = ?5, crypto = ?6, allow_ssh1 = ?7, console = ?8, jump = ?9, "
                "site = ?10, aaa = ?11, sessions = ?12, notes = ?13, chassis = ?14, slot = ?15, "
                "token_server = ?16 WHERE name = ?1"));
  LW_TRY(state_->check_jump(device.jump, device.name));
  LW_TRY(state_->check_chassis(device));
  LW_TRY(state_->check_token_server(device.token_server));
  LW_TRY(bind_device(update, device).run());
  if (state_->database.changed() == 0) return no_such_device(device.name);
  LW_TRY(replace_ports(state_->database, device));
  return transaction.commit();
}

Result<void> Inventory::remove(const std::string& name) {
  LW_ASSIGN(auto transaction, Transaction::begin(state_->database));
  LW_TRY(state_->check_no_modules(name));
  LW_ASSIGN(auto erase, state_->database.prepare("DELETE FROM device WHERE name = ?"));
  LW_TRY(erase.bind(1, name).run());
  if (state_->database.changed() == 0) return no_such_device(name);
  return transaction.commit();
}

Result<DeviceCredentials> Inventory::credentials(const std::string& name) {
  LW_TRY(state_->require(CredentialOwner::kDevice, name));
  return state_->credentials_of(CredentialOwner::kDevice).read(name);
}

Result<void> Inventory::set_credentials(const std::string& name,
                                        const DeviceCredentials& credentials) {
  LW_ASSIGN(auto transaction, Transaction::begin(state_->database));
  LW_TRY(state_->require(CredentialOwner::kDevice, name));
  LW_TRY(state_->credentials_of(CredentialOwner::kDevice).replace(name, credentials));
  return transaction.commit();
}

}  // namespace lw::store
