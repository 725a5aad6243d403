// Devices as inventory files: ours, which read_own_… take back with nothing lost, and Ansible's.
// Never a secret among them. Pure; any thread.
#pragma once

#include <span>
#include <string>

#include "store/inventory.h"

namespace lw::exchange {

struct Exported {
  store::Device device;
  std::string username;
};

// A column for each property that a device has.
[[nodiscard]] std::string write_csv(std::span<const Exported> devices);
[[nodiscard]] std::string write_yaml(std::span<const Exported> devices);
[[nodiscard]] std::string write_json(std::span<const Exported> devices);
// As YAML: addresses, users, ports of SSH and groups; which collection speaks to a platform.
[[nodiscard]] std::string write_ansible(std::span<const Exported> devices);

}  // namespace lw::exchange
