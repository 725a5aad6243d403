// YAML of unknown origin, as large as inventories are, and its values as the text of fields. Pure;
// any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/yaml_node.h"

namespace lw::exchange {

[[nodiscard]] Result<platform::YamlNode> read_yaml_text(std::string_view text);

// A scalar as text, a list as "a, b", a map as "x=1, y=2"; empty for null and for what holds more.
[[nodiscard]] std::string field_text(const platform::YamlNode& value);

}  // namespace lw::exchange
