// JSON of unknown origin, bounded, and its values as the text of fields. For .cc files of this room
// alone. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::exchange {

// kInvalidArgument with the line where it is no JSON, and for more values than any inventory has.
[[nodiscard]] Result<nlohmann::json> parse_json(std::string_view text);

// A scalar as text, a list as "a, b", a map as "x=1, y=2"; empty for null and for what holds more.
[[nodiscard]] std::string field_text(const nlohmann::json& value);

}  // namespace lw::exchange
