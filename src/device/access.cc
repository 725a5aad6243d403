#include "device/access.h"

#include <fmt/format.h>

#include <algorithm>

namespace lw::device {
namespace {

bool is_led_to_by_firewall(const store::Device& device) {
  return !device.context_of.empty() && device.address.empty();
}

// A context without a transport of its own is reached over that of its firewall, and without a
// login of its own with that one's.
Result<Access> context_access(store::Inventory& inventory, store::Device device,
                              const platform::Registry& registry, const TransportPolicy& policy) {
  // The inventory sees to it that a firewall is no context itself.
  LW_ASSIGN(auto found, inventory.find(device.context_of));
  Access access;
  LW_ASSIGN(auto firewall, access_of(inventory, std::move(found), registry, policy));
  LW_ASSIGN(access.platform, registry.find(device.platform));
  LW_ASSIGN(access.credentials, inventory.credentials(device.name));
  const bool has_own = access.credentials.has_login();
  if (!has_own && device.credential_set.empty()) {
    access.credentials = firewall.credentials;
  } else if (!has_own) {
    LW_ASSIGN(auto login, inventory.login_of(device));
    access.credentials = std::move(login.credentials);
  }
  access.set_to = firewall.set_to;
  if (!device.transport.empty()) {
    LW_ASSIGN(access.set_to, parse_transport(device.transport));
  }
  access.transport = access.set_to;
  access.hops = firewall.hops;
  access.chassis = firewall.chassis;
  access.context = device.context;
  access.device = std::move(device);
  access.firewall = std::make_shared<const Access>(std::move(firewall));
  return access;
}

}  // namespace

Result<std::vector<Hop>> hops_of(store::Inventory& inventory, const std::string& jump) {
  std::vector<Hop> hops;
  // The inventory sees to it that chains end.
  for (std::string next = jump; !next.empty();) {
    Hop hop;
    LW_ASSIGN(hop.server, inventory.find_server(next));
    LW_ASSIGN(hop.credentials, inventory.server_credentials(next));
    next = hop.server.jump;
    hops.push_back(std::move(hop));
  }
  std::ranges::reverse(hops);
  return hops;
}

Result<Access> access_of(store::Inventory& inventory, store::Device device,
                         const platform::Registry& registry, const TransportPolicy& policy) {
  if (is_led_to_by_firewall(device)) {
    return context_access(inventory, std::move(device), registry, policy);
  }
  Access access;
  LW_ASSIGN(auto platform, registry.find(device.platform));
  LW_ASSIGN(access.set_to, policy.in_use(device, *platform));
  access.transport = access.set_to;
  LW_ASSIGN(auto login, inventory.login_of(device));
  access.credentials = std::move(login.credentials);
  LW_ASSIGN(access.hops, hops_of(inventory, device.jump));
  if (!device.chassis.empty()) {
    // The inventory sees to it that a chassis is no module itself.
    LW_ASSIGN(auto chassis, inventory.find(device.chassis));
    LW_ASSIGN(auto way, access_of(inventory, std::move(chassis), registry, policy));
    access.chassis = std::make_shared<const Access>(std::move(way));
  }
  access.device = std::move(device);
  access.platform = std::move(platform);
  return access;
}

Access by_firewall(Access access) {
  if (!access.firewall) return access;
  store::Device there = access.firewall->device;
  there.name = access.device.name;
  there.context_of = access.device.context_of;
  there.context = access.device.context;
  access.device = std::move(there);
  access.firewall.reset();
  return access;
}

Result<net::Endpoint> endpoint_of(const store::Device& device, Transport transport) {
  if (transport == Transport::kConsole) {
    if (device.console.empty()) {
      return failure(
          ErrorCode::kInvalidArgument,
          fmt::format("{} has no console in the inventory", device.name),
          fmt::format("linewarden device set {} --console CONSOLE-SERVER:PORT", device.name));
    }
    return net::parse_endpoint(device.console, 0);
  }
  if (transport == Transport::kChassis) {
    return failure(
        ErrorCode::kInvalidArgument,
        device.chassis.empty()
            ? fmt::format("{} has no chassis in the inventory", device.name)
            : fmt::format("{} is reached through {}, which has its own address and port",
                          device.name, device.chassis),
        device.chassis.empty()
            ? fmt::format("linewarden device set {} --chassis SWITCH --slot N", device.name)
            : fmt::format("linewarden device set {}", device.chassis));
  }
  if (device.address.empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{} has no address in the inventory: it comes to its server by "
                               "itself",
                               device.name),
                   fmt::format("linewarden device set {} --address A gives it one", device.name));
  }
  const auto own = device.ports.find(std::string(name(transport)));
  if (own != device.ports.end()) return net::Endpoint{device.address, own->second};
  const auto standard = standard_port(transport);
  if (!standard) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the device is not contacted over {}", name(transport)));
  }
  return net::Endpoint{device.address, *standard};
}

}  // namespace lw::device
