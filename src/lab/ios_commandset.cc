#include "lab/ios_commandset.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr std::string_view kHead = "! COMMANDSET VERSION=\"1.0\"";
constexpr std::string_view kTail = "! COMMANDSET END";

}  // namespace

std::optional<IosCommandSet> read_command_set(std::string_view body) {
  enum class Part { kBefore, kHead, kOptions, kCommands, kAfter, kDone };
  Part part = Part::kBefore;
  std::optional<bool> configures;
  IosCommandSet set;
  for (const std::string_view raw : split_lines(body)) {
    const std::string_view line = trim(raw);
    if (line.empty() && part != Part::kCommands) continue;
    switch (part) {
      case Part::kBefore:
        if (!line.starts_with("! COMMANDSET VERSION=")) return std::nullopt;
        part = Part::kHead;
        break;
      case Part::kHead:
        if (line != "! OPTIONS BEGIN") return std::nullopt;
        part = Part::kOptions;
        break;
      case Part::kOptions:
        if (line == "! MODE=\"0\"" || line == "! MODE=\"1\"") {
          configures = line.ends_with("1\"");
        } else if (line == "! OPTIONS END") {
          part = Part::kCommands;
        }
        break;
      case Part::kCommands:
        if (line == "! END") {
          part = Part::kAfter;
        } else if (!line.empty()) {
          set.commands.emplace_back(raw);
        }
        break;
      case Part::kAfter:
        if (line != kTail) return std::nullopt;
        part = Part::kDone;
        break;
      case Part::kDone:
        return std::nullopt;
    }
  }
  if (part != Part::kDone || !configures) return std::nullopt;
  set.configures = *configures;
  return set;
}

std::string command_set_answer(const std::vector<IosCommandResult>& results) {
  std::string text = fmt::format("{}\n! STATUS=\"0\"\n", kHead);
  for (const IosCommandResult& result : results) {
    // A client finds the command 16 bytes behind the first token, the digit 13 bytes behind
    // PARSE_ERROR and the output 15 bytes behind its token.
    text +=
        fmt::format("! COMMAND BEGIN\n{}\n! COMMAND END\n! PARSE_ERROR=\"{}\"\n! OUTPUT BEGIN\n{}",
                    result.command, static_cast<int>(result.parse), result.output);
    if (!result.output.ends_with('\n')) text += '\n';
    text += "! OUTPUT END\n";
  }
  return text += fmt::format("{}\n", kTail);
}

std::string command_set_refusal() { return fmt::format("{}\n! STATUS=\"1\"\n{}\n", kHead, kTail); }

}  // namespace lw::lab
