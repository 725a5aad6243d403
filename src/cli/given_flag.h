// A flag that may be left out: CLI11 sets an optional bool to false where it is absent, and a
// setting that nobody named would be changed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace lw::cli {

// For add_flag_function("--this,!--that", …); `flag` outlives the parsing.
[[nodiscard]] inline std::function<void(std::int64_t)> given(std::optional<bool>& flag) {
  return [&flag](std::int64_t times) { flag = times > 0; };
}

}  // namespace lw::cli
