#include "store/schema.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace lw::store {
namespace {

// Entry N brings version N to N + 1. Only ever add at the end.
constexpr std::array<std::string_view, 4> kMigrations = {R"sql(
  CREATE TABLE device (
    name TEXT PRIMARY KEY,
    platform TEXT NOT NULL,
    os_version TEXT NOT NULL,
    address TEXT NOT NULL,
    transport TEXT NOT NULL,
    notes TEXT NOT NULL
  ) STRICT;
  CREATE TABLE device_port (
    device TEXT NOT NULL REFERENCES device(name) ON DELETE CASCADE,
    transport TEXT NOT NULL,
    port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    PRIMARY KEY (device, transport)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE credential (
    device TEXT NOT NULL REFERENCES device(name) ON DELETE CASCADE,
    field TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (device, field)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE vault_check (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sealed BLOB NOT NULL
  ) STRICT;
)sql",
                                                         R"sql(
  ALTER TABLE device ADD COLUMN crypto TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN allow_ssh1 INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE device ADD COLUMN console TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN jump TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN site TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN aaa TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN sessions INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX device_jump ON device(jump);
  CREATE TABLE server (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    crypto TEXT NOT NULL,
    jump TEXT NOT NULL,
    notes TEXT NOT NULL
  ) STRICT;
  CREATE TABLE server_credential (
    server TEXT NOT NULL REFERENCES server(name) ON DELETE CASCADE,
    field TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (server, field)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE transport_default (
    platform TEXT NOT NULL,
    versions TEXT NOT NULL,
    transport TEXT NOT NULL,
    PRIMARY KEY (platform, versions)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE session_limit (
    kind TEXT NOT NULL CHECK (kind IN ('site', 'aaa')),
    name TEXT NOT NULL,
    sessions INTEGER NOT NULL CHECK (sessions > 0),
    PRIMARY KEY (kind, name)
  ) STRICT, WITHOUT ROWID;
)sql",
                                                         R"sql(
  ALTER TABLE device ADD COLUMN chassis TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX device_chassis ON device(chassis);
)sql",
                                                         R"sql(
  ALTER TABLE device ADD COLUMN token_server TEXT NOT NULL DEFAULT '';
  CREATE INDEX device_token_server ON device(token_server);
  ALTER TABLE server ADD COLUMN directory TEXT NOT NULL DEFAULT '';
  ALTER TABLE server ADD COLUMN public_key_file TEXT NOT NULL DEFAULT '';
  ALTER TABLE server ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
  ALTER TABLE server ADD COLUMN tls INTEGER NOT NULL DEFAULT 0;
)sql"};

}  // namespace

Result<void> migrate(Database& database) {
  std::int64_t version = 0;
  {
    LW_ASSIGN(auto read, database.prepare("PRAGMA user_version"));
    LW_TRY(read.step());
    version = read.number(0);
  }
  const auto known = static_cast<std::int64_t>(kMigrations.size());
  if (version > known || version < 0) {
    return failure(
        ErrorCode::kUnsupported,
        fmt::format("the inventory has schema version {}, this program knows up to {}", version,
                    known),
        "it was written by a newer Linewarden: use that version, or another --data folder");
  }
  if (version == known) return {};
  for (auto at = static_cast<std::size_t>(version); at < kMigrations.size(); ++at) {
    LW_TRY(database.execute(std::string(kMigrations.at(at))));
  }
  return database.execute(fmt::format("PRAGMA user_version = {}", known));
}

}  // namespace lw::store
