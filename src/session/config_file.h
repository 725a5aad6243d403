// The transport `file`: configuration written into a folder instead of being entered, for somebody
// to carry to the device (guide's "deploy to file"). There is nobody to log in to and nothing to
// run, so it is no Session. Blocking; any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/platform.h"

namespace lw::session {

enum class ConfigFileKind { kDelta, kFull };

// "r1_delta.cfg", "r1_full.cfg" (verified). kInvalidArgument for a device name that is no file
// name.
[[nodiscard]] Result<std::string> config_file_name(std::string_view device, ConfigFileKind kind);

// One line each, ended by LF. kInvalidArgument, with the number of the line and the reason, for a
// command that holds a dialogue, since nobody would answer, and for what is not one line.
[[nodiscard]] Result<std::string> config_file_text(const platform::Platform& platform,
                                                   const std::vector<std::string>& lines);

// Checks, then replaces the file in one step and says where it is; readable by its owner only, for
// configuration holds secrets. `folder` must be there.
[[nodiscard]] Result<std::filesystem::path> write_config_file(const std::filesystem::path& folder,
                                                              std::string_view device,
                                                              ConfigFileKind kind,
                                                              const std::vector<std::string>& lines,
                                                              const platform::Platform& platform);

}  // namespace lw::session
