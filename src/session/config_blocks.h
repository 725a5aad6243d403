// Configuration lines cut into what a web interface must take in one request, because what one
// line opens does not outlive the request: a line outside all sections, and what is in the section
// that it opens. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/platform.h"
#include "session/session.h"

namespace lw::session {

// A range of the lines given.
struct LineRange {
  std::size_t first = 0;
  std::size_t count = 0;
  [[nodiscard]] std::size_t end() const { return first + count; }
};

struct ConfigBlock {
  LineRange lines;
  // One command each, with the text that follows it where it has one (a banner, a certificate up
  // to `quit`): nothing may come in between.
  std::vector<LineRange> units;
};

// A line that begins with a blank belongs to the one before it, and `exit` closes a section that
// is open. kInvalidArgument: a text that has no end, with the number of the line that begins it.
[[nodiscard]] Result<std::vector<ConfigBlock>> config_blocks(
    const platform::Platform& platform, std::span<const std::string_view> lines);

// The commands of lines to enter, for config_blocks(); they point into `lines`.
[[nodiscard]] std::vector<std::string_view> commands_of(const std::vector<ConfigureLine>& lines);

}  // namespace lw::session
