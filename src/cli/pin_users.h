// Whose endpoints are pinned: devices and servers of the inventory by endpoint.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/inventory.h"

namespace lw::cli {

struct PinUsers {
  // By endpoint, as to_string(net::Endpoint); names in order.
  std::map<std::string, std::vector<std::string>, std::less<>> devices;
  std::map<std::string, std::vector<std::string>, std::less<>> servers;
};

[[nodiscard]] Result<PinUsers> find_pin_users(store::Inventory& inventory);

// All endpoints that may be pinned for the device or server of this name, whether or not one is.
// kNotFound when there is neither.
[[nodiscard]] Result<std::vector<std::string>> endpoints_of(const PinUsers& users,
                                                            const std::string& name);

}  // namespace lw::cli
