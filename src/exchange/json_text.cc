#include "exchange/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "exchange/row.h"
#include "exchange/text_encoding.h"

namespace lw::exchange {
namespace {

constexpr std::ptrdiff_t kMaxValues = 8'000'000;

std::string scalar_text(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean() || value.is_number()) return value.dump();
  return {};
}

}  // namespace

Result<nlohmann::json> parse_json(std::string_view text) {
  LW_TRY(check_utf8(text));
  // Each value but the first stands behind one of these.
  const auto values = std::ranges::count_if(
      text, [](char c) { return c == ',' || c == '[' || c == '{' || c == ':'; });
  if (values > kMaxValues) return refuse(fmt::format("more than {} values", kMaxValues));
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    // Its own words quote the text, which may be a password.
    const std::string_view before = text.substr(0, std::min(error.byte, text.size()));
    return refuse(fmt::format("line {}: not valid JSON", std::ranges::count(before, '\n') + 1));
  } catch (const nlohmann::json::exception&) {
    return refuse("not valid JSON: a number in it is too large");
  }
}

std::string field_text(const nlohmann::json& value) {
  if (!value.is_structured()) return scalar_text(value);
  std::string text;
  const auto append = [&](const std::string& word) {
    if (!word.empty()) text += (text.empty() ? "" : ", ") + word;
  };
  if (value.is_array()) {
    for (const auto& one : value) append(scalar_text(one));
  } else {
    for (const auto& [key, one] : value.items()) append(key + "=" + scalar_text(one));
  }
  return text;
}

}  // namespace lw::exchange
