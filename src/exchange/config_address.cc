#include "exchange/config_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "base/text.h"

namespace lw::exchange {
namespace {

using configtext::Dialect;
using configtext::Document;
using Words = std::vector<std::string_view>;

struct Interface {
  std::string name;
  std::string nameif = {};  // firewalls
  std::string address = {};
  bool dynamic = false;
  bool down = false;
  bool management = false;
};

bool begins(const Words& words, std::initializer_list<std::string_view> with) {
  return words.size() >= with.size() && std::equal(with.begin(), with.end(), words.begin());
}

bool is_ipv4(std::string_view text) {
  return std::ranges::count(text, '.') == 3 &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_management_name(std::string_view name) {
  const std::string word = to_lower(name);
  return word.starts_with("management") || word.starts_with("mgmt") || word == "me1";
}

void take_line(const Words& words, Interface& interface) {
  if (begins(words, {"ip", "address"}) && words.size() > 2) {
    if (words[2] == "dhcp" || words[2] == "pppoe" || words[2] == "negotiated") {
      interface.dynamic = true;
    } else if (is_ipv4(words[2]) && words.back() != "secondary") {
      interface.address = words[2];
    }
  } else if (begins(words, {"nameif"}) && words.size() == 2) {
    interface.nameif = words[1];
    interface.management |= is_management_name(words[1]);
  } else if (begins(words, {"shutdown"})) {
    interface.down = true;
  } else if (begins(words, {"management-only"})) {
    interface.management = true;
  } else if (begins(words, {"vrf", "forwarding"}) || begins(words, {"ip", "vrf", "forwarding"})) {
    interface.management |= is_management_name(words.back());
  }
}

std::vector<Interface> sections(const Document& config) {
  std::vector<Interface> interfaces;
  for (const auto index : config.top_level("interface")) {
    const Words opener = split_words(config.lines()[index].text);
    if (opener.size() < 2 || opener[0] != "interface") continue;
    Interface interface{.name = std::string(opener[1])};
    if (opener.size() == 3 && opener.back() == "shutdown") interface.down = true;  // PIX 6
    interface.management = is_management_name(interface.name);
    for (const auto child : config.children(index)) {
      take_line(split_words(config.lines()[child].text), interface);
    }
    interfaces.push_back(std::move(interface));
  }
  return interfaces;
}

// PIX 6: `ip address inside 10.1.1.1 255.0.0.0`; a firewall in transparent mode has one address
// for all: `ip address 10.1.1.1 255.0.0.0`.
void add_firewall_lines(const Document& config, std::vector<Interface>& interfaces) {
  for (const auto index : config.top_level("ip")) {
    const Words words = split_words(config.lines()[index].text);
    if (!begins(words, {"ip", "address"}) || words.size() < 4) continue;
    const bool named = !is_ipv4(words[2]);
    Interface interface{.name = named ? std::string(words[2]) : std::string("the whole device")};
    if (named) interface.nameif = words[2];
    interface.management = !named;
    if (is_ipv4(words[named ? 3 : 2])) interface.address = words[named ? 3 : 2];
    interface.dynamic = words[3] == "dhcp" || words[3] == "pppoe";
    interfaces.push_back(std::move(interface));
  }
}

// Where `http NETWORK MASK IF` and `ssh NETWORK MASK IF` let managers in.
std::set<std::string, std::less<>> entrances(const Document& config) {
  std::set<std::string, std::less<>> names;
  for (const std::string_view service : {"http", "ssh"}) {
    for (const auto index : config.top_level(service)) {
      const Words words = split_words(config.lines()[index].text);
      if (words.size() == 4 && words[0] == service && is_ipv4(words[2])) names.emplace(words[3]);
    }
  }
  return names;
}

std::vector<Interface> catos_interfaces(const Document& config) {
  std::vector<Interface> interfaces;
  for (const auto index : config.top_level("set")) {
    const Words words = split_words(config.lines()[index].text);
    if (!begins(words, {"set", "interface"}) || words.size() < 4) continue;
    for (const std::string_view word : std::span(words).subspan(3)) {
      const std::string_view address = word.substr(0, word.find('/'));
      if (!is_ipv4(address) || address == "0.0.0.0") continue;
      interfaces.push_back({.name = std::string(words[2]),
                            .address = std::string(address),
                            .management = words[2] == "sc0"});
      break;
    }
  }
  return interfaces;
}

std::vector<Interface> sensor_interfaces(const Document& config) {
  for (const auto& line : config.lines()) {
    const Words words = split_words(line.text);
    if (!begins(words, {"host-ip"}) || words.size() != 2) continue;
    const std::string_view address = words[1].substr(0, words[1].find('/'));
    if (is_ipv4(address)) {
      return {{.name = "the sensor", .address = std::string(address), .management = true}};
    }
  }
  return {};
}

std::vector<Interface> interfaces_of(const Document& config) {
  switch (config.dialect()) {
    case Dialect::kCatos:
      return catos_interfaces(config);
    case Dialect::kIps:
      return sensor_interfaces(config);
    case Dialect::kIos:
      return sections(config);
    case Dialect::kAsa:
      break;
  }
  auto interfaces = sections(config);
  add_firewall_lines(config, interfaces);
  return interfaces;
}

// The only one that `wanted` takes; null when there is none, or more than one.
template <class Wanted>
const Interface* only(const std::vector<Interface>& interfaces, const Wanted& wanted) {
  const Interface* found = nullptr;
  for (const Interface& interface : interfaces) {
    if (interface.address.empty() || interface.down || !wanted(interface)) continue;
    if (found != nullptr && found->address != interface.address) return nullptr;
    found = &interface;
  }
  return found;
}

}  // namespace

ConfigAddress config_address(const Document& config, std::string_view interface) {
  const auto interfaces = interfaces_of(config);
  if (!interface.empty()) {
    const std::string name = to_lower(interface);
    const auto* chosen = only(interfaces, [&](const Interface& one) {
      return to_lower(one.name) == name || to_lower(one.nameif) == name;
    });
    if (chosen != nullptr) return {chosen->address, false, fmt::format("of {}", chosen->name)};
    return {{}, false, fmt::format("no interface {} has an address", printable(interface, 60))};
  }
  if (const auto* chosen = only(interfaces, [](const Interface& one) { return one.management; })) {
    return {chosen->address, false, fmt::format("of {}, which is for management", chosen->name)};
  }
  if (config.dialect() == Dialect::kAsa) {
    const auto entered = entrances(config);
    const auto* chosen =
        only(interfaces, [&](const Interface& one) { return entered.contains(one.nameif); });
    if (chosen != nullptr) {
      return {chosen->address, false,
              fmt::format("of {}, where managers are let in", chosen->nameif)};
    }
  }
  if (const auto* chosen = only(interfaces, [](const Interface&) { return true; })) {
    return {chosen->address, false, fmt::format("of {}, the only one that has one", chosen->name)};
  }
  const auto addressed = std::ranges::count_if(
      interfaces, [](const Interface& one) { return !one.address.empty() && !one.down; });
  if (addressed > 0) {
    return {{},
            false,
            fmt::format("{} interfaces have addresses and none is said to be for "
                        "management; --address-from INTERFACE chooses",
                        addressed)};
  }
  const bool dynamic = std::ranges::any_of(
      interfaces, [](const Interface& one) { return one.dynamic && !one.down; });
  return {{}, dynamic, dynamic ? "it gets its address by itself" : "the text has no address"};
}

}  // namespace lw::exchange
