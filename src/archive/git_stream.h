// An archive as input of `git fast-import`: a file a device, a commit a version, in the order of
// time. What was exported stands in the repository itself, on a ref of its own, so that the next
// export adds what is new. Pure but for the sink it writes to.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"

namespace lw::archive {

inline constexpr std::string_view kExportedRef = "refs/linewarden/exported";
inline constexpr std::string_view kExportedFile = "exported";

enum class Secrets { kCutOut, kKept };

// What a repository holds already.
struct Exported {
  Secrets secrets = Secrets::kCutOut;
  std::map<std::string, std::uint64_t, std::less<>> versions;  // of each device the last one
};
[[nodiscard]] std::string exported_text(const Exported& exported);
// kInvalidArgument for anything that exported_text() did not make.
[[nodiscard]] Result<Exported> parse_exported(std::string_view text);

struct GitExport {
  std::string branch = "main";
  bool branch_exists = false;
  std::optional<Exported> before;  // nullopt: nothing was exported there yet
  Secrets secrets = Secrets::kCutOut;
};

struct GitExportCounts {
  std::uint64_t commits = 0;
  std::size_t devices = 0;  // with new versions
};

using Sink = std::function<Result<void>(std::string_view bytes)>;
// Told after each device with new versions; may be empty.
using Told = std::function<void(std::size_t devices_done, std::size_t devices)>;

// kConflict when the repository was exported with the other choice of secrets, or holds versions
// that this archive does not have.
[[nodiscard]] Result<GitExportCounts> write_git_stream(Archive& archive,
                                                       const std::vector<Series>& all,
                                                       const RulesOf& rules_of,
                                                       const GitExport& options, const Sink& sink,
                                                       const Told& told);

}  // namespace lw::archive
