// The files that the paths of a command line stand for, in an order that is the same everywhere.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace lw::cli {

enum class Named { kDirectly, kInFolder };

struct FoundFile {
  std::string path;
  Named named = Named::kDirectly;
};

struct Walk {
  std::vector<FoundFile> files;  // each file once, where it was met first
  std::vector<Error> faults;     // folders that could not be read, paths that do not exist
};

// Folders are entered to any depth, sorted by name. Links to files are followed; links to folders
// only when named directly, so that no loop can come up. Files and folders whose name begins with a
// dot are left out unless named directly.
[[nodiscard]] Walk walk(const std::vector<std::string>& paths);

}  // namespace lw::cli
