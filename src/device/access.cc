#include "device/access.h"

#include <fmt/format.h>

#include <algorithm>

namespace lw::device {

Result<Access> access_of(store::Inventory& inventory, store::Device device,
                         std::shared_ptr<const platform::Platform> platform,
                         const TransportPolicy& policy) {
  Access access;
  LW_ASSIGN(access.set_to, policy.in_use(device, *platform));
  access.transport = access.set_to;
  LW_ASSIGN(access.credentials, inventory.credentials(device.name));
  // The inventory sees to it that chains end.
  for (std::string next = device.jump; !next.empty();) {
    Hop hop;
    LW_ASSIGN(hop.server, inventory.find_server(next));
    LW_ASSIGN(hop.credentials, inventory.server_credentials(next));
    next = hop.server.jump;
    access.hops.push_back(std::move(hop));
  }
  std::ranges::reverse(access.hops);
  access.device = std::move(device);
  access.platform = std::move(platform);
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
