// Times as people write and read them, in UTC. Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::cli {

// "2026-11-30T12:00:00Z"
[[nodiscard]] std::string time_text(std::chrono::sys_seconds time);
// That, or less of it: "2026-11-30", "2026-11-30 12:00", with or without seconds and "Z".
[[nodiscard]] Result<std::chrono::sys_seconds> parse_time(std::string_view text);

}  // namespace lw::cli
