#include "device/session_limits.h"

#include <fmt/format.h>

namespace lw::device {

SessionLimits::SessionLimits(const std::vector<store::SessionLimit>& limits) {
  for (const store::SessionLimit& limit : limits) {
    groups_[fmt::format("{}/{}", limit.kind, limit.name)] =
        std::make_unique<net::Gate>(limit.sessions);
  }
}

net::Gate& SessionLimits::device_gate(const store::Device& device) {
  const std::lock_guard lock(mutex_);
  auto& gate = devices_[device.name];
  if (!gate) {
    gate = std::make_unique<net::Gate>(device.sessions == 0 ? kSessionsPerDevice : device.sessions);
  }
  return *gate;
}

net::Task<Result<SessionLimits::Place>> SessionLimits::place(std::string kind, std::string group,
                                                             std::string device,
                                                             Deadline deadline) {
  const auto gate = groups_.find(fmt::format("{}/{}", kind, group));
  if (group.empty() || gate == groups_.end()) co_return Place{};
  const std::string key = fmt::format("{}/{}/{}", kind, group, device);
  {
    const std::lock_guard lock(mutex_);
    if (auto shared = places_[key].lock()) co_return shared;
  }
  auto pass = co_await gate->second->enter(deadline);
  if (!pass) {
    co_return std::unexpected(std::move(pass).error().with_context(
        fmt::format("waiting at the limit of {} {}", kind, group)));
  }
  const std::lock_guard lock(mutex_);
  // Another session of the device may have got a place meanwhile: one is enough.
  if (auto shared = places_[key].lock()) co_return shared;
  auto own = std::make_shared<net::Gate::Pass>(*std::move(pass));
  places_[key] = own;
  co_return own;
}

net::Task<Result<SessionLimits::Leave>> SessionLimits::wait_for_turn(store::Device device,
                                                                     Deadline deadline) {
  struct Held {
    Place aaa;
    Place site;
    net::Gate::Pass session;
  };
  // Always in this order: no two sessions can wait for each other.
  auto held = std::make_shared<Held>();
  LW_CO_ASSIGN(held->aaa, co_await place("aaa", device.aaa, device.name, deadline));
  LW_CO_ASSIGN(held->site, co_await place("site", device.site, device.name, deadline));
  auto session = co_await device_gate(device).enter(deadline);
  if (!session) {
    co_return std::unexpected(
        std::move(session).error().with_context("waiting at the limit of sessions of the device"));
  }
  held->session = *std::move(session);
  co_return held;
}

}  // namespace lw::device
