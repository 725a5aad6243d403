#include "session/config_blocks.h"

#include <fmt/core.h>

#include "base/text.h"
#include "configtext/document.h"

namespace lw::session {
namespace {

using configtext::Document;
using configtext::LineKind;

// Certificates are pasted behind these too; a stored configuration has no such line (verified).
bool opens_paste(std::string_view command) {
  const auto words = split_words(command);
  return words.size() > 4 && words[0] == "crypto" && words[1] == "ca" &&
         (words[2] == "import" || words[2] == "authenticate") && words.back() == "nointeractive";
}

// For each line, whether it is text that belongs to a command above.
Result<std::vector<bool>> find_bodies(const platform::Platform& platform,
                                      std::span<const std::string_view> lines) {
  std::string text;
  std::optional<std::size_t> paste;
  std::vector<bool> body(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    body[i] = paste.has_value();
    if (paste && trim(lines[i]) == "quit") {
      paste.reset();
    } else if (!paste && opens_paste(lines[i])) {
      paste = i;
    }
    if (!body[i]) text += lines[i];
    text += '\n';
  }
  if (paste) {
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("line {}: the certificate that is pasted here has no \"quit\"", *paste + 1));
  }
  const auto dialect = configtext::parse_dialect(platform.dialect);
  const auto document =
      Document::read(std::move(text), dialect.value_or(configtext::Dialect::kIos));
  if (!document.notes().empty()) {
    const auto& note = document.notes().front();
    return failure(ErrorCode::kInvalidArgument, fmt::format("line {}: {}", note.line, note.text));
  }
  for (const auto& line : document.lines()) {
    if (line.kind == LineKind::kBody && line.number <= lines.size()) body[line.number - 1] = true;
  }
  return body;
}

bool is_indented(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

}  // namespace

Result<std::vector<ConfigBlock>> config_blocks(const platform::Platform& platform,
                                               std::span<const std::string_view> lines) {
  LW_ASSIGN(const std::vector<bool> body, find_bodies(platform, lines));
  std::vector<ConfigBlock> blocks;
  bool section = false;  // the block has a line of its own section
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const bool closes = section && trim(line) == "exit";
    if (body[i] && !blocks.empty()) {
      ++blocks.back().lines.count;
      ++blocks.back().units.back().count;
    } else if (!blocks.empty() && (is_indented(line) || closes)) {
      ++blocks.back().lines.count;
      blocks.back().units.push_back({i, 1});
      section = !closes;
    } else {
      blocks.push_back({{i, 1}, {{i, 1}}});
      section = false;
    }
  }
  return blocks;
}

std::vector<std::string_view> commands_of(const std::vector<ConfigureLine>& lines) {
  std::vector<std::string_view> commands;
  for (const ConfigureLine& line : lines) commands.emplace_back(line.command);
  return commands;
}

}  // namespace lw::session
