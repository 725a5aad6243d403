// How the simulated devices read the answers to their questions. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"

namespace lw::lab {

// "yes", or the beginning of it.
[[nodiscard]] inline bool says_yes(std::string_view answer) {
  const std::string lower = to_lower(trim(answer));
  return !lower.empty() && std::string_view("yes").starts_with(lower);
}

[[nodiscard]] inline bool says_no(std::string_view answer) {
  const std::string lower = to_lower(trim(answer));
  return !lower.empty() && std::string_view("no").starts_with(lower);
}

// The key pressed at [confirm].
[[nodiscard]] inline bool confirms(char key) { return key == '\r' || key == 'y' || key == 'Y'; }

}  // namespace lw::lab
