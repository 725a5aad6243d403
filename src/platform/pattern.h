// Making RE2 patterns from text that users may have written. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/platform.h"

namespace re2 {
class RE2;
}

namespace lw::platform {

// kInvalidArgument with RE2's words when the pattern is wrong, or too large when compiled.
[[nodiscard]] Result<Pattern> make_pattern(const std::string& text);

[[nodiscard]] bool found_in(const Pattern& pattern, std::string_view text);

}  // namespace lw::platform
