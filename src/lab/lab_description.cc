#include "lab/lab_description.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "base/text.h"
#include "lab/asa_release.h"
#include "lab/catos_device.h"
#include "lab/command_table.h"
#include "lab/ios_release.h"
#include "lab/ips_release.h"
#include "lab/ipv4_text.h"

namespace lw::lab {
namespace {

constexpr std::string_view kFreshRouter =
    "enable secret lab\n"
    "no ip http server\n"
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

constexpr std::string_view kPix6 =
    "interface ethernet0 auto\n"
    "interface ethernet1 auto\n"
    "enable password lab\n"
    "passwd lab\n"
    "hostname pix-1\n"
    "domain-name lab.example\n"
    "ip address inside 192.0.2.10 255.255.255.0\n"
    "telnet 127.0.0.0 255.0.0.0 inside\n"
    "ssh 127.0.0.0 255.0.0.0 inside\n";

constexpr std::string_view kPix7 =
    "hostname pix-1\n"
    "enable password lab\n"
    "passwd lab\n"
    "username admin password lab privilege 15\n"
    "aaa authentication ssh console LOCAL\n"
    "interface Ethernet1\n"
    " nameif inside\n"
    " security-level 100\n"
    " ip address 192.0.2.10 255.255.255.0\n"
    "telnet 127.0.0.0 255.0.0.0 inside\n"
    "ssh 127.0.0.0 255.0.0.0 inside\n";

// The admin context of an FWSM.
constexpr std::string_view kFwsmAdmin =
    "hostname admin\n"
    "enable password lab\n"
    "passwd lab\n"
    "username admin password lab privilege 15\n"
    "aaa authentication ssh console LOCAL\n"
    "interface Vlan50\n"
    " nameif inside\n"
    " security-level 100\n"
    " ip address 192.0.2.40 255.255.255.0\n"
    "telnet 127.0.0.0 255.0.0.0 inside\n"
    "ssh 127.0.0.0 255.0.0.0 inside\n";

constexpr std::string_view kSwitch =
    "set system name cat-1\n"
    "set password lab\n"
    "set enablepass lab\n"
    "set interface sc0 1 192.0.2.30 255.255.255.0\n";

// A sensor from the factory, but for who may connect to it.
constexpr std::string_view kSensor =
    "service host\n"
    "network-settings\n"
    "access-list 127.0.0.0/8\n"
    "exit\n"
    "exit\n";

std::string filled(std::string text, std::string_view name, std::string_view value) {
  for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += value.size()) {
    text.replace(at, name.size(), value);
  }
  return text;
}

DeviceDescription of_default_lab(std::string_view name, std::string_view platform,
                                 std::string_view config, int rsa_modulus) {
  return {.name = std::string(name),
          .platform = std::string(platform),
          .transports = {{Transport::kTelnet, 0}, {Transport::kSsh, 0}, {Transport::kConsole, 0}},
          .config = std::string(config),
          .rsa_modulus = rsa_modulus};
}

}  // namespace

bool is_loopback(std::string_view address) {
  return address == "::1" || (is_ipv4_address(address) && address.starts_with("127."));
}

std::string factory_config(std::string_view platform, std::string_view os_version) {
  if (const auto firewall = asa_release(platform, os_version)) {
    if (firewall->is_fwsm()) return std::string(kFwsmAdmin);
    if (!firewall->is_pix()) return std::string(kFirewall);
    return std::string(firewall->has(AsaFeature::kModes) ? kPix7 : kPix6);
  }
  if (platform == "cisco_catos") {
    return std::string(catos_release(os_version) ? kSwitch : std::string_view());
  }
  if (platform == "cisco_ips") {
    return ips_release(os_version) ? std::string(kSensor) : std::string();
  }
  const auto release = ios_release(platform, os_version);
  if (!release) return {};
  std::string config(kFreshRouter);
  if (release->has(IosFeature::kCryptography)) config += "no ip http secure-server\n";
  return config;
}

std::string FleetDescription::address(std::size_t index) const {
  const std::uint32_t bits = ipv4_bits(first_address) + static_cast<std::uint32_t>(index);
  return ipv4_text(bits);
}

std::optional<std::size_t> FleetDescription::index_of(std::string_view address) const {
  if (!is_ipv4_address(address)) return std::nullopt;
  const std::uint32_t first = ipv4_bits(first_address);
  const std::uint32_t bits = ipv4_bits(address);
  if (bits < first || bits - first >= count) return std::nullopt;
  return bits - first;
}

std::string FleetDescription::name(std::size_t index) const {
  return filled(pattern.name, "{n}", std::to_string(index + 1));
}

DeviceDescription FleetDescription::member(std::size_t index) const {
  DeviceDescription one = pattern;
  one.name = name(index);
  one.config = filled(std::move(one.config), "{name}", one.name);
  one.config = filled(std::move(one.config), "{n}", std::to_string(index + 1));
  one.config = filled(std::move(one.config), "{address}", address(index));
  if (one.faults.line && one.faults.line->line == 0) one.faults.line->line = index + 1;
  return one;
}

LabDescription default_lab() {
  constexpr int kModulus = 2048;
  LabDescription lab;
  lab.devices = {of_default_lab("edge-r1", "cisco_ios", factory_config("cisco_ios"), 0),
                 of_default_lab("edge-r2", "cisco_ios", factory_config("cisco_ios"), 0),
                 of_default_lab("core-r1", "cisco_ios", kSshRouter, kModulus),
                 of_default_lab("fw-1", "cisco_asa", kFirewall, kModulus)};
  return lab;
}

}  // namespace lw::lab
