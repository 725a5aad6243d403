// One record of the inventory as an answer: JSON as one document, or its fields as a table. For
// devices and servers alike.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "cli/output.h"

namespace lw::cli {

// A value as a table's cell: "yes" and "no", text without quotes, nothing for null.
[[nodiscard]] std::string cell_of(const nlohmann::ordered_json& value);

// Fields that are null or have fields of their own are left out of the table.
void print_record(Output& output, const nlohmann::ordered_json& record);

void print_removed(Output& output, const std::string& name);

}  // namespace lw::cli
