// The answer of NetBox's REST interface for devices (verified: names of fields; tags were plain
// words before 2.9 [inferred]).
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "exchange/device_words.h"
#include "exchange/json_text.h"
#include "exchange/reading.h"
#include "exchange/table.h"

namespace lw::exchange {
namespace {

using Json = nlohmann::json;

// A nested object's text: {"name": "Berlin", "slug": "berlin"}, or the word alone.
std::string text_of(const Json& value, std::string_view key) {
  if (!value.is_object()) return field_text(value);
  const auto found = value.find(key);
  return found == value.end() ? std::string() : field_text(*found);
}

const Json& member(const Json& object, std::string_view key) {
  static const Json nothing;
  const auto found = object.find(key);
  return found == object.end() ? nothing : *found;
}

std::string platform_text(const Json& platform) {
  std::string name = text_of(platform, "name");
  if (platform_meant(name)) return name;
  std::string slug = text_of(platform, "slug");
  return platform_meant(slug) ? slug : name;
}

Table::Record record_of(const Json& device) {
  Table::Record record;
  record.emplace_back("name", text_of(member(device, "name"), "name"));
  for (const std::string_view key : {"primary_ip", "primary_ip4", "primary_ip6"}) {
    record.emplace_back(key, text_of(member(device, key), "address"));
  }
  record.emplace_back("platform", platform_text(member(device, "platform")));
  record.emplace_back("site", text_of(member(device, "site"), "name"));
  std::string tags;
  if (const Json& list = member(device, "tags"); list.is_array()) {
    for (const Json& tag : list) tags += text_of(tag, "name") + ",";
  }
  record.emplace_back("tags", std::move(tags));
  record.emplace_back("serial", text_of(member(device, "serial"), "serial"));
  record.emplace_back("comments", text_of(member(device, "comments"), "comments"));
  return record;
}

}  // namespace

Result<Reading> read_netbox_json(std::string_view text) {
  LW_ASSIGN(const auto root, parse_json(text));
  const Json& devices = root.is_array() ? root : root.is_object() ? member(root, "results") : root;
  if (!devices.is_array()) {
    return refuse("there is no list of results in the file",
                  "expected the answer of NetBox's /api/dcim/devices/");
  }
  Table table;
  std::size_t number = 0;
  for (const Json& device : devices) {
    ++number;
    if (device.is_object()) {
      table.add(number, record_of(device), Dictionary::kNetbox);
    } else {
      table.fault(number, {ErrorCode::kInvalidArgument, "expected a device's fields", {}});
    }
  }
  Reading reading = std::move(table).finish();
  if (root.is_object() && member(root, "next").is_string()) {
    reading.remarks.push_back(fmt::format(
        "NetBox has more devices than these {}: ask for all with ?limit=0", devices.size()));
  }
  return reading;
}

}  // namespace lw::exchange
