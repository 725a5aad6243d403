// The firewall's configuration as it shows it: in its own order, whatever the order of entry.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "lab/asa_config.h"
#include "lab/password_hash.h"
#include "lab/pix_rules.h"

namespace lw::lab {
namespace {

constexpr std::string_view kOrder[] = {
    "firewall",
    "hostname",
    "domain-name",
    "enable password",
    "passwd",
    "names",
    "no names",
    "interface",
    "boot",
    "ftp",
    "clock",
    "dns",
    "object",
    "object-group",
    "access-list",
    "pager",
    "logging",
    "mtu",
    "failover",
    "icmp",
    "asdm",
    "nat",
    "access-group",
    "route",
    "timeout",
    "aaa-server",
    "user-identity",
    "aaa",
    "http",
    "snmp-server",
    "crypto",
    "auto-update",
    "telnet",
    "ssh",
    "console",
    "dhcpd",
    "threat-detection",
    "ntp",
    "webvpn",
    "group-policy",
    "username",
    "tunnel-group",
    "",
    "class-map",
    "policy-map",
    "service-policy",
    "prompt",
    "call-home",
    "no call-home",
    "class",
    "admin-context",
    "context",
};

std::size_t rank(std::span<const std::string_view> order, std::string_view line) {
  std::size_t best = 0;
  std::size_t length = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i].empty() && length == 0) best = i;
    if (order[i].size() > length && begins_with_words(line, order[i])) {
      best = i;
      length = order[i].size();
    }
  }
  return best;
}

}  // namespace

std::string AsaConfig::body() const {
  const bool flat = !release_.has(AsaFeature::kModes);
  std::vector<std::pair<std::size_t, const ConfigSection*>> sections;
  for (const ConfigSection& section : store_.sections()) {
    sections.emplace_back(rank(flat ? pix6_order() : kOrder, section.text), &section);
  }
  std::ranges::sort(sections);
  std::string text = flat ? fmt::format("PIX Version {}\n", release_.version)
                          : fmt::format("{} Version {}{} \n!\n", release_.is_pix() ? "PIX" : "ASA",
                                        release_.version, mark());
  bool banners = false;
  for (const auto& [now, section] : sections) {
    if (!flat && (section->text.starts_with("interface ") ||
                  (!banners && section->text.starts_with("banner")))) {
      text += "!\n";
      banners |= section->text.starts_with("banner");
    }
    text += section->text + "\n";
    for (const std::string& line : section->lines) text += " " + line + "\n";
  }
  return text;
}

std::string AsaConfig::render_part(std::string_view words) const {
  std::string text;
  for (const ConfigSection& section : store_.sections()) {
    if (!begins_with_words(section.text, words)) continue;
    text += section.text + "\n";
    for (const std::string& line : section.lines) text += " " + line + "\n";
  }
  return text;
}

std::string AsaConfig::render() const {
  const std::string text = body();
  return fmt::format("{}Cryptochecksum:{}\n: end\n", text, [&] {
    std::string sum = cryptochecksum(text);
    std::erase(sum, ' ');
    return sum;
  }());
}

}  // namespace lw::lab
