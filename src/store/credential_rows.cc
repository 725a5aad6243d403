#include "store/credential_rows.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/text.h"

namespace lw::store {
namespace {

using database::Statement;

constexpr std::string_view kUsername = "username";
constexpr std::string_view kPassword = "password";
constexpr std::string_view kEnablePassword = "enable_password";
constexpr std::string_view kSshKey = "ssh_key";

// Where credentials of an owner are: the table, its column of owners, the word in their places.
struct Rows {
  std::string_view table;
  std::string_view column;
  std::string_view word;
};

Rows rows_of(CredentialOwner owner) {
  switch (owner) {
    case CredentialOwner::kDevice:
      return {"credential", "device", "device"};
    case CredentialOwner::kServer:
      return {"server_credential", "server", "server"};
    case CredentialOwner::kSet:
      break;
  }
  return {"set_credential", "credential_set", "credential set"};
}

// Names hold no '/': two places never read the same.
std::string place_of(CredentialOwner owner, std::string_view name, std::string_view field) {
  return fmt::format("{}/{}/{}", rows_of(owner).word, name, field);
}

struct SealedRow {
  std::string name;
  std::string field;
  std::string sealed;
};

}  // namespace

std::string_view table_of(CredentialOwner owner) {
  switch (owner) {
    case CredentialOwner::kDevice:
      return "device";
    case CredentialOwner::kServer:
      return "server";
    case CredentialOwner::kSet:
      break;
  }
  return "credential_set";
}

Result<void> CredentialRows::replace(const std::string& name,
                                     const DeviceCredentials& credentials) {
  const auto rows = rows_of(owner_);
  LW_ASSIGN(auto erase,
            database_.prepare(fmt::format("DELETE FROM {} WHERE {} = ?", rows.table, rows.column)));
  LW_TRY(erase.bind(1, name).run());
  const OwnedCredentials one{&name, &credentials};
  return insert({&one, 1});
}

Result<void> CredentialRows::insert(std::span<const OwnedCredentials> all) {
  std::vector<SealedRow> sealed;
  for (const auto& [owner, credentials] : all) {
    const auto add = [&](std::string_view field, const Secret& value) {
      sealed.push_back(
          {*owner, std::string(field), vault_.seal(place_of(owner_, *owner, field), value)});
    };
    add(kUsername, Secret(credentials->username));
    add(kPassword, credentials->password);
    if (credentials->enable_password) add(kEnablePassword, *credentials->enable_password);
    if (!credentials->ssh_key.empty()) add(kSshKey, credentials->ssh_key);
  }
  return database_.run_many(
      fmt::format("INSERT INTO {} VALUES (?, ?, ?)", rows_of(owner_).table), sealed.size(),
      [&](Statement& statement, std::size_t row) {
        const auto& each = sealed[row];
        statement.bind(1, each.name).bind(2, each.field).bind_blob(3, each.sealed);
      });
}

Result<DeviceCredentials> CredentialRows::read(const std::string& name) {
  const auto rows = rows_of(owner_);
  LW_ASSIGN(auto query, database_.prepare(fmt::format("SELECT field, sealed FROM {} WHERE {} = ?",
                                                      rows.table, rows.column)));
  query.bind(1, name);
  DeviceCredentials credentials;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return credentials;
    const std::string field(query.text(0));
    auto value = vault_.open(place_of(owner_, name, field), query.text(1));
    if (!value) {
      return std::unexpected(std::move(value).error().with_context(fmt::format(
          "reading {} of {} \"{}\"", printable(field, 40), rows.word, printable(name, 80))));
    }
    if (field == kUsername) {
      credentials.username = value->reveal();
    } else if (field == kPassword) {
      credentials.password = *std::move(value);
    } else if (field == kEnablePassword) {
      credentials.enable_password = *std::move(value);
    } else if (field == kSshKey) {
      credentials.ssh_key = *std::move(value);
    }
  }
}

Result<std::int64_t> CredentialRows::reseal(const Vault& vault) {
  const auto rows = rows_of(owner_);
  LW_ASSIGN(auto query, database_.prepare(fmt::format("SELECT {}, field, sealed FROM {}",
                                                      rows.column, rows.table)));
  std::vector<SealedRow> all;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) break;
    SealedRow each{std::string(query.text(0)), std::string(query.text(1)), {}};
    const auto place = place_of(owner_, each.name, each.field);
    LW_ASSIGN(const auto value, vault_.open(place, query.text(2)));
    each.sealed = vault.seal(place, value);
    all.push_back(std::move(each));
  }
  LW_TRY(database_.run_many(
      fmt::format("UPDATE {} SET sealed = ?3 WHERE {} = ?1 AND field = ?2", rows.table,
                  rows.column),
      all.size(), [&](Statement& statement, std::size_t row) {
        const auto& each = all[row];
        statement.bind(1, each.name).bind(2, each.field).bind_blob(3, each.sealed);
      }));
  return static_cast<std::int64_t>(all.size());
}

}  // namespace lw::store
