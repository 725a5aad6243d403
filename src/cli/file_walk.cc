#include "cli/file_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace lw::cli {
namespace {

namespace fs = std::filesystem;

class Walker {
 public:
  void name(const std::string& path) {
    std::error_code status;
    const auto kind = fs::status(path, status).type();
    if (kind == fs::file_type::not_found) {
      walk_.faults.push_back(
          {ErrorCode::kNotFound, fmt::format("cannot read {}: there is no such file", path), {}});
    } else if (kind == fs::file_type::directory) {
      enter(path);
    } else {
      // What can't be read is found out, and named, when it is read.
      take(path, Named::kDirectly);
    }
  }
  Walk finish() && { return std::move(walk_); }

 private:
  // Folders yet to be entered are kept in a list, not on the stack: a hostile tree may be deep.
  void enter(const fs::path& top) {
    std::vector<fs::path> waiting{top};
    while (!waiting.empty()) {
      const fs::path at = std::move(waiting.back());
      waiting.pop_back();
      std::error_code status;
      if (at != top && !fs::is_directory(fs::symlink_status(at, status))) {
        take(at, Named::kInFolder);
        continue;
      }
      auto inside = list(at);
      waiting.insert(waiting.end(), std::make_move_iterator(inside.rbegin()),
                     std::make_move_iterator(inside.rend()));
    }
  }

  std::vector<fs::path> list(const fs::path& folder) {
    std::vector<fs::path> paths;
    std::error_code status;
    for (fs::directory_iterator at(folder, status), end; !status && at != end;
         at.increment(status)) {
      std::error_code ignored;
      const bool hidden = at->path().filename().native().starts_with('.');
      const bool linked_folder = at->is_symlink(ignored) && at->is_directory(ignored);
      if (!hidden && !linked_folder) paths.push_back(at->path());
    }
    if (status) {
      walk_.faults.push_back(
          {ErrorCode::kPermissionDenied,
           fmt::format("cannot read folder {}: {}", folder.string(), status.message()),
           {}});
    }
    std::ranges::sort(paths);
    return paths;
  }

  void take(const fs::path& path, Named named) {
    std::error_code status;
    const auto real = fs::weakly_canonical(path, status);
    if (seen_.insert(status ? path : real).second) walk_.files.push_back({path.string(), named});
  }

  Walk walk_;
  std::set<fs::path> seen_;
};

}  // namespace

Walk walk(const std::vector<std::string>& paths) {
  Walker walker;
  for (const auto& path : paths) walker.name(path);
  return std::move(walker).finish();
}

}  // namespace lw::cli
