// Reads a lab file.
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "lab/aaa_server_file.h"
#include "lab/asa_release.h"
#include "lab/catos_device.h"
#include "lab/command_table.h"
#include "lab/ios_release.h"
#include "lab/ips_device.h"
#include "lab/lab_description.h"
#include "lab/lab_file_values.h"

namespace lw::lab {
namespace {

using namespace lab_file;

constexpr long kLargestModulus = 4096;
constexpr std::string_view kDeviceKeys =
    "name, platform, os_version, transports, config, factory_new, rsa_modulus, crypto, licence, "
    "contexts, activation_keys, modules, failover, token, events, licence_files, faults, "
    "faults_over";

// Whether `key` is one of those that a device and a fleet have in common.
Result<bool> read_common(std::string_view origin, const std::string& key, const YAML::Node& value,
                         DeviceDescription& device) {
  if (key == "name") {
    LW_ASSIGN(device.name, scalar(origin, value, key));
  } else if (key == "platform") {
    LW_ASSIGN(device.platform, scalar(origin, value, key));
    if (factory_config(device.platform).empty()) {
      return std::unexpected(
          wrong(origin, value,
                "the platforms of the lab are cisco_ios, cisco_xe, cisco_asa, cisco_pix, "
                "cisco_fwsm, cisco_catos and cisco_ips"));
    }
  } else if (key == "os_version") {
    LW_ASSIGN(device.os_version, scalar(origin, value, key));
  } else if (key == "config") {
    LW_ASSIGN(device.config, scalar(origin, value, key));
  } else if (key == "factory_new") {
    LW_ASSIGN(const std::string text, scalar(origin, value, key));
    if (text != "true" && text != "false") {
      return std::unexpected(wrong(origin, value, "\"factory_new\" is true or false"));
    }
    device.factory_new = text == "true";
  } else if (key == "rsa_modulus") {
    LW_ASSIGN(const long modulus, number(origin, value, key, kLargestModulus));
    device.rsa_modulus = static_cast<int>(modulus);
  } else if (key == "crypto") {
    LW_ASSIGN(device.crypto, crypto(origin, value));
  } else if (key == "licence") {
    LW_ASSIGN(device.licence, licence(origin, value));
  } else if (key == "contexts") {
    LW_ASSIGN(device.contexts, contexts(origin, value));
  } else if (key == "events") {
    LW_ASSIGN(const long count, number(origin, value, key, kMostIpsEvents));
    device.alerts = static_cast<std::size_t>(count);
  } else if (key == "licence_files") {
    // What the names stand for depends on the platform: see finish().
    return true;
  } else if (key == "activation_keys") {
    LW_ASSIGN(device.activation_keys, activation_keys(origin, value));
  } else if (key == "faults") {
    LW_ASSIGN(device.faults, faults(origin, value));
  } else if (key == "faults_over") {
    LW_ASSIGN(device.faults_over, faults_over(origin, value));
  } else {
    return false;
  }
  return true;
}

// Modules are in a switch: without another version a router's is that of a Catalyst 6500.
Result<void> check_chassis(std::string_view origin, const YAML::Node& slots,
                           DeviceDescription& device) {
  if (device.platform == "cisco_ios" && device.os_version.empty()) {
    device.os_version = "12.2(33)SXI";
  }
  const auto release = ios_release(device.platform, device.os_version);
  const bool chassis = release && release->has(IosFeature::kChassis);
  if (chassis || device.platform == "cisco_catos") return {};
  return std::unexpected(wrong(
      origin, slots, "only a cisco_catos and a cisco_ios of 12.2(33)SX have slots for modules"));
}

Result<void> check_failover(std::string_view origin, const YAML::Node& node,
                            const DeviceDescription& device) {
  if (device.platform != "cisco_asa" || device.factory_new) {
    return std::unexpected(wrong(origin, node, "only an ASA with a config has \"failover\""));
  }
  if (device.licence.failover == AsaLicence::Failover::kNone) {
    return std::unexpected(wrong(origin, node, "a licence of \"base\" allows no failover"));
  }
  return {};
}

Result<void> check_token(std::string_view origin, const YAML::Node& node,
                         const DeviceDescription& device) {
  const auto release = ios_release(device.platform, device.os_version);
  if (release && release->has(IosFeature::kUsbToken) && !device.factory_new) return {};
  return std::unexpected(wrong(
      origin, node, "only a cisco_ios of 12.3(14)T, 12.4 or 15.x with a config has a \"token\""));
}

// What follows from several keys together.
Result<void> finish(std::string_view origin, const YAML::Node& node, DeviceDescription& device) {
  const std::string factory = factory_config(device.platform, device.os_version);
  if (factory.empty()) {
    return std::unexpected(wrong(
        origin, node["os_version"],
        fmt::format(
            "the lab has no {} {} ({})", device.platform, printable(device.os_version),
            device.platform == "cisco_ips"
                ? std::string(ips_releases())
                : fmt::format("{}; {}; {}", ios_releases(), asa_releases(), catos_releases()))));
  }
  struct Owned {
    const char* key;
    bool has;
    std::string_view owner;
  };
  const bool sensor = device.platform == "cisco_ips";
  const bool fwsm = device.platform == "cisco_fwsm";
  const bool firewall = asa_release(device.platform, device.os_version).has_value();
  const auto router = ios_release(device.platform, device.os_version);
  const bool stored = router && router->has(IosFeature::kStoredLicences);
  for (const Owned& one :
       {Owned{"licence", firewall, "a firewall"},
        Owned{"contexts", device.platform == "cisco_asa" || fwsm, "an ASA"},
        Owned{"activation_keys", firewall && !fwsm, "an ASA or a PIX"},
        Owned{"events", sensor, "a sensor"},
        Owned{"licence_files", sensor || stored, "a sensor or a router of 15.x"}}) {
    const YAML::Node value = node[one.key];
    if (value && !one.has) {
      return std::unexpected(
          wrong(origin, value, fmt::format("only {} has \"{}\"", one.owner, one.key)));
    }
  }
  if (const YAML::Node files = node["licence_files"]; files && sensor) {
    LW_ASSIGN(device.licence_files, licence_files(origin, files));
  } else if (files) {
    LW_ASSIGN(device.router_licence_files, router_licence_files(origin, files));
  }
  if (device.factory_new) {
    // It has no setup dialogue: out of its box it is a switch with its defaults.
    if (device.platform == "cisco_catos" || fwsm) {
      return std::unexpected(
          wrong(origin, node["factory_new"],
                fmt::format("a {} asks no setup dialogue: give it a config", device.platform)));
    }
    for (const char* key : {"config", "rsa_modulus", "contexts"}) {
      if (const YAML::Node kept = node[key]) {
        return std::unexpected(
            wrong(origin, kept, fmt::format("a factory-new device has no \"{}\"", key)));
      }
    }
    if (!sensor) return {};
  }
  if (sensor && device.rsa_modulus == 0) device.rsa_modulus = kIpsHostKeyBits;
  // With contexts the configuration is the system's, which needs none of its own.
  if (!node["config"] && device.contexts.empty()) device.config = factory;
  return {};
}

Result<DeviceDescription> read_device(std::string_view origin, const YAML::Node& node) {
  if (!node.IsMap()) return std::unexpected(wrong(origin, node, "a device must be a map"));
  DeviceDescription device;
  for (const auto& entry : node) {
    const std::string key = entry.first.Scalar();
    LW_ASSIGN(const bool known, read_common(origin, key, entry.second, device));
    if (known) continue;
    if (key == "transports") {
      LW_ASSIGN(device.transports, ports(origin, entry.second, key));
    } else if (key == "modules") {
      LW_ASSIGN(device.modules, modules(origin, entry.second));
    } else if (key == "token") {
      LW_ASSIGN(device.token, token(origin, entry.second));
    } else if (key == "failover") {
      LW_ASSIGN(device.failover, failover(origin, entry.second));
    } else {
      return std::unexpected(
          wrong(origin, entry.first,
                fmt::format("a device has no \"{}\" ({})", printable(key), kDeviceKeys)));
    }
  }
  if (!good_name(device.name)) {
    return std::unexpected(
        wrong(origin, node, "a device needs a name of letters, digits, dashes and dots"));
  }
  if (device.transports.empty()) {
    device.transports = {{Transport::kTelnet, 0}, {Transport::kSsh, 0}};
  }
  if (const YAML::Node slots = node["modules"]) LW_TRY(check_chassis(origin, slots, device));
  LW_TRY(finish(origin, node, device));
  if (const YAML::Node pair = node["failover"]) LW_TRY(check_failover(origin, pair, device));
  if (const YAML::Node port = node["token"]) LW_TRY(check_token(origin, port, device));
  return device;
}

// Without "transports" a fleet serves every port that the lab's fleets have.
Result<void> read_fleet_transports(std::string_view origin, const YAML::Node& node,
                                   const std::map<Transport, std::uint16_t>& lab_ports,
                                   DeviceDescription& pattern) {
  if (!node) {
    pattern.transports = lab_ports;
    return {};
  }
  if (!node.IsSequence()) {
    return std::unexpected(wrong(origin, node, "\"transports\" of a fleet must be a list"));
  }
  for (const YAML::Node& one : node) {
    LW_ASSIGN(const Transport kind, transport(origin, one));
    const auto port = lab_ports.find(kind);
    if (port == lab_ports.end()) {
      return std::unexpected(
          wrong(origin, one, fmt::format("\"ports\" of the lab names no port for {}", name(kind))));
    }
    pattern.transports.insert(*port);
  }
  return {};
}

Result<FleetDescription> read_fleet(std::string_view origin, const YAML::Node& node,
                                    const std::map<Transport, std::uint16_t>& lab_ports) {
  if (!node.IsMap()) return std::unexpected(wrong(origin, node, "a fleet must be a map"));
  FleetDescription fleet;
  for (const auto& entry : node) {
    const std::string key = entry.first.Scalar();
    LW_ASSIGN(const bool known, read_common(origin, key, entry.second, fleet.pattern));
    if (known) continue;
    if (key == "count") {
      LW_ASSIGN(const long count, number(origin, entry.second, key, kMostDevices, 1));
      fleet.count = static_cast<std::size_t>(count);
    } else if (key == "first_address") {
      LW_ASSIGN(fleet.first_address, scalar(origin, entry.second, key));
    } else if (key != "transports") {
      return std::unexpected(wrong(origin, entry.first,
                                   fmt::format("a fleet has no \"{}\" (count, first_address, {})",
                                               printable(key), kDeviceKeys)));
    }
  }
  if (fleet.count == 0) return std::unexpected(wrong(origin, node, "a fleet needs a count"));
  const std::string& pattern = fleet.pattern.name;
  if (fleet.count > 1 && pattern.find("{n}") == std::string::npos) {
    return std::unexpected(wrong(origin, node, "the name of a fleet must have {n} in it"));
  }
  if (!good_name(fleet.name(0)) || !good_name(fleet.name(fleet.count - 1))) {
    return std::unexpected(
        wrong(origin, node, "a fleet needs a name of letters, digits, dashes, dots and {n}"));
  }
  // 127.255.255.255 is the broadcast address.
  const bool in_reach = is_ipv4_address(fleet.first_address) && is_loopback(fleet.first_address) &&
                        is_loopback(fleet.address(fleet.count));
  if (!in_reach) {
    return std::unexpected(
        wrong(origin, node, "a fleet needs a first_address from which all are in 127.0.0.0/8"));
  }
  LW_TRY(read_fleet_transports(origin, node["transports"], lab_ports, fleet.pattern));
  LW_TRY(finish(origin, node, fleet.pattern));
  return fleet;
}

// Names and addresses that are taken, over the whole file.
class Taken {
 public:
  Result<void> add(std::string_view origin, const YAML::Node& node, std::string name) {
    if (!names_.insert(std::move(name)).second) {
      return std::unexpected(wrong(origin, node, "this name is taken"));
    }
    if (names_.size() > kMostDevices) {
      return std::unexpected(
          wrong(origin, node, fmt::format("a lab has up to {} devices", kMostDevices)));
    }
    return {};
  }

