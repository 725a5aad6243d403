#include "store/leases.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace lw::store {
namespace {

using std::chrono::milliseconds;

std::unexpected<Error> lost(const std::string& device) {
  return failure(ErrorCode::kConflict,
                 fmt::format("the right to configure {} was lost: somebody else has it, or it ran "
                             "out",
                             device),
                 "linewarden lease list shows who configures what");
}

LeaseRow row_of(const database::Statement& query, int first) {
  return {.holder = std::string(query.text(first)),
          .token = query.number(first + 1),
          .era = std::string(query.text(first + 2)),
          .until = query.number(first + 3)};
}

}  // namespace

Result<LeaseRow> Leases::find(const std::string& device) {
  LW_ASSIGN(auto query,
            database_.prepare("SELECT holder, token, era, until FROM lease WHERE device = ?"));
  LW_ASSIGN(const bool found, query.bind(1, device).step());
  return found ? row_of(query, 0) : LeaseRow{};
}

// The row stays when the lease is given back, and when the device goes: tokens never begin again.
Result<void> Leases::replace(const std::string& device, const LeaseRow& row) {
  LW_ASSIGN(auto insert,
            database_.prepare("INSERT INTO lease (device, holder, token, era, until) VALUES (?1, "
                              "?2, ?3, ?4, ?5) ON CONFLICT (device) DO UPDATE SET holder = ?2, "
                              "token = ?3, era = ?4, until = ?5"));
  return insert.bind(1, device)
      .bind(2, row.holder)
      .bind(3, row.token)
      .bind(4, row.era)
      .bind(5, row.until)
      .run();
}

Result<Lease> Leases::acquire(const std::string& device, const std::string& holder,
                              milliseconds length) {
  Lease lease{.device = device};
  LW_TRY(database::write(database_, [&]() -> Result<void> {
    LW_ASSIGN(const auto now, database_.clock());
    LW_ASSIGN(const auto row, find(device));
    const auto next = taken(row, holder, now, length.count());
    if (!next) {
      return failure(
          ErrorCode::kConflict, fmt::format("{} is being configured by {}", device, row.holder),
          fmt::format(
              "wait until that work has ended; if its process is gone, it is free in {}",
              std::chrono::ceil<std::chrono::seconds>(milliseconds(row.until - now.milliseconds))));
    }
    lease.token = next->token;
    return replace(device, *next);
  }));
  return lease;
}

Result<std::vector<Result<void>>> Leases::renew(std::span<const Lease> leases,
                                                milliseconds length) {
  std::vector<Result<void>> outcomes;
  LW_TRY(database::write(database_, [&]() -> Result<void> {
    outcomes.clear();
    LW_ASSIGN(const auto now, database_.clock());
    for (const Lease& lease : leases) {
      LW_ASSIGN(const auto row, find(lease.device));
      const auto next = renewed(row, lease.token, now, length.count());
      outcomes.push_back(next ? Result<void>{} : lost(lease.device));
      if (next) LW_TRY(replace(lease.device, *next));
    }
    return {};
  }));
  return outcomes;
}

Result<void> Leases::release(const Lease& lease) {
  return database::write(database_, [&]() -> Result<void> {
    LW_ASSIGN(const auto row, find(lease.device));
    return replace(lease.device, released(row, lease.token));
  });
}

Result<std::vector<HeldLease>> Leases::list() {
  LW_ASSIGN(const auto now, database_.clock());
  LW_ASSIGN(auto query,
            database_.prepare("SELECT device, holder, token, era, until FROM lease WHERE holder <> "
                              "'' ORDER BY device"));
  std::vector<HeldLease> held;
  while (true) {
    LW_ASSIGN(const bool found, query.step());
    if (!found) return held;
    const LeaseRow row = row_of(query, 1);
    if (is_free(row, now)) continue;
    held.push_back({.device = std::string(query.text(0)),
                    .holder = row.holder,
                    .token = row.token,
                    .left = milliseconds(row.until - now.milliseconds)});
  }
}

Result<void> Leases::take_away(const std::string& device) {
  return database::write(database_, [&]() -> Result<void> {
    LW_ASSIGN(const auto now, database_.clock());
    LW_ASSIGN(auto row, find(device));
    if (is_free(row, now)) {
      return failure(ErrorCode::kNotFound, fmt::format("nobody configures {}", device));
    }
    // Renewals end; until it has run out, nobody else gets it.
    ++row.token;
    return replace(device, row);
  });
}

Result<void> Leases::check(const Lease& lease) {
  LW_ASSIGN(const auto row, find(lease.device));
  if (row.token == lease.token) return {};
  return lost(lease.device);
}

}  // namespace lw::store
