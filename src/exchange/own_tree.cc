// Our own files as trees, YAML and JSON: `devices`, a list of maps of properties.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "exchange/json_text.h"
#include "exchange/reading.h"
#include "exchange/table.h"
#include "exchange/yaml_text.h"

namespace lw::exchange {
namespace {

constexpr std::string_view kFormHint =
    "linewarden device export shows the form: devices, a list of maps of properties";
constexpr std::string_view kViewOnly = "transport_is_default";

Error no_map() { return {ErrorCode::kInvalidArgument, "expected a map of properties", {}}; }

// What `device list` answers shows defaults as if they were set.
Error a_view() {
  return {ErrorCode::kInvalidArgument,
          "this is an answer of device list or show, which tells defaults as well",
          "for a file to import: linewarden device export --format json"};
}

}  // namespace

Result<Reading> read_own_yaml(std::string_view text) {
  LW_ASSIGN(const auto root, read_yaml_text(text));
  const platform::YamlNode* devices =
      root.kind == platform::YamlNode::Kind::kList ? &root : root.find("devices");
  if (devices == nullptr || (devices->kind != platform::YamlNode::Kind::kList && !devices->null)) {
    return refuse("there is no list of devices in the file", std::string(kFormHint));
  }
  Table table;
  Table::Record record;
  for (const auto& device : devices->list) {
    if (device.kind != platform::YamlNode::Kind::kMap) {
      table.fault(device.line, no_map());
      continue;
    }
    record.clear();
    for (const auto& [key, line, value] : device.map) record.emplace_back(key, field_text(value));
    table.add(device.line, record, Dictionary::kOwn);
  }
  return std::move(table).finish();
}

Result<Reading> read_own_json(std::string_view text) {
  LW_ASSIGN(const auto root, parse_json(text));
  const auto named = root.is_object() ? root.find("devices") : root.end();
  const nlohmann::json* devices = root.is_array() ? &root : named == root.end() ? nullptr : &*named;
  if (devices == nullptr || !devices->is_array()) {
    return refuse("there is no list of devices in the file", std::string(kFormHint));
  }
  Table table;
  Table::Record record;
  std::size_t number = 0;
  for (const auto& device : *devices) {
    ++number;
    if (!device.is_object()) {
      table.fault(number, no_map());
      continue;
    }
    if (device.contains(kViewOnly)) return std::unexpected(a_view());
    record.clear();
    for (const auto& [key, value] : device.items()) record.emplace_back(key, field_text(value));
    table.add(number, record, Dictionary::kOwn);
  }
  return std::move(table).finish();
}

}  // namespace lw::exchange
