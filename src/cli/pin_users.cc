#include "cli/pin_users.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "device/access.h"

namespace lw::cli {

Result<PinUsers> find_pin_users(store::Inventory& inventory) {
  PinUsers users;
  LW_ASSIGN(const auto devices, inventory.list());
  for (const store::Device& device : devices) {
    for (const device::Transport transport : {device::Transport::kSsh, device::Transport::kHttps}) {
      LW_ASSIGN(const auto endpoint, device::endpoint_of(device, transport));
      users.devices[to_string(endpoint)].push_back(device.name);
    }
  }
  LW_ASSIGN(const auto servers, inventory.list_servers());
  for (const store::Server& server : servers) {
    const net::Endpoint endpoint{server.address, server.port};
    users.servers[to_string(endpoint)].push_back(server.name);
  }
  return users;
}

Result<std::vector<std::string>> endpoints_of(const PinUsers& users, const std::string& name) {
  std::vector<std::string> endpoints;
  for (const auto* group : {&users.devices, &users.servers}) {
    for (const auto& [endpoint, names] : *group) {
      if (std::ranges::find(names, name) != names.end()) endpoints.push_back(endpoint);
    }
  }
  if (!endpoints.empty()) return endpoints;
  return failure(ErrorCode::kNotFound,
                 fmt::format("there is no device or server \"{}\"", printable(name, 80)));
}

}  // namespace lw::cli
