// Settings that are no device's own: default transports and session limits.
#include <utility>

#include "store/device_rules.h"
#include "store/inventory_state.h"

namespace lw::store {

Result<std::vector<TransportDefault>> Inventory::transport_defaults() {
  LW_ASSIGN(auto query,
            state_->database.prepare(
                "SELECT platform, versions, transport FROM transport_default ORDER BY platform, "
                "versions"));
  std::vector<TransportDefault> all;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return all;
    all.push_back(
        {std::string(query.text(0)), std::string(query.text(1)), std::string(query.text(2))});
  }
}

Result<void> Inventory::set_transport_default(const TransportDefault& setting) {
  return state_->write([&]() -> Result<void> {
    LW_ASSIGN(auto insert,
              state_->database.prepare("INSERT INTO transport_default VALUES (?1, ?2, ?3) ON "
                                       "CONFLICT (platform, versions) DO UPDATE SET transport = "
                                       "?3"));
    return insert.bind(1, setting.platform)
        .bind(2, setting.versions)
        .bind(3, setting.transport)
        .run();
  });
}

Result<void> Inventory::clear_transport_default(const std::string& platform,
                                                const std::string& versions) {
  return state_->write([&]() -> Result<void> {
    LW_ASSIGN(auto erase, state_->database.prepare(
                              "DELETE FROM transport_default WHERE platform = ? AND versions = ?"));
    return erase.bind(1, platform).bind(2, versions).run();
  });
}

Result<std::vector<SessionLimit>> Inventory::session_limits() {
  LW_ASSIGN(auto query, state_->database.prepare(
                            "SELECT kind, name, sessions FROM session_limit ORDER BY kind, name"));
  std::vector<SessionLimit> all;
  while (true) {
    LW_ASSIGN(const bool row, query.step());
    if (!row) return all;
    all.push_back({std::string(query.text(0)), std::string(query.text(1)),
                   static_cast<std::uint32_t>(query.number(2))});
  }
}

Result<void> Inventory::set_session_limit(const SessionLimit& limit) {
  LW_TRY(check(limit));
  return state_->write([&]() -> Result<void> {
    if (limit.sessions == 0) {
      LW_ASSIGN(auto erase,
                state_->database.prepare("DELETE FROM session_limit WHERE kind = ? AND name = ?"));
      return erase.bind(1, limit.kind).bind(2, limit.name).run();
    }
    LW_ASSIGN(auto insert,
              state_->database.prepare("INSERT INTO session_limit VALUES (?1, ?2, ?3) ON CONFLICT "
                                       "(kind, name) DO UPDATE SET sessions = ?3"));
    return insert.bind(1, limit.kind)
        .bind(2, limit.name)
        .bind(3, std::int64_t{limit.sessions})
        .run();
  });
}

}  // namespace lw::store
