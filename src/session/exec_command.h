// What can be said of a command before it is sent, without asking the device. Pure.
#pragma once

#include <string_view>

#include "base/result.h"

namespace lw::session {

// kInvalidArgument for what can't be entered as one line: a body of several lines, control
// characters.
[[nodiscard]] Result<void> check_command(std::string_view command);

// Whether it only shows something (`show`, `more`, `dir`, no output into a file), so that asking
// twice does no harm.
[[nodiscard]] bool only_reads(std::string_view command);

}  // namespace lw::session
