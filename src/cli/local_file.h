// Files of the user's own machine, as arguments of commands. Blocking.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::cli {

// The whole file; standard input when `path` is "-". kInvalidArgument when it is over `limit`
// bytes.
[[nodiscard]] Result<std::string> read_input(const std::string& path, std::size_t limit);

enum class Overwrite { kNo, kYes };

// kAlreadyExists, with --force as the way out, when there is such a file and it shall stay.
[[nodiscard]] Result<void> check_new_file(const std::filesystem::path& path, Overwrite overwrite);
// Checks that, then writes it for its owner alone.
[[nodiscard]] Result<void> write_new_file(const std::filesystem::path& path, std::string_view bytes,
                                          Overwrite overwrite);

}  // namespace lw::cli
