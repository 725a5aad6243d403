#include "store/credential_rows.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"

namespace lw::store {
namespace {

constexpr std::string_view kUsername = "username";
constexpr std::string_view kPassword = "password";
constexpr std::string_view kEnablePassword = "enable_password";
constexpr std::string_view kSshKey = "ssh_key";

// Names hold no '/': two places never read the same.
std::string place_of(std::string_view owner, std::string_view name, std::string_view field) {
  return fmt::format("{}/{}/{}", owner, name, field);
}

}  // namespace

std::string_view CredentialRows::owner_word() const {
  return owner_ == CredentialOwner::kDevice ? "device" : "server";
}

std::string_view CredentialRows::table() const {
  return owner_ == CredentialOwner::kDevice ? "credential" : "server_credential";
}

Result<void> CredentialRows::save(const std::string& name, std::string_view field,
                                  const Secret& value) {
  const std::string sealed = vault_.seal(place_of(owner_word(), name, field), value);
  LW_ASSIGN(auto insert,
            database_.prepare(fmt::format("INSERT INTO {} VALUES (?, ?, ?)", table())));
  return insert.bind(1, name).bind(2, field).bind_blob(3, sealed).run();
}

Result<void> CredentialRows::replace(const std::string& name,
                                     const DeviceCredentials& credentials) {
  LW_ASSIGN(auto erase,
            database_.prepare(fmt::format("DELETE FROM {} WHERE {} = ?", table(), owner_word())));
  LW_TRY(erase.bind(1, name).run());
  LW_TRY(save(name, kUsername, Secret(credentials.username)));
  LW_TRY(save(name, kPassword, credentials.password));
  if (credentials.enable_password) {
    LW_TRY(save(name, kEnablePassword, *credentials.enable_password));
  }
  if (!credentials.ssh_key.empty()) LW_TRY(save(name, kSshKey, credentials.ssh_key));
  return {};
}

Result<DeviceCredentials> CredentialRows::read(const std::string& name) {
  LW_ASSIGN(auto query, database_.prepare(fmt::format("SELECT field, sealed FROM {} WHERE {} = ?",
                                                      table(), owner_word())));
  query.bind(1, name);
  DeviceCredentials credentials;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return credentials;
    const std::string field(query.text(0));
    auto value = vault_.open(place_of(owner_word(), name, field), query.text(1));
    if (!value) {
      return std::unexpected(std::move(value).error().with_context(fmt::format(
          "reading {} of {} \"{}\"", printable(field, 40), owner_word(), printable(name, 80))));
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

}  // namespace lw::store
