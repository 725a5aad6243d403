#include "session/config_file.h"

#include <fmt/core.h>

#include "base/file.h"
#include "base/text.h"
#include "session/config_blocks.h"
#include "session/exec_command.h"

namespace lw::session {
namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kShown = 80;

}  // namespace

Result<std::string> config_file_name(std::string_view device, ConfigFileKind kind) {
  const bool plain = !device.empty() && device.size() <= kLongestName && device.front() != '.' &&
                     device.find('/') == std::string_view::npos && check_command(device);
  if (!plain) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("\"{}\" can't be the name of a file", printable(device, kShown)));
  }
  return fmt::format("{}_{}.cfg", device, kind == ConfigFileKind::kDelta ? "delta" : "full");
}

Result<std::string> config_file_text(const platform::Platform& platform,
                                     const std::vector<std::string>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (auto checked = check_command(lines[i]); !checked) {
      return std::unexpected(
          std::move(checked).error().with_context(fmt::format("line {}", i + 1)));
    }
    text += lines[i];
    text += '\n';
  }
  const std::vector<std::string_view> commands(lines.begin(), lines.end());
  LW_ASSIGN(const std::vector<ConfigBlock> blocks, config_blocks(platform, commands));
  for (const ConfigBlock& block : blocks) {
    for (const LineRange& unit : block.units) {
      const auto why = platform.interactive(lines[unit.first]);
      if (!why) continue;
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("line {} \"{}\" {}, and a file can't answer", unit.first + 1,
                                 printable(platform.redact(lines[unit.first]), kShown), *why),
                     "leave the line out and enter it at the device");
    }
  }
  return text;
}

Result<std::filesystem::path> write_config_file(const std::filesystem::path& folder,
                                                std::string_view device, ConfigFileKind kind,
                                                const std::vector<std::string>& lines,
                                                const platform::Platform& platform) {
  LW_ASSIGN(const std::string name, config_file_name(device, kind));
  LW_ASSIGN(const std::string text, config_file_text(platform, lines));
  const std::filesystem::path path = folder / name;
  LW_TRY(write_file(path, text, FileAccess::kOwnerOnly));
  return path;
}

}  // namespace lw::session
