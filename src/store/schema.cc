#include "store/schema.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace lw::store {
namespace {

// Entry N brings version N to N + 1. Only ever add at the end.
constexpr std::array<std::string_view, 5> kMigrations = {R"sql(
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
)sql",
                                                         R"sql(
  ALTER TABLE device ADD COLUMN dynamic_address INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE device ADD COLUMN host_name TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN domain_name TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN image TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN target_version TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN context_mode TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN firewall_mode TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN context_of TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN context TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN staging_server TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN identity_form TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN identity TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN cns_config_id TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN cns_event_id TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN cns_image_id TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN supports_failover TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN supports_failover_from TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN credential_set TEXT NOT NULL DEFAULT '';
  ALTER TABLE device ADD COLUMN search TEXT NOT NULL DEFAULT '';
  UPDATE device SET search = lower(name || ' ' || address);
  CREATE INDEX device_context_of ON device(context_of);
  CREATE INDEX device_staging_server ON device(staging_server);
  CREATE INDEX device_credential_set ON device(credential_set);
  CREATE INDEX device_aaa ON device(aaa);
  CREATE TABLE device_label (
    device TEXT NOT NULL REFERENCES device(name) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('group', 'tag')),
    label TEXT NOT NULL,
    PRIMARY KEY (device, kind, label)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX device_label_label ON device_label(kind, label);
  CREATE TABLE credential_set (
    name TEXT PRIMARY KEY,
    notes TEXT NOT NULL
  ) STRICT;
  CREATE TABLE set_credential (
    credential_set TEXT NOT NULL REFERENCES credential_set(name) ON DELETE CASCADE,
    field TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (credential_set, field)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE credential_use (
    device_group TEXT PRIMARY KEY,
    credential_set TEXT NOT NULL REFERENCES credential_set(name)
  ) STRICT;
  CREATE TABLE lease (
    device TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    token INTEGER NOT NULL,
    era TEXT NOT NULL,
    until INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE archive_series (
    device TEXT PRIMARY KEY,
    platform TEXT NOT NULL,
    versions INTEGER NOT NULL,
    segments INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    latest_at INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    seen_again INTEGER NOT NULL,
    noise_only INTEGER NOT NULL,
    revision INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE archive_segment (
    device TEXT NOT NULL REFERENCES archive_series(device),
    number INTEGER NOT NULL,
    first_version INTEGER NOT NULL,
    versions INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    platform TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (device, number)
  ) STRICT;
  CREATE TABLE archive_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sealed BLOB NOT NULL
  ) STRICT;
  CREATE TABLE discovery (
    device TEXT PRIMARY KEY REFERENCES device(name) ON DELETE CASCADE,
    taken_at TEXT NOT NULL,
    transport TEXT NOT NULL
  ) STRICT;
  CREATE TABLE discovery_fact (
    device TEXT NOT NULL REFERENCES discovery(device) ON DELETE CASCADE,
    fact TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (device, fact)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE discovery_answer (
    device TEXT NOT NULL REFERENCES discovery(device) ON DELETE CASCADE,
    command TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    refused INTEGER NOT NULL,
    PRIMARY KEY (device, command)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE discovery_readiness (
    device TEXT NOT NULL REFERENCES discovery(device) ON DELETE CASCADE,
    procedure TEXT NOT NULL,
    ready INTEGER NOT NULL,
    missing TEXT NOT NULL,
    PRIMARY KEY (device, procedure)
  ) STRICT, WITHOUT ROWID;
)sql"};

constexpr std::array kTables = {
    Table{"device", "name"},
    Table{"device_port", "device, transport"},
    Table{"device_label", "device, kind, label"},
    Table{"discovery", "device"},
    Table{"discovery_fact", "device, fact"},
    Table{"discovery_answer", "device, command"},
    Table{"discovery_readiness", "device, procedure"},
    Table{"credential", "device, field"},
    Table{"server", "name"},
    Table{"server_credential", "server, field"},
    Table{"credential_set", "name"},
    Table{"set_credential", "credential_set, field"},
    Table{"credential_use", "device_group"},
    Table{"transport_default", "platform, versions"},
    Table{"session_limit", "kind, name"},
    Table{"lease", "device"},
    Table{"archive_key", "id"},
    Table{"archive_series", "device"},
    Table{"archive_segment", "device, number"},
    Table{"vault_check", "id"},
};

}  // namespace

std::int64_t newest_schema() { return static_cast<std::int64_t>(kMigrations.size()); }

std::span<const Table> tables() { return kTables; }

Result<void> prepare_schema(database::Database& database) {
  LW_ASSIGN(auto version, database.schema_version());
  // Of processes that start together at a new store, all but one find it made.
  if (version == 0) {
    LW_TRY(migrate(database, newest_schema()));
    LW_ASSIGN(version, database.schema_version());
  }
  if (version == newest_schema()) return {};
  if (version < newest_schema()) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("the store {} has schema version {}, this program works with {}",
                               database.name(), version, newest_schema()),
                   "linewarden store migrate brings it up to date; no older program can use it "
                   "then, so make a backup first: linewarden store backup");
  }
  return failure(ErrorCode::kUnsupported,
                 fmt::format("the store {} has schema version {}, this program knows up to {}",
                             database.name(), version, newest_schema()),
                 "it was written by a newer Linewarden: use that version, or another store");
}

Result<void> migrate(database::Database& database, std::int64_t to) {
  return database::write(database, [&]() -> Result<void> {
    LW_ASSIGN(const auto version, database.schema_version());
    if (version >= to) return {};
    for (auto at = version; at < to; ++at) {
      LW_TRY(database.execute_schema(kMigrations.at(static_cast<std::size_t>(at))));
    }
    return database.set_schema_version(to);
  });
}

}  // namespace lw::store
