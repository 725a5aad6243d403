#include "store/discoveries.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/text.h"
#include "database/database.h"
#include "store/device_rows.h"
#include "store/device_rules.h"
#include "store/inventory_state.h"

namespace lw::store {
namespace {

Result<void> update_entry(Database& database, const Device& device) {
  LW_ASSIGN(auto update,
            database.prepare(
                "UPDATE device SET os_version = ?2, host_name = ?3, domain_name = ?4, image = ?5, "
                "context_mode = ?6, firewall_mode = ?7, "
                "supports_failover = CASE WHEN supports_failover_from = 'edited' "
                "THEN supports_failover ELSE ?8 END, "
                "supports_failover_from = CASE WHEN supports_failover_from = 'edited' "
                "THEN supports_failover_from ELSE ?9 END WHERE name = ?1"));
  LW_TRY(update.bind(1, device.name)
             .bind(2, device.os_version)
             .bind(3, device.host_name)
             .bind(4, device.domain_name)
             .bind(5, device.image)
             .bind(6, device.context_mode)
             .bind(7, device.firewall_mode)
             .bind(8, device.supports_failover)
             .bind(9, device.supports_failover_from)
             .run());
  if (database.changed() == 0) return no_such_device(device.name);
  return {};
}

// Those whose names nobody has.
Result<std::vector<std::string>> add_children(Database& database,
                                              const std::vector<Device>& children) {
  std::vector<const Device*> added;
  std::vector<std::string> taken;
  for (const Device& child : children) {
    LW_TRY(check(child));
    LW_ASSIGN(auto query, database.prepare("SELECT 1 FROM device WHERE name = ?"));
    LW_ASSIGN(const bool there, query.bind(1, child.name).step());
    if (there) {
      taken.push_back(child.name);
    } else {
      added.push_back(&child);
    }
  }
  LW_TRY(DeviceRows(database).insert(added));
  return taken;
}

Result<void> insert_record(Database& database, const std::string& device,
                           const DiscoveryRecord& record) {
  LW_ASSIGN(auto head, database.prepare("INSERT INTO discovery VALUES (?1, ?2, ?3)"));
  LW_TRY(head.bind(1, device).bind(2, record.taken_at).bind(3, record.transport).run());

  const std::vector<std::pair<std::string, std::string>> facts(record.facts.begin(),
                                                               record.facts.end());
  LW_TRY(database.run_many("INSERT INTO discovery_fact VALUES (?1, ?2, ?3)", facts.size(),
                           [&](Statement& row, std::size_t i) {
                             row.bind(1, device).bind(2, facts[i].first).bind(3, facts[i].second);
                           }));
  constexpr std::string_view kAnswer = "INSERT INTO discovery_answer VALUES (?1, ?2, ?3, ?4, ?5)";
  LW_TRY(database.run_many(kAnswer, record.answers.size(), [&](Statement& row, std::size_t i) {
    const DiscoveryRecord::Answer& answer = record.answers[i];
    row.bind(1, device)
        .bind(2, answer.command)
        .bind(3, answer.kind)
        .bind(4, answer.text)
        .bind(5, std::int64_t{0});
  }));
  const std::vector<std::pair<std::string, std::string>> refused(record.refused.begin(),
                                                                 record.refused.end());
  LW_TRY(database.run_many(kAnswer, refused.size(), [&](Statement& row, std::size_t i) {
    row.bind(1, device)
        .bind(2, refused[i].first)
        .bind(3, std::string_view())
        .bind(4, refused[i].second)
        .bind(5, std::int64_t{1});
  }));
  std::vector<std::string> missing;
  for (const auto& one : record.readiness) {
    missing.push_back(fmt::format("{}", fmt::join(one.missing, "\n")));
  }
  return database.run_many("INSERT INTO discovery_readiness VALUES (?1, ?2, ?3, ?4)",
                           record.readiness.size(), [&](Statement& row, std::size_t i) {
                             row.bind(1, device)
                                 .bind(2, record.readiness[i].procedure)
                                 .bind(3, std::int64_t{record.readiness[i].ready})
                                 .bind(4, missing[i]);
                           });
}

// Every row of `sql`, which asks about one device.
Result<void> each_row(Database& database, std::string_view sql, const std::string& device,
                      const std::function<void(const Statement&)>& take) {
  LW_ASSIGN(auto query, database.prepare(sql));
  query.bind(1, device);
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return {};
    take(query);
  }
}

}  // namespace

Result<std::vector<std::string>> Discoveries::keep(const Device& device,
                                                   const std::vector<Device>& children,
                                                   const DiscoveryRecord& record) {
  Database& database = inventory_.database();
  std::vector<std::string> taken;
  LW_TRY(database::write(database, [&]() -> Result<void> {
    LW_TRY(check(device));
    LW_TRY(update_entry(database, device));
    LW_ASSIGN(taken, add_children(database, children));
    LW_ASSIGN(auto erase, database.prepare("DELETE FROM discovery WHERE device = ?"));
    LW_TRY(erase.bind(1, device.name).run());
    return insert_record(database, device.name, record);
  }));
  return taken;
}

Result<std::optional<DiscoveryRecord>> Discoveries::find(const std::string& device) {
  Database& database = inventory_.database();
  std::optional<DiscoveryRecord> record;
  LW_TRY(each_row(database, "SELECT taken_at, transport FROM discovery WHERE device = ?", device,
                  [&](const Statement& row) {
                    record.emplace();
                    record->taken_at = row.text(0);
                    record->transport = row.text(1);
                  }));
  if (!record) return record;
  LW_TRY(each_row(
      database, "SELECT fact, value FROM discovery_fact WHERE device = ?", device,
      [&](const Statement& row) { record->facts[std::string(row.text(0))] = row.text(1); }));
  LW_TRY(each_row(database,
                  "SELECT command, kind, text, refused FROM discovery_answer WHERE device = ? "
                  "ORDER BY command",
                  device, [&](const Statement& row) {
                    if (row.number(3) != 0) {
                      record->refused[std::string(row.text(0))] = row.text(2);
                    } else {
                      record->answers.push_back({std::string(row.text(1)), std::string(row.text(0)),
                                                 std::string(row.text(2))});
                    }
                  }));
  LW_TRY(each_row(database,
                  "SELECT procedure, ready, missing FROM discovery_readiness WHERE device = ? "
                  "ORDER BY procedure",
                  device, [&](const Statement& row) {
                    DiscoveryRecord::Readiness one{
                        std::string(row.text(0)), row.number(1) != 0, {}};
                    for (const std::string_view line : split_lines(row.text(2))) {
                      if (!line.empty()) one.missing.emplace_back(line);
                    }
                    record->readiness.push_back(std::move(one));
                  }));
  return record;
}

}  // namespace lw::store
