#include "cli/file_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <unordered_set>
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
  enum class Kind { kFolder, kFile, kLink };

  // A path as the user wrote it, and without links: no linked folder is entered, so below the top
  // both grow alike.
  struct Entry {
    fs::path shown;
    fs::path real;
    Kind kind = Kind::kFolder;
  };

  // Folders yet to be entered are kept in a list, not on the stack: a hostile tree may be deep.
  void enter(const fs::path& top) {
    std::error_code status;
    fs::path real = fs::canonical(top, status);
    std::vector<Entry> waiting{{top, status ? top : std::move(real), Kind::kFolder}};
    while (!waiting.empty()) {
      const Entry at = std::move(waiting.back());
      waiting.pop_back();
      if (at.kind == Kind::kFile) {
        take(at.shown, at.real, Named::kInFolder);
      } else if (at.kind == Kind::kLink) {
        take(at.shown, Named::kInFolder);
      } else {
        auto inside = list(at);
        waiting.insert(waiting.end(), std::make_move_iterator(inside.rbegin()),
                       std::make_move_iterator(inside.rend()));
      }
    }
  }

  std::vector<Entry> list(const Entry& folder) {
    std::vector<Entry> entries;
    std::error_code status;
    for (fs::directory_iterator at(folder.shown, status), end; !status && at != end;
         at.increment(status)) {
      std::error_code ignored;
      const fs::path name = at->path().filename();
      const bool link = at->is_symlink(ignored);
      const bool is_folder = at->is_directory(ignored);
      if (name.native().starts_with('.') || (link && is_folder)) continue;
      entries.push_back({at->path(), folder.real / name,
                         link        ? Kind::kLink
                         : is_folder ? Kind::kFolder
                                     : Kind::kFile});
    }
    if (status) {
      walk_.faults.push_back(
          {ErrorCode::kPermissionDenied,
           fmt::format("cannot read folder {}: {}", folder.shown.string(), status.message()),
           {}});
    }
    std::ranges::sort(
        entries, {}, [](const Entry& entry) -> const std::string& { return entry.shown.native(); });
    return entries;
  }

  void take(const fs::path& path, Named named) {
    std::error_code status;
    const auto real = fs::weakly_canonical(path, status);
    take(path, status ? path : real, named);
  }

  // A file that is reached in two ways is audited once.
  void take(const fs::path& shown, const fs::path& real, Named named) {
    if (seen_.insert(real.native()).second) walk_.files.push_back({shown.string(), named});
  }

  Walk walk_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

Walk walk(const std::vector<std::string>& paths) {
  Walker walker;
  for (const auto& path : paths) walker.name(path);
  return std::move(walker).finish();
}

}  // namespace lw::cli
