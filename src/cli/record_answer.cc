#include "cli/record_answer.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/json_answer.h"
#include "cli/table.h"

namespace lw::cli {

std::string cell_of(const nlohmann::ordered_json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  return value.dump();
}

void print_record(Output& output, const nlohmann::ordered_json& record) {
  if (output.json()) {
    output.line(to_string(record));
    return;
  }
  Table table({"field", "value"});
  for (const auto& [key, value] : record.items()) {
    if (!value.is_null() && !value.is_object()) table.add({key, cell_of(value)});
  }
  for (const auto& line : table.lines(output.width())) output.line(line);
}

void print_removed(Output& output, const std::string& name) {
  if (output.json()) {
    output.line(to_string(nlohmann::ordered_json{{"removed", json_text(name)}}));
  } else {
    output.line(fmt::format("{} and its credentials are gone from the inventory", name));
  }
}

}  // namespace lw::cli
