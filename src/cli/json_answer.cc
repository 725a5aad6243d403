#include "cli/json_answer.h"

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lw::cli {

nlohmann::ordered_json json_text(std::string_view text) { return to_utf8(text); }

nlohmann::ordered_json json_text_or_null(std::string_view text) {
  return text.empty() ? nlohmann::ordered_json() : json_text(text);
}

nlohmann::ordered_json json_error(const Error& error) {
  return {{"code", name(error.code)},
          {"diagnosis", json_text_or_null(name(error.diagnosis))},
          {"message", json_text(error.message)},
          {"hint", json_text_or_null(error.hint)},
          {"jump_host", json_text_or_null(error.hop)}};
}

std::string to_string(const nlohmann::ordered_json& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace lw::cli
