#include "lab/lab_description.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <set>

#include "base/text.h"
#include "lab/command_table.h"

namespace lw::lab {
namespace {

constexpr std::size_t kMostDevices = 1000;
constexpr std::size_t kLongestName = 63;

constexpr std::string_view kFreshRouter =
    "enable secret lab\n"
    "no ip http server\n"
    "no ip http secure-server\n"
    "interface GigabitEthernet0/0\n"
    " ip address 192.0.2.1 255.255.255.0\n"
    "interface GigabitEthernet0/1\n"
    " no ip address\n"
    " shutdown\n"
    "line con 0\n"
    "line vty 0 4\n"
    " password lab\n"
    " login\n"
    " transport input telnet\n";

constexpr std::string_view kSshRouter =
    "hostname core-r1\n"
    "enable secret lab\n"
    "ip domain name lab.example\n"
    "username admin privilege 15 secret lab\n"
    "ip ssh version 2\n"
    "no ip http server\n"
    "no ip http secure-server\n"
    "interface GigabitEthernet0/0\n"
    " ip address 192.0.2.2 255.255.255.0\n"
    "line vty 0 4\n"
    " login local\n"
    " transport input ssh\n";

constexpr std::string_view kFirewall =
    "hostname fw-1\n"
    "enable password lab\n"
    "passwd lab\n"
    "username admin password lab privilege 15\n"
    "aaa authentication ssh console LOCAL\n"
    "interface Management0/0\n"
    " management-only\n"
    " nameif management\n"
    " security-level 100\n"
    " ip address 192.0.2.10 255.255.255.0\n"
    "telnet 127.0.0.0 255.0.0.0 management\n"
    "ssh 127.0.0.0 255.0.0.0 management\n";

Error wrong(std::string_view origin, const YAML::Node& node, std::string_view what) {
  return {ErrorCode::kInvalidArgument,
          fmt::format("{}: line {}: {}", origin, node.Mark().line + 1, what), ""};
}

Result<std::string> scalar(std::string_view origin, const YAML::Node& node, std::string_view key) {
  if (!node.IsScalar()) {
    return std::unexpected(wrong(origin, node, fmt::format("\"{}\" must be one value", key)));
  }
  return node.Scalar();
}

Result<long> number(std::string_view origin, const YAML::Node& node, std::string_view key,
                    long most) {
  LW_ASSIGN(const std::string text, scalar(origin, node, key));
  const auto value = parse_decimal(text);
  if (!value || *value > most) {
    return std::unexpected(
        wrong(origin, node, fmt::format("\"{}\" must be a number from 0 to {}", key, most)));
  }
  return *value;
}

Result<void> read_transports(std::string_view origin, const YAML::Node& node,
                             DeviceDescription& device) {
  if (!node.IsMap()) {
    return std::unexpected(wrong(origin, node, "\"transports\" must map names to ports"));
  }
  for (const auto& entry : node) {
    const std::string kind = entry.first.Scalar();
    bool known = false;
    for (const Transport transport : {Transport::kConsole, Transport::kTelnet, Transport::kSsh,
                                      Transport::kHttp, Transport::kHttps}) {
      if (kind != name(transport)) continue;
      LW_ASSIGN(const long port, number(origin, entry.second, kind, 65535));
      device.transports[transport] = static_cast<std::uint16_t>(port);
      known = true;
    }
    if (!known) {
      return std::unexpected(
          wrong(origin, entry.first, "the transports are telnet, ssh, console, http and https"));
    }
  }
  return {};
}

Result<DeviceDescription> read_device(std::string_view origin, const YAML::Node& node) {
  if (!node.IsMap()) return std::unexpected(wrong(origin, node, "a device must be a map"));
  DeviceDescription device;
  std::optional<std::string> config;
  for (const auto& entry : node) {
    const std::string key = entry.first.Scalar();
    const YAML::Node& value = entry.second;
    if (key == "name") {
      LW_ASSIGN(device.name, scalar(origin, value, key));
    } else if (key == "platform") {
      LW_ASSIGN(device.platform, scalar(origin, value, key));
      if (factory_config(device.platform).empty()) {
        return std::unexpected(
            wrong(origin, value, "the platforms of the lab are cisco_ios and cisco_asa"));
      }
    } else if (key == "config") {
      LW_ASSIGN(config, scalar(origin, value, key));
    } else if (key == "rsa_modulus") {
      LW_ASSIGN(const long modulus, number(origin, value, key, 4096));
      device.rsa_modulus = static_cast<int>(modulus);
    } else if (key == "transports") {
      LW_TRY(read_transports(origin, value, device));
    } else if (key == "faults") {
      if (!value.IsSequence()) {
        return std::unexpected(wrong(origin, value, "\"faults\" must be a list of names"));
      }
      for (const YAML::Node& fault : value) {
        LW_ASSIGN(const std::string text, scalar(origin, fault, key));
        if (auto added = add_fault(device.faults, text); !added) {
          return std::unexpected(
              std::move(added.error())
                  .with_context(fmt::format("{}: line {}", origin, fault.Mark().line + 1)));
        }
      }
    } else {
      return std::unexpected(
          wrong(origin, entry.first,
                fmt::format("a device has no \"{}\" (name, platform, transports, config, "
                            "rsa_modulus, faults)",
                            printable(key))));
    }
  }
  const bool good_name = !device.name.empty() && device.name.size() <= kLongestName &&
                         device.name.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == std::string::npos &&
                         device.name.front() != '.';
  if (!good_name) {
    return std::unexpected(
        wrong(origin, node, "a device needs a name of letters, digits, dashes and dots"));
  }
  if (device.transports.empty()) {
    device.transports = {{Transport::kTelnet, 0}, {Transport::kSsh, 0}};
  }
  device.config = config.value_or(factory_config(device.platform));
  return device;
}

Result<LabDescription> read_lab(std::string_view origin, const YAML::Node& root) {
  if (!root.IsMap()) return std::unexpected(wrong(origin, root, "a lab file must be a map"));
  LabDescription lab;
  std::set<std::string> names;
  for (const auto& entry : root) {
    const std::string key = entry.first.Scalar();
    if (key == "address") {
      LW_ASSIGN(lab.address, scalar(origin, entry.second, key));
      if (!is_loopback(lab.address)) {
        return std::unexpected(
            wrong(origin, entry.second, "a lab listens on loopback addresses only"));
      }
    } else if (key == "devices") {
      if (!entry.second.IsSequence() || entry.second.size() > kMostDevices) {
        return std::unexpected(
            wrong(origin, entry.second,
                  fmt::format("\"devices\" must be a list of up to {}", kMostDevices)));
      }
      for (const YAML::Node& node : entry.second) {
        LW_ASSIGN(DeviceDescription device, read_device(origin, node));
        if (!names.insert(device.name).second) {
          return std::unexpected(wrong(origin, node, "this name is taken"));
        }
        lab.devices.push_back(std::move(device));
      }
    } else {
      return std::unexpected(wrong(origin, entry.first, "a lab file has address and devices"));
    }
  }
  if (lab.devices.empty()) {
    return failure(ErrorCode::kInvalidArgument, fmt::format("{}: there are no devices", origin));
  }
  return lab;
}

}  // namespace

bool is_loopback(std::string_view address) {
  return address == "::1" || (is_ipv4_address(address) && address.starts_with("127."));
}

std::string factory_config(std::string_view platform) {
  if (platform == "cisco_ios") return std::string(kFreshRouter);
  if (platform == "cisco_asa") return std::string(kFirewall);
  return {};
}

Result<LabDescription> parse_lab(std::string_view yaml, std::string_view origin) {
  try {
    return read_lab(origin, YAML::Load(std::string(yaml)));
  } catch (const YAML::Exception& problem) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{}: line {}: {}", origin, problem.mark.line + 1, problem.msg));
  }
}

LabDescription default_lab() {
  constexpr int kModulus = 2048;
  LabDescription lab;
  for (const std::string_view name : {"edge-r1", "edge-r2"}) {
    lab.devices.push_back(
        {std::string(name),
         "cisco_ios",
         {{Transport::kTelnet, 0}, {Transport::kSsh, 0}, {Transport::kConsole, 0}},
         std::string(kFreshRouter),
         0,
         {}});
  }
  lab.devices.push_back({"core-r1",
                         "cisco_ios",
                         {{Transport::kTelnet, 0}, {Transport::kSsh, 0}, {Transport::kConsole, 0}},
                         std::string(kSshRouter),
                         kModulus,
                         {}});
  lab.devices.push_back({"fw-1",
                         "cisco_asa",
                         {{Transport::kTelnet, 0}, {Transport::kSsh, 0}, {Transport::kConsole, 0}},
                         std::string(kFirewall),
                         kModulus,
                         {}});
  return lab;
}

}  // namespace lw::lab
