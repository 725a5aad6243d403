// Values in a lab file, and what is said of those that are wrong. Pure. `origin` is the file's
// name, for errors with their line.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace YAML {
class Node;
}

namespace lw::lab {

[[nodiscard]] Error wrong(std::string_view origin, const YAML::Node& node, std::string_view what);

[[nodiscard]] Result<std::string> scalar(std::string_view origin, const YAML::Node& node,
                                         std::string_view key);
[[nodiscard]] Result<long> number(std::string_view origin, const YAML::Node& node,
                                  std::string_view key, long most, long least = 0);
[[nodiscard]] Result<void> check_list(std::string_view origin, const YAML::Node& node,
                                      std::string_view key);

// Letters, digits, dashes, underlines and dots, and no file that is hidden.
[[nodiscard]] bool good_name(std::string_view name);

}  // namespace lw::lab
