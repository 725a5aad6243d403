#include "lab/lab_file_values.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "base/text.h"

namespace lw::lab {

Error wrong(std::string_view origin, const YAML::Node& node, std::string_view what) {
  return {ErrorCode::kInvalidArgument,
          fmt::format("{}: line {}: {}", origin, node.Mark().line + 1, what), ""};
}

Result<std::string> scalar(std::string_view origin, const YAML::Node& node, std::string_view key) {
  if (!node.IsScalar()) {
    return std::unexpected(wrong(origin, node, fmt::format("\"{}\" must be one value", key)));
  }
  return node.Scalar();
}

Result<long> number(std::string_view origin, const YAML::Node& node, std::string_view key,
                    long most, long least) {
  LW_ASSIGN(const std::string text, scalar(origin, node, key));
  const auto value = parse_decimal(text);
  if (!value || *value < least || *value > most) {
    return std::unexpected(wrong(
        origin, node, fmt::format("\"{}\" must be a number from {} to {}", key, least, most)));
  }
  return *value;
}

Result<void> check_list(std::string_view origin, const YAML::Node& node, std::string_view key) {
  if (node.IsSequence()) return {};
  return std::unexpected(wrong(origin, node, fmt::format("\"{}\" must be a list", key)));
}

bool good_name(std::string_view name) {
  constexpr std::size_t kLongestName = 63;
  return !name.empty() && name.size() <= kLongestName &&
         name.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyz"
             "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == std::string::npos &&
         name.front() != '.';
}

}  // namespace lw::lab
