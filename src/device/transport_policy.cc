#include "device/transport_policy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace lw::device {
namespace {

constexpr std::array kForEveryType = {Transport::kConsole, Transport::kFile};

std::string title_of(const platform::Platform& platform, const platform::TransportRule& rule) {
  if (platform.transports.size() == 1) return platform.name;
  return fmt::format("{} ({})", platform.name, rule.versions);
}

}  // namespace

Result<TransportPolicy> TransportPolicy::load(store::Inventory& inventory) {
  LW_ASSIGN(auto changed, inventory.transport_defaults());
  return TransportPolicy(std::move(changed));
}

const store::TransportDefault* TransportPolicy::find(const platform::Platform& platform,
                                                     const platform::TransportRule& rule) const {
  const auto found = std::ranges::find_if(changed_, [&](const store::TransportDefault& one) {
    return one.platform == platform.name && one.versions == rule.versions;
  });
  return found == changed_.end() ? nullptr : &*found;
}

Result<Transport> TransportPolicy::standard(const platform::Platform& platform,
                                            const platform::TransportRule& rule) const {
  const auto* changed = find(platform, rule);
  auto transport = parse_transport(changed != nullptr ? changed->transport : rule.standard);
  if (transport) return transport;
  return std::unexpected(std::move(transport).error().with_context(
      fmt::format("the default of {}", title_of(platform, rule))));
}

bool TransportPolicy::is_changed(const platform::Platform& platform,
                                 const platform::TransportRule& rule) const {
  return find(platform, rule) != nullptr;
}

Result<Transport> TransportPolicy::in_use(const store::Device& device,
                                          const platform::Platform& platform) const {
  if (!device.transport.empty()) return parse_transport(device.transport);
  return standard(platform, platform.transports_of(device.os_version));
}

std::string allowed_list(const platform::TransportRule& rule) {
  std::vector<std::string> names = rule.allowed;
  for (const Transport transport : kForEveryType) names.emplace_back(name(transport));
  return fmt::format("{}", fmt::join(names, ", "));
}

Result<void> check_allowed(const platform::Platform& platform, const platform::TransportRule& rule,
                           Transport transport) {
  if (std::ranges::find(kForEveryType, transport) != kForEveryType.end()) return {};
  if (std::ranges::find(rule.allowed, name(transport)) != rule.allowed.end()) return {};
  return failure(ErrorCode::kUnsupported,
                 fmt::format("{} cannot be managed over {}; it can over {}",
                             title_of(platform, rule), name(transport), allowed_list(rule)));
}

}  // namespace lw::device
