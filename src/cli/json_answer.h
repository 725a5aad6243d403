// JSON for standard output, through nlohmann-json; only for .cc files of this room.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/error.h"

namespace lw::cli {

// Text of unknown origin as JSON text: what is not UTF-8 becomes U+FFFD.
[[nodiscard]] nlohmann::ordered_json json_text(std::string_view text);
// The same, with null for empty text.
[[nodiscard]] nlohmann::ordered_json json_text_or_null(std::string_view text);
// {code, diagnosis, message, hint, jump_host}.
[[nodiscard]] nlohmann::ordered_json json_error(const Error& error);
// The document as it is printed.
[[nodiscard]] std::string to_string(const nlohmann::ordered_json& document);

}  // namespace lw::cli
