#include "discovery/properties.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace lw::discovery {
namespace {

using platform::Child;
using platform::ChildKind;
using store::Device;

constexpr std::size_t kLongestName = 63;
constexpr std::string_view kSupportsFailover = "supports_failover";
constexpr std::string_view kEdited = "edited";
constexpr std::string_view kDiscovered = "discovered";

// Facts that are properties under the same name. The mode of contexts is the firewall's alone.
using Property = std::pair<std::string_view, std::string Device::*>;
constexpr std::array<Property, 6> kProperties = {{{"os_version", &Device::os_version},
                                                  {"host_name", &Device::host_name},
                                                  {"domain_name", &Device::domain_name},
                                                  {"image", &Device::image},
                                                  {"firewall_mode", &Device::firewall_mode},
                                                  {"context_mode", &Device::context_mode}}};

void set(Update& update, std::string_view fact, std::string& property, const std::string& value) {
  if (property == value) return;
  update.changed.push_back(property.empty() ? fmt::format("{}: {}", fact, value)
                                            : fmt::format("{}: {}, was {}", fact, value, property));
  property = value;
}

void take_failover(Update& update, const std::string& value) {
  Device& device = update.device;
  if (device.supports_failover_from == kEdited) {
    if (device.supports_failover == value) return;
    update.notes.push_back(
        fmt::format("whether the licence supports failover is set to \"{}\" by hand and stays so; "
                    "the device says \"{}\"",
                    device.supports_failover, value));
    return;
  }
  set(update, kSupportsFailover, device.supports_failover, value);
  device.supports_failover_from = kDiscovered;
}

ChildKind kind_of(const Device& child) {
  return child.context_of.empty() ? ChildKind::kModule : ChildKind::kContext;
}

bool is(const Device& kept, const Child& seen) {
  if (kind_of(kept) != seen.kind) return false;
  return seen.kind == ChildKind::kContext ? kept.context == seen.name : kept.slot == seen.slot;
}

Device new_child(const Device& parent, const Child& seen) {
  Device child;
  child.platform = seen.platform.empty() ? parent.platform : seen.platform;
  child.site = parent.site;
  if (seen.kind == ChildKind::kContext) {
    child.name = fmt::format("{}.{}", parent.name, seen.name);
    child.context_of = parent.name;
    child.context = seen.name;
  } else {
    child.name = fmt::format("{}.slot{}", parent.name, seen.slot);
    child.chassis = parent.name;
    child.slot = seen.slot;
    child.transport = "chassis";
  }
  return child;
}

}  // namespace

Update take_over(Device device, const platform::Facts& facts) {
  Update update;
  update.device = std::move(device);
  for (const auto& [fact, property] : kProperties) {
    if (fact == "context_mode" && !update.device.context_of.empty()) continue;
    const auto at = facts.find(fact);
    if (at != facts.end()) set(update, fact, update.device.*property, at->second);
  }
  const auto failover = facts.find(kSupportsFailover);
  if (failover != facts.end()) take_failover(update, failover->second);
  return update;
}

Children compare_children(const Device& parent, const std::vector<Child>& seen,
                          const std::set<ChildKind>& counted, const std::vector<Device>& kept) {
  Children children;
  for (const Child& one : seen) {
    const auto at =
        std::ranges::find_if(kept, [&](const Device& device) { return is(device, one); });
    if (at != kept.end()) {
      children.known.push_back(at->name);
      continue;
    }
    Device child = new_child(parent, one);
    if (child.name.size() > kLongestName) {
      children.notes.push_back(fmt::format(
          "{} is not added: its name would be longer than {} characters; linewarden device add",
          child.name, kLongestName));
      continue;
    }
    children.added.push_back(std::move(child));
  }
  for (const Device& device : kept) {
    if (!counted.contains(kind_of(device))) continue;
    const bool there = std::ranges::any_of(seen, [&](const Child& one) { return is(device, one); });
    if (!there) children.gone.push_back(device.name);
  }
  return children;
}

}  // namespace lw::discovery
