#include "cli/discover_work.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "cli/time_text.h"
#include "discovery/properties.h"

namespace lw::cli {
namespace {

store::DiscoveryRecord record_of(const discovery::Discovery& found) {
  store::DiscoveryRecord record;
  record.taken_at =
      time_text(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  record.transport = found.transport;
  record.facts.insert(found.told.facts.begin(), found.told.facts.end());
  record.refused.insert(found.told.refused.begin(), found.told.refused.end());
  for (const discovery::Answer& answer : found.told.answers) {
    record.answers.push_back({answer.kind, answer.command, answer.text});
  }
  for (const discovery::Readiness& one : found.readiness) {
    record.readiness.push_back({one.procedure, one.ready, one.missing});
  }
  return record;
}

std::string_view kind_of(const store::Device& child) {
  return name(child.context_of.empty() ? platform::ChildKind::kModule
                                       : platform::ChildKind::kContext);
}

std::vector<Discovered::Child> children_of(const discovery::Children& children,
                                           const std::vector<store::Device>& kept) {
  std::map<std::string, std::string_view> kinds;
  for (const store::Device& child : kept) kinds[child.name] = kind_of(child);
  std::vector<Discovered::Child> all;
  for (const store::Device& child : children.added) {
    all.push_back({child.name, std::string(kind_of(child)), "added"});
  }
  for (const std::string& child : children.known) {
    all.push_back({child, std::string(kinds[child]), "known"});
  }
  for (const std::string& child : children.gone) {
    all.push_back({child, std::string(kinds[child]), "gone"});
  }
  return all;
}

// Into the inventory and the archive: what the device told, and what that makes of its entry and of
// the devices within it.
Result<void> keep(DiscoverWork& work, const device::Access& access,
                  const discovery::Discovery& found, Discovered& result) {
  const std::lock_guard lock(work.mutex);
  store::Inventory& inventory = work.fleet.inventory;
  LW_ASSIGN(const auto kept, inventory.list({.part_of = access.device.name}));
  auto update = discovery::take_over(access.device, found.told.facts);
  auto children =
      discovery::compare_children(access.device, found.told.children, found.told.counted, kept);
  result.children = children_of(children, kept);
  result.changed = std::move(update.changed);
  for (auto* notes : {&update.notes, &children.notes}) {
    for (std::string& note : *notes) result.notes.push_back(std::move(note));
  }
  if (work.dry_run) return {};
  if (!found.told.running_config.empty()) {
    LW_ASSIGN(result.configuration,
              work.configurations.keep(access.device, found.told.running_config, "discovery"));
  }
  LW_ASSIGN(const auto taken,
            store::Discoveries(inventory).keep(update.device, children.added, record_of(found)));
  for (const std::string& name : taken) {
    result.notes.push_back(fmt::format("{} is not added: another device has this name", name));
    std::erase_if(result.children, [&](const auto& child) { return child.name == name; });
  }
  return {};
}

}  // namespace

net::Task<Discovered> discover_device(DiscoverWork& work, device::Access access) {
  Discovered result;
  result.device = access.device.name;
  result.platform = access.platform->name;
  if (work.stop.stop_requested()) {
    result.error = Error{ErrorCode::kCancelled, access.device.name + ": not started", {}};
    co_return result;
  }
  const discovery::Knowledge knowledge{work.fleet.registry, work.library};
  auto found =
      co_await discovery::discover(access, *work.fleet.connector, knowledge, work.fleet.timeouts);
  result.transport = found.transport;
  result.took = found.took;
  result.notes = std::move(found.notes);
  if (found.error) {
    result.error = std::move(found.error);
    co_return result;
  }
  if (auto done = keep(work, access, found, result); !done) {
    result.error = std::move(done).error().with_context(access.device.name);
  }
  result.facts = std::move(found.told.facts);
  result.refused = std::move(found.told.refused);
  result.readiness = std::move(found.readiness);
  co_return result;
}

}  // namespace lw::cli
