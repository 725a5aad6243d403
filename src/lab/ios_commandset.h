// The text that Cisco's own managers post to /ios_web_exec/commandset, and the answer to it (facts
// 2.1 B): tokens and offsets are verified, the order of the answer is inferred. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lw::lab {

struct IosCommandSet {
  bool configures = false;  // MODE="1"
  std::vector<std::string> commands;
};

struct IosCommandResult {
  // Which of the two that are not kInvalid is 1 and which is 3 is unknown.
  enum class Parse { kOk = 0, kAmbiguous = 1, kInvalid = 2, kIncomplete = 3 };
  std::string command;
  Parse parse = Parse::kOk;
  std::string output;
};

// nullopt when it is no whole command set.
[[nodiscard]] std::optional<IosCommandSet> read_command_set(std::string_view body);

[[nodiscard]] std::string command_set_answer(const std::vector<IosCommandResult>& results);
// The answer to what is no command set: a status that is not "0" (which one is unknown).
[[nodiscard]] std::string command_set_refusal();

}  // namespace lw::lab
