// The router's configuration as it shows it: in its own order, whatever the order of entry.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "lab/ios_config.h"

namespace lw::lab {
namespace {

// The order of a 15.x running-config; where "cns" stands, and its lines among themselves, is
// inferred. A line goes with the longest entry that it begins with;
// what no entry names stands before the interfaces.
constexpr std::string_view kOrder[] = {
    "service",
    "no service",
    "hostname",
    "boot",
    "card",
    "security",
    "logging buffered",
    "no logging console",
    "logging console",
    "no logging monitor",
    "enable secret",
    "enable password",
    "aaa new-model",
    "aaa group",
    "aaa authentication",
    "aaa authorization",
    "aaa accounting",
    "aaa session-id",
    "aaa",
    "clock",
    "memory-size",
    "ip",
    "no ip",
    "ip vrf",
    "vrf definition",
    "ip dhcp excluded-address",
    "ip dhcp pool",
    "ip domain name",
    "no ip domain lookup",
    "ip domain",
    "ip name-server",
    "ip inspect",
    "login",
    "ipv6",
    "multilink",
    "cns trusted-server",
    "cns",
    "cns id",
    "cns config",
    "cns event",
    "cns exec",
    "cns password",
    "crypto pki token",
    "crypto pki trustpoint",
    "crypto pki certificate",
    "license",
    "archive",
    "username",
    "redundancy",
    "firewall",
    "vlan",
    "ip tcp",
    "ip ftp",
    "ip tftp",
    "ip ssh",
    "class-map",
    "policy-map",
    "crypto isakmp",
    "crypto ipsec",
    "crypto map",
    "",
    "interface",
    "router",
    "ip default-gateway",
    "ip forward-protocol",
    "ip http",
    "no ip http",
    "ip nat",
    "ip route",
    "ip access-list",
    "kron occurrence",
    "kron policy-list",
    "ip sla",
    "logging",
    "access-list",
    "route-map",
    "snmp-server",
    "tacacs-server",
    "tacacs server",
    "radius-server",
    "radius server",
    "control-plane",
    "banner",
    "alias",
    "privilege",
    "line",
    "scheduler",
    "ntp",
    "event manager",
};

std::size_t rank(std::string_view line) {
  std::size_t best = 0;
  std::size_t length = 0;
  for (std::size_t i = 0; i < std::size(kOrder); ++i) {
    const bool longer = !kOrder[i].empty() && kOrder[i].size() > length;
    if (kOrder[i].empty() && length == 0) best = i;
    if (longer && begins_with_words(line, kOrder[i])) {
      best = i;
      length = kOrder[i].size();
    }
  }
  return best;
}

std::size_t position(std::string_view entry) {
  return static_cast<std::size_t>(std::ranges::find(kOrder, entry) - std::begin(kOrder));
}

void render_section(std::string& text, const ConfigSection& section) {
  text += section.text + "\n";
  for (const std::string& line : section.lines) text += " " + line + "\n";
}

void render_vty(std::string& text, const std::vector<std::vector<std::string>>& vty) {
  for (std::size_t first = 0; first < vty.size();) {
    std::size_t last = first;
    // The router never joins the first five lines with the others.
    while (last + 1 < vty.size() && last != 4 && vty[last + 1] == vty[first]) ++last;
    text += first == last ? fmt::format("line vty {}\n", first)
                          : fmt::format("line vty {} {}\n", first, last);
    for (const std::string& line : vty[first]) text += " " + line + "\n";
    first = last + 1;
  }
}

struct InterfaceState {
  std::string address;  // empty: none
  bool down = false;
};

InterfaceState interface_state(const ConfigSection& section) {
  InterfaceState state;
  for (const std::string& line : section.lines) {
    const std::vector<std::string_view> words = split_words(line);
    if (line.starts_with("ip address ") && words.size() == 4) state.address = words[2];
    state.down |= line == "shutdown";
  }
  return state;
}

}  // namespace

std::string IosConfig::interface_summary() const {
  std::string table =
      "Interface                  IP-Address      OK? Method Status                Protocol\n";
  for (const ConfigSection& section : store_.sections()) {
    if (!section.text.starts_with("interface ")) continue;
    const InterfaceState state = interface_state(section);
    table += fmt::format("{:<27}{:<16}YES {:<7}{:<22}{}\n", section.text.substr(10),
                         state.address.empty() ? "unassigned" : state.address,
                         state.address.empty() ? "unset" : "NVRAM",
                         state.down ? "administratively down" : "up", state.down ? "down" : "up");
  }
  return table;
}

bool IosConfig::has_address() const {
  return std::ranges::any_of(store_.sections(), [](const ConfigSection& section) {
    const InterfaceState state = interface_state(section);
    return section.text.starts_with("interface ") && !state.down && !state.address.empty();
  });
}

void IosConfig::render_lines(std::string& text) const {
  text += "line con 0\n";
  for (const std::string& line : console_) text += " " + line + "\n";
  text += "line aux 0\n";
  for (const std::string& line : aux_) text += " " + line + "\n";
  render_vty(text, vty_);
}

std::string IosConfig::render() const {
  // Within one rank in order of entry, which is the order of the addresses.
  std::vector<std::pair<std::size_t, const ConfigSection*>> sections;
  for (const ConfigSection& section : store_.sections()) {
    sections.emplace_back(rank(section.text), &section);
  }
  std::ranges::sort(sections);

  std::string text = fmt::format("version {}\n", release_.config_version);
  if (!store_.has("service timestamps debug") && !store_.has("no service timestamps debug")) {
    text += "service timestamps debug datetime msec\n";
  }
  if (!store_.has("service timestamps log") && !store_.has("no service timestamps log")) {
    text += "service timestamps log datetime msec\n";
  }
  const bool encrypts = store_.has("service password-encryption");
  const bool refuses = store_.has("no service password-encryption");
  if (!encrypts && !refuses) text += "no service password-encryption\n";

  bool boot_markers = false;
  bool banners = false;
  bool lines = false;
  std::size_t previous = 0;
  const auto before = [&](std::size_t now) {
    if (!boot_markers && now > position("boot")) {
      boot_markers = true;
      text += "!\nboot-start-marker\nboot-end-marker\n!\n";
    }
    if (!banners && now > position("banner")) {
      banners = true;
      for (const Banner& banner : banners_) {
        text += fmt::format("!\nbanner {} ^C{}^C\n", banner.kind, banner.text);
      }
    }
    if (!lines && now > position("line")) {
      lines = true;
      text += "!\n";
      render_lines(text);
    }
  };
  bool section_open = false;
  for (const auto& [now, section] : sections) {
    before(now);
    if (now != previous || section_open || section->opens) text += "!\n";
    render_section(text, *section);
    section_open = section->opens;
    previous = now;
  }
  before(std::size(kOrder));
  text += "!\nend\n";
  return text;
}

}  // namespace lw::lab
