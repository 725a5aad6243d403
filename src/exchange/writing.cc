#include "exchange/writing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/text.h"
#include "exchange/csv.h"
#include "exchange/properties.h"

namespace lw::exchange {
namespace {

using Json = nlohmann::ordered_json;

// A YAML scalar that is read back as the text that it is: bare where no reader could see anything
// else in it.
std::string yaml_scalar(std::string_view text) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"true", "false", "yes", "no", "on", "off", "null", "y", "n"});
  const bool bare =
      !text.empty() && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z')) &&
      std::ranges::all_of(text,
                          [](char c) {
                            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                   (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
                          }) &&
      std::ranges::find(kWords, to_lower(text)) == kWords.end();
  return bare ? std::string(text) : Json(to_utf8(text)).dump();
}

std::string yaml_value(const Property& property, const std::string& text,
                       const store::Device& device) {
  switch (property.kind) {
    case Property::Kind::kText:
      return yaml_scalar(text);
    case Property::Kind::kNumber:
    case Property::Kind::kFlag:
      return text;
    case Property::Kind::kList: {
      std::string list;
      for (const std::string_view word : list_words(text)) {
        list += (list.empty() ? "" : ", ") + yaml_scalar(word);
      }
      return "[" + list + "]";
    }
    case Property::Kind::kPorts: {
      std::string map;
      for (const auto& [transport, port] : device.ports) {
        map += fmt::format("{}{}: {}", map.empty() ? "" : ", ", yaml_scalar(transport), port);
      }
      return "{" + map + "}";
    }
  }
  return {};
}

Json json_value(const Property& property, const std::string& text, const store::Device& device) {
  switch (property.kind) {
    case Property::Kind::kText:
      return to_utf8(text);
    case Property::Kind::kNumber:
      return parse_decimal(text).value_or(0);
    case Property::Kind::kFlag:
      return text == "true";
    case Property::Kind::kList: {
      Json list = Json::array();
      for (const std::string_view word : list_words(text)) list.push_back(to_utf8(word));
      return list;
    }
    case Property::Kind::kPorts:
      return device.ports;
  }
  return {};
}

// Which collection speaks to a platform; those that none does are left without.
std::string_view network_os(std::string_view platform) {
  constexpr auto kSystems = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"cisco_ios", "cisco.ios.ios"},
      {"cisco_xe", "cisco.ios.ios"},
      {"cisco_asa", "cisco.asa.asa"},
      {"frr", "frr.frr.frr"},
  });
  const auto found =
      std::ranges::find(kSystems, platform, &std::pair<std::string_view, std::string_view>::first);
  return found == kSystems.end() ? std::string_view() : found->second;
}

}  // namespace

std::string write_csv(std::span<const Exported> devices) {
  std::vector<const Property*> columns;
  for (const Property& property : properties()) {
    const bool always = property.name == "platform" || property.name == "address";
    if (always || std::ranges::any_of(devices, [&](const Exported& one) {
          return !property.text(one.device).empty();
        })) {
      columns.push_back(&property);
    }
  }
  const bool users =
      std::ranges::any_of(devices, [](const Exported& one) { return !one.username.empty(); });
  std::string text = "name";
  for (const Property* column : columns) text += fmt::format(",{}", column->name);
  text += users ? ",username\n" : "\n";
  for (const auto& [device, username] : devices) {
    text += device.name;
    for (const Property* column : columns) {
      text += ',';
      append_csv_field(text, column->text(device));
    }
    if (users) {
      text += ',';
      append_csv_field(text, username);
    }
    text += '\n';
  }
  return text;
}

std::string write_yaml(std::span<const Exported> devices) {
  std::string text = devices.empty() ? "devices: []\n" : "devices:\n";
  for (const auto& [device, username] : devices) {
    text += fmt::format("  - name: {}\n", yaml_scalar(device.name));
    for (const Property& property : properties()) {
      const std::string value = property.text(device);
      if (value.empty()) continue;
      text += fmt::format("    {}: {}\n", property.name, yaml_value(property, value, device));
    }
    if (!username.empty()) text += fmt::format("    username: {}\n", yaml_scalar(username));
  }
  return text;
}

std::string write_json(std::span<const Exported> devices) {
  Json list = Json::array();
  for (const auto& [device, username] : devices) {
    Json& one = list.emplace_back(Json::object());
    one["name"] = device.name;
    for (const Property& property : properties()) {
      const std::string value = property.text(device);
      if (!value.empty()) one[std::string(property.name)] = json_value(property, value, device);
    }
    if (!username.empty()) one["username"] = to_utf8(username);
  }
  Json document;
  document["devices"] = std::move(list);
  return document.dump(2) + "\n";
}

std::string write_ansible(std::span<const Exported> devices) {
  std::string text = devices.empty() ? "all:\n  hosts: {}\n" : "all:\n  hosts:\n";
  std::map<std::string, std::vector<std::string>> groups;
  for (const auto& [device, username] : devices) {
    text += fmt::format("    {}:\n", yaml_scalar(device.name));
    const auto add = [&](std::string_view variable, std::string_view value) {
      if (!value.empty()) text += fmt::format("      {}: {}\n", variable, value);
    };
    add("ansible_host", yaml_scalar(device.address.empty() ? device.name : device.address));
    if (const auto system = network_os(device.platform); !system.empty()) {
      add("ansible_network_os", system);
      add("ansible_connection", "ansible.netcommon.network_cli");
    }
    if (const auto port = device.ports.find("ssh"); port != device.ports.end()) {
      add("ansible_port", std::to_string(port->second));
    }
    if (!username.empty()) add("ansible_user", yaml_scalar(username));
    for (const std::string& group : device.groups) groups[group].push_back(device.name);
  }
  if (!groups.empty()) text += "  children:\n";
  for (const auto& [group, members] : groups) {
    text += fmt::format("    {}:\n      hosts:\n", yaml_scalar(group));
    for (const std::string& name : members)
      text += fmt::format("        {}: {{}}\n", yaml_scalar(name));
  }
  return text;
}

}  // namespace lw::exchange