  Result<void> add(std::string_view origin, const YAML::Node& node, const FleetDescription& fleet) {
    for (const FleetDescription& other : fleets_) {
      if (other.index_of(fleet.first_address) || fleet.index_of(other.first_address)) {
        return std::unexpected(wrong(origin, node, "addresses of this fleet are taken"));
      }
    }
    fleets_.push_back(fleet);
    for (std::size_t i = 0; i < fleet.count; ++i) LW_TRY(add(origin, node, fleet.name(i)));
    return {};
  }

 private:
  std::set<std::string> names_;
  std::vector<FleetDescription> fleets_;
};

// Modules and pairs name other devices of the file.
Result<void> check_partners(std::string_view origin, const YAML::Node& root,
                            const LabDescription& lab) {
  std::set<std::string> placed;
  for (std::size_t i = 0; i < lab.devices.size(); ++i) {
    const DeviceDescription& device = lab.devices[i];
    const YAML::Node node = root["devices"][i];
    for (const auto& [slot, name] : device.modules) {
      const auto module = std::ranges::find(lab.devices, name, &DeviceDescription::name);
      if (module == lab.devices.end() || module->platform != "cisco_fwsm") {
        return std::unexpected(
            wrong(origin, node["modules"],
                  fmt::format("\"{}\" is no cisco_fwsm of this lab", printable(name))));
      }
      if (!placed.insert(name).second) {
        return std::unexpected(wrong(origin, node["modules"],
                                     fmt::format("\"{}\" is in another slot", printable(name))));
      }
    }
    if (!device.failover) continue;
    const auto mates = std::ranges::count_if(lab.devices, [&](const DeviceDescription& other) {
      return other.failover && other.failover->pair == device.failover->pair &&
             other.failover->unit != device.failover->unit;
    });
    const auto same = std::ranges::count_if(lab.devices, [&](const DeviceDescription& other) {
      return other.failover == device.failover;
    });
    if (mates != 1 || same != 1) {
      return std::unexpected(
          wrong(origin, node["failover"], "a pair has one primary and one secondary unit"));
    }
  }
  return {};
}

Result<LabDescription> read_lab(std::string_view origin, const YAML::Node& root) {
  if (!root.IsMap()) return std::unexpected(wrong(origin, root, "a lab file must be a map"));
  LabDescription lab;
  Taken taken;
  // The fleets' ports, wherever in the file they stand.
  if (const YAML::Node node = root["ports"]) {
    LW_ASSIGN(lab.fleet_ports, ports(origin, node, "ports"));
  }
  for (const auto& entry : root) {
    const std::string key = entry.first.Scalar();
    if (key == "address") {
      LW_ASSIGN(lab.address, scalar(origin, entry.second, key));
      if (!is_loopback(lab.address)) {
        return std::unexpected(
            wrong(origin, entry.second, "a lab listens on loopback addresses only"));
      }
    } else if (key == "devices") {
      LW_TRY(check_list(origin, entry.second, key));
      for (const YAML::Node& node : entry.second) {
        LW_ASSIGN(DeviceDescription device, read_device(origin, node));
        LW_TRY(taken.add(origin, node, device.name));
        lab.devices.push_back(std::move(device));
      }
    } else if (key == "aaa_servers") {
      LW_TRY(check_list(origin, entry.second, key));
      for (const YAML::Node& node : entry.second) {
        LW_ASSIGN(auto server, read_aaa_server(origin, node, root["address"]));
        LW_TRY(taken.add(origin, node, server.name));
        lab.aaa_servers.push_back(std::move(server));
      }
    } else if (key == "fleet") {
      LW_TRY(check_list(origin, entry.second, key));
      for (const YAML::Node& node : entry.second) {
        if (lab.fleet_ports.empty()) {
          return std::unexpected(wrong(origin, node, "a fleet needs the \"ports\" of the lab"));
        }
        LW_ASSIGN(FleetDescription fleet, read_fleet(origin, node, lab.fleet_ports));
        LW_TRY(taken.add(origin, node, fleet));
        lab.fleets.push_back(std::move(fleet));
      }
    } else if (key != "ports") {
      return std::unexpected(wrong(
          origin, entry.first, "a lab file has address, devices, aaa_servers, ports and fleet"));
    }
  }
  LW_TRY(check_partners(origin, root, lab));
  if (lab.devices.empty() && lab.fleets.empty() && lab.aaa_servers.empty()) {
    return failure(ErrorCode::kInvalidArgument, fmt::format("{}: there are no devices", origin));
  }
  return lab;
}

}  // namespace

Result<LabDescription> parse_lab(std::string_view yaml, std::string_view origin) {
  try {
    return read_lab(origin, YAML::Load(std::string(yaml)));
  } catch (const YAML::Exception& problem) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{}: line {}: {}", origin, problem.mark.line + 1, problem.msg));
  }
}

}  // namespace lw::lab
