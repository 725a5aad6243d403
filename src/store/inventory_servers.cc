// Servers that take part in reaching devices.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "store/device_rules.h"
#include "store/inventory_state.h"

namespace lw::store {
namespace {

constexpr std::string_view kServerColumns =
    "name, kind, address, port, crypto, jump, notes, directory, public_key_file, file_name, tls";
constexpr int kMostHops = 8;

Server server_of(const Statement& row) {
  return Server{.name = std::string(row.text(0)),
                .kind = std::string(row.text(1)),
                .address = std::string(row.text(2)),
                .port = static_cast<std::uint16_t>(row.number(3)),
                .crypto = std::string(row.text(4)),
                .jump = std::string(row.text(5)),
                .notes = std::string(row.text(6)),
                .directory = std::string(row.text(7)),
                .public_key_file = std::string(row.text(8)),
                .file_name = std::string(row.text(9)),
                .tls = row.number(10) != 0};
}

Statement& bind_server(Statement& statement, const Server& server) {
  return statement.bind(1, server.name)
      .bind(2, server.kind)
      .bind(3, server.address)
      .bind(4, std::int64_t{server.port})
      .bind(5, server.crypto)
      .bind(6, server.jump)
      .bind(7, server.notes)
      .bind(8, server.directory)
      .bind(9, server.public_key_file)
      .bind(10, server.file_name)
      .bind(11, std::int64_t{server.tls});
}

// The names of who uses `server`, a few of them.
Result<std::vector<std::string>> users_of(Database& database, const std::string& server) {
  LW_ASSIGN(auto query,
            database.prepare("SELECT name FROM device WHERE jump = ?1 OR token_server = ?1 OR "
                             "staging_server = ?1 OR aaa = ?1 "
                             "UNION ALL SELECT name FROM server WHERE jump = ?1 "
                             "LIMIT ?2"));
  query.bind(1, server).bind(2, kMostUsersNamed);
  return names_in(query);
}

std::unexpected<Error> no_server_for(std::string_view use, std::string_view name) {
  return failure(ErrorCode::kInvalidArgument, fmt::format("server \"{}\" is no {}", name, use),
                 "linewarden server list shows of which kind each is");
}

}  // namespace

std::unexpected<Error> no_such_server(std::string_view name) {
  return failure(ErrorCode::kNotFound,
                 fmt::format("there is no server \"{}\" in the inventory", printable(name, 80)),
                 "linewarden server list shows those there are");
}

Result<void> Inventory::State::check_jump(const std::string& jump, const std::string& user) {
  std::string next = jump;
  for (int hops = 0; !next.empty(); ++hops) {
    if (next == user || hops == kMostHops) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("the way through \"{}\" does not end: it leads back, or has more "
                                 "than {} hops",
                                 printable(jump, 80), kMostHops));
    }
    LW_ASSIGN(auto query, database.prepare("SELECT jump, kind FROM server WHERE name = ?"));
    LW_ASSIGN(const bool found, query.bind(1, next).step());
    if (!found) return no_such_server(next);
    if (query.text(1) != kJumpKind) return no_server_for("jump host", next);
    next = std::string(query.text(0));
  }
  return {};
}

Result<void> Inventory::State::check_server(const std::string& name, std::string_view use,
                                            std::initializer_list<std::string_view> kinds) {
  if (name.empty()) return {};
  LW_ASSIGN(auto query, database.prepare("SELECT kind FROM server WHERE name = ?"));
  LW_ASSIGN(const bool found, query.bind(1, name).step());
  if (!found) return no_such_server(name);
  if (std::ranges::find(kinds, query.text(0)) == kinds.end()) return no_server_for(use, name);
  return {};
}

Result<void> Inventory::State::check_aaa(const std::string& name) {
  if (name.empty()) return {};
  LW_ASSIGN(const bool known, has(CredentialOwner::kServer, name));
  return known ? check_server(name, "AAA server", {kAaaKind}) : Result<void>{};
}

Result<void> Inventory::add_server(const Server& server, const DeviceCredentials& credentials) {
  LW_TRY(check(server));
  return state_->write([&]() -> Result<void> {
    LW_ASSIGN(const bool taken, state_->has(CredentialOwner::kServer, server.name));
    if (taken) {
      return failure(ErrorCode::kAlreadyExists,
                     fmt::format("there is a server \"{}\" already", server.name),
                     "choose another name, or change that server with linewarden server set");
    }
    LW_TRY(state_->check_jump(server.jump, server.name));
    LW_ASSIGN(auto insert, state_->database.prepare(fmt::format(
                               "INSERT INTO server ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                               kServerColumns)));
    LW_TRY(bind_server(insert, server).run());
    return state_->credentials_of(CredentialOwner::kServer).replace(server.name, credentials);
  });
}

Result<Server> Inventory::find_server(const std::string& name) {
  LW_ASSIGN(auto query, state_->database.prepare(
                            fmt::format("SELECT {} FROM server WHERE name = ?", kServerColumns)));
  LW_ASSIGN(const bool found, query.bind(1, name).step());
  if (!found) return no_such_server(name);
  return server_of(query);
}

Result<std::vector<Server>> Inventory::list_servers() {
  LW_ASSIGN(auto query, state_->database.prepare(
                            fmt::format("SELECT {} FROM server ORDER BY name", kServerColumns)));
  std::vector<Server> servers;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return servers;
    servers.push_back(server_of(query));
  }
}

Result<void> Inventory::update_server(const Server& server) {
  LW_TRY(check(server));
  return state_->write([&]() -> Result<void> {
    LW_TRY(state_->require(CredentialOwner::kServer, server.name));
    LW_TRY(state_->check_jump(server.jump, server.name));
    LW_ASSIGN(auto update, state_->database.prepare(
                               "UPDATE server SET kind = ?2, address = ?3, port = ?4, crypto = ?5, "
                               "jump = ?6, notes = ?7, directory = ?8, public_key_file = ?9, "
                               "file_name = ?10, tls = ?11 WHERE name = ?1"));
    return bind_server(update, server).run();
  });
}

Result<void> Inventory::remove_server(const std::string& name) {
  return state_->write([&]() -> Result<void> {
    LW_TRY(state_->require(CredentialOwner::kServer, name));
    LW_ASSIGN(const auto users, users_of(state_->database, name));
    if (!users.empty()) {
      return failure(ErrorCode::kConflict,
                     fmt::format("server \"{}\" is in use, by: {}{}", name, fmt::join(users, ", "),
                                 users.size() == kMostUsersNamed ? " and perhaps more" : ""),
                     "linewarden device list --server NAME shows the devices; give them another "
                     "server, or \"\" for none");
    }
    LW_ASSIGN(auto erase, state_->database.prepare("DELETE FROM server WHERE name = ?"));
    return erase.bind(1, name).run();
  });
}

Result<DeviceCredentials> Inventory::server_credentials(const std::string& name) {
  LW_TRY(state_->require(CredentialOwner::kServer, name));
  return state_->credentials_of(CredentialOwner::kServer).read(name);
}

Result<void> Inventory::set_server_credentials(const std::string& name,
                                               const DeviceCredentials& credentials) {
  return state_->write([&]() -> Result<void> {
    LW_TRY(state_->require(CredentialOwner::kServer, name));
    return state_->credentials_of(CredentialOwner::kServer).replace(name, credentials);
  });
}

}  // namespace lw::store
