// Which simulated devices to start: what a lab file (YAML) says. A plain value.
//
//   address: 127.0.0.1
//   devices:
//     - name: core-r1
//       platform: cisco_ios          # or cisco_asa
//       transports: {telnet: 0, ssh: 2201, https: 0}   # also http, console; 0: any port
//       config: |
//         hostname core-r1
//       rsa_modulus: 2048            # has host keys from the start
//       faults: [slow-bytes]
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lab/device.h"
#include "lab/faults.h"

namespace lw::lab {

// The password of everything in the default fleet, and its user.
inline constexpr std::string_view kLabPassword = "lab";
inline constexpr std::string_view kLabUser = "admin";

struct DeviceDescription {
  std::string name;
  std::string platform = "cisco_ios";
  std::map<Transport, std::uint16_t> transports;
  std::string config;
  int rsa_modulus = 0;  // 0: no keys
  Faults faults;
};

struct LabDescription {
  std::string address = "127.0.0.1";
  std::vector<DeviceDescription> devices;
  // Where startup configurations and host keys live between runs; empty: in memory.
  std::filesystem::path state_folder;
};

// `origin` is the file's name, for errors with their line. Only loopback addresses are taken.
[[nodiscard]] Result<LabDescription> parse_lab(std::string_view yaml, std::string_view origin);

// edge-r1 and edge-r2, fresh routers with Telnet; core-r1, a router with SSH; fw-1, an ASA.
[[nodiscard]] LabDescription default_lab();

// What a device of this platform has when the lab file gives no configuration.
[[nodiscard]] std::string factory_config(std::string_view platform);

[[nodiscard]] bool is_loopback(std::string_view address);

}  // namespace lw::lab
