// The same configuration lines for several devices, one file each in a folder. Checked whole before
// anything is written: a line that one of them can't take leaves the folder as it was. Blocking;
// any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "platform/platform.h"
#include "session/config_file.h"

namespace lw::deploy {

struct FileTarget {
  std::string device;
  std::shared_ptr<const platform::Platform> platform;
};

// What becomes of one device.
struct FileOutcome {
  std::string device;
  std::filesystem::path file;  // empty: not even its name is right
  std::string text;            // what is in it, or would be; it may hold secrets
  bool replaces = false;       // a file of that name and of other content stood there
  bool written = false;
  std::optional<Error> error;  // names the device, and the line where one is to blame
};

// Checks and names; writes nothing. Outcomes are in the order of the targets.
[[nodiscard]] std::vector<FileOutcome> check_files(const std::vector<FileTarget>& targets,
                                                   const std::vector<std::string>& lines,
                                                   session::ConfigFileKind kind,
                                                   const std::filesystem::path& folder);

// The same, and writes when all targets passed.
[[nodiscard]] std::vector<FileOutcome> deploy_to_files(const std::vector<FileTarget>& targets,
                                                       const std::vector<std::string>& lines,
                                                       session::ConfigFileKind kind,
                                                       const std::filesystem::path& folder);

}  // namespace lw::deploy
