// Which simulated devices to start: what a lab file (YAML, docs/lab.md) says. A plain value.
//
//   address: 127.0.0.1                # of `devices`; each has ports of its own
//   devices:
//     - name: core-r1
//       platform: cisco_ios           # or cisco_xe, cisco_asa, …
//       transports: {telnet: 0, ssh: 2201, console: 0}   # ports; 0: the system chooses
//       config: |
//         hostname core-r1
//       rsa_modulus: 2048             # has host keys from the start
//       faults: [slow-bytes]
//   aaa_servers:                      # TACACS+ servers
//     - name: acs
//       port: 0
//       key: secret
//       users: [{name: anna, password: a, enable: e, privilege: 15}]
//   ports: {telnet: 2323, ssh: 2222}  # of every fleet: one listener each, told apart by address
//   fleet:
//     - name: branch-{n}              # counts from 1
//       count: 10000
//       first_address: 127.1.0.1      # counts up
//       config: |                     # {name}, {n} and {address} are filled in
//         hostname {name}
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "lab/asa_activation.h"
#include "lab/asa_pair.h"
#include "lab/device.h"
#include "lab/faults.h"
#include "lab/ios_licence_file.h"
#include "lab/tacacs_server.h"
#include "net/ssh_identity.h"

namespace lw::lab {

// The password of everything in the default fleet, and its user.
inline constexpr std::string_view kLabPassword = "lab";
inline constexpr std::string_view kLabUser = "admin";

// Of a lab, its fleets included.
inline constexpr std::size_t kMostDevices = 20'000;

// Which unit of which failover pair a device is.
struct FailoverUnit {
  std::string pair;
  AsaUnit unit = AsaUnit::kPrimary;
  bool operator==(const FailoverUnit&) const = default;
};

// Of a router: what is in its USB port.
struct TokenDescription {
  std::filesystem::path image;  // the folder of docs/tokens.md; it may come later
  std::string pin;              // that the router was told; empty: none
};

struct DeviceDescription {
  std::string name;
  std::string platform = "cisco_ios";
  std::string os_version = {};  // empty: the usual one of the platform
  std::map<Transport, std::uint16_t> transports = {};
  std::string config = {};
  bool factory_new = false;  // without a startup configuration: its setup dialogue comes first
  int rsa_modulus = 0;       // 0: no keys
  net::SshServerAlgorithms crypto = net::SshServerAlgorithms::kModern;
  // Of an ASA.
  AsaLicence licence = {};
  AsaActivationKeys activation_keys = {};                          // of a PIX too
  std::vector<std::pair<std::string, std::string>> contexts = {};  // names, configurations
  // Of a chassis: slots, and the names of the devices of this lab that are in them.
  std::map<int, std::string> modules = {};
  std::optional<FailoverUnit> failover = {};   // of an ASA
  std::optional<TokenDescription> token = {};  // of a router
  IosLicenceFiles router_licence_files = {};   // of a router of 15.x
  // Of a sensor.
  std::size_t alerts = 0;                              // in its event store from the start
  std::map<std::string, WallTime> licence_files = {};  // that it can copy; until when each is good
  Faults faults = {};
  std::set<Transport> faults_over = {};  // the transports that have them; empty: all
};

// Many devices of one kind. They share one host key pair until one of them makes its own.
struct FleetDescription {
  DeviceDescription pattern;  // its name and config hold placeholders; transports: those it serves
  std::size_t count = 0;
  std::string first_address;

  [[nodiscard]] std::string name(std::size_t index) const;  // from 0
  [[nodiscard]] std::string address(std::size_t index) const;
  [[nodiscard]] std::optional<std::size_t> index_of(std::string_view address) const;
  [[nodiscard]] DeviceDescription member(std::size_t index) const;
};

struct LabDescription {
  std::string address = "127.0.0.1";
  std::vector<DeviceDescription> devices;
  std::vector<AaaServerDescription> aaa_servers;
  std::map<Transport, std::uint16_t> fleet_ports;
  std::vector<FleetDescription> fleets;
  // Where startup configurations and host keys live between runs; empty: in memory.
  std::filesystem::path state_folder;
  // Called when a fault strikes a device at one of its lines: its name, and which. On the lab's
  // thread.
  std::function<void(const std::string& device, const std::string& what)> struck = {};
};

// `origin` is the file's name, for errors with their line. Only loopback addresses are taken.
[[nodiscard]] Result<LabDescription> parse_lab(std::string_view yaml, std::string_view origin);

// edge-r1 and edge-r2, fresh routers with Telnet; core-r1, a router with SSH; fw-1, an ASA.
[[nodiscard]] LabDescription default_lab();

// What a device of this platform and version has when the lab file gives no configuration; empty:
// the lab has no such device.
[[nodiscard]] std::string factory_config(std::string_view platform,
                                         std::string_view os_version = "");

[[nodiscard]] bool is_loopback(std::string_view address);

}  // namespace lw::lab
