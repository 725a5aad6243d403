#include "device/session_limits.h"

#include <fmt/format.h>

namespace lw::device {
namespace {

// Sessions with the contexts of a firewall are sessions with that firewall.
const std::string& unit_of(const store::Device& device) {
  return device.context_of.empty() ? device.name : device.context_of;
}

}  // namespace

SessionLimits::SessionLimits(const std::vector<store::SessionLimit>& limits) {
  for (const store::SessionLimit& limit : limits) {
    groups_[fmt::format("{}/{}", limit.kind, limit.name)] =
        std::make_unique<net::Gate>(limit.sessions);
  }
}

net::Gate& SessionLimits::device_gate(const store::Device& device) {
  const std::lock_guard lock(mutex_);
  auto& gate = devices_[unit_of(device)];
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

net::Task<Result<std::vector<SessionLimits::Place>>> SessionLimits::places(
    std::string kind, std::set<std::string> groups, std::string device, Deadline deadline) {
  std::vector<Place> held;
  for (const std::string& group : groups) {
    LW_CO_ASSIGN(auto one, co_await place(kind, group, device, deadline));
    held.push_back(std::move(one));
  }
  co_return held;
}

net::Task<Result<net::Gate::Pass>> SessionLimits::enter(store::Device device, Deadline deadline) {
  auto pass = co_await device_gate(device).enter(deadline);
  if (pass) co_return pass;
  co_return std::unexpected(
      std::move(pass).error().with_context("waiting at the limit of sessions of the device"));
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
  LW_CO_ASSIGN(held->aaa, co_await place("aaa", device.aaa, unit_of(device), deadline));
  LW_CO_ASSIGN(held->site, co_await place("site", device.site, unit_of(device), deadline));
  LW_CO_ASSIGN(held->session, co_await enter(device, deadline));
  co_return held;
}

net::Task<Result<SessionLimits::Leave>> SessionLimits::wait_for_turn_through(store::Device chassis,
                                                                             store::Device module,
                                                                             Deadline deadline) {
  struct Held {
    std::vector<Place> aaa;
    std::vector<Place> sites;
    net::Gate::Pass module;
    net::Gate::Pass chassis;
  };
  auto held = std::make_shared<Held>();
  LW_CO_ASSIGN(held->aaa,
               co_await places("aaa", {chassis.aaa, module.aaa}, chassis.name, deadline));
  LW_CO_ASSIGN(held->sites,
               co_await places("site", {chassis.site, module.site}, chassis.name, deadline));
  LW_CO_ASSIGN(held->module, co_await enter(module, deadline));
  LW_CO_ASSIGN(held->chassis, co_await enter(chassis, deadline));
  co_return held;
}

}  // namespace lw::device
