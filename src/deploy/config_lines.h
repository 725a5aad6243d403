// The text of a file, as people's editors write it, as configuration lines. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lw::deploy {

inline constexpr std::size_t kMostConfigBytes = std::size_t{16} << 20;

// Lines end with LF or CR LF, the last one may end with nothing; a byte order mark of UTF-8 is
// dropped, and bytes stay as they are, so that Latin-1 passes, too. kInvalidArgument: UTF-16, or
// nothing but blanks.
[[nodiscard]] Result<std::vector<std::string>> config_lines(std::string_view text);

}  // namespace lw::deploy
