// Makes the answer to one command out of the lines that a device sent: log lines set apart, split
// and wrapped lines joined, refusals found and pointed at. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "platform/platform.h"
#include "session/session.h"

namespace lw::session {

// A terminal shows the command again and prints log messages into its answer; a web interface
// replies with the answer alone. A reply to configuration is all about the lines entered, so each
// of its lines is judged.
enum class Source { kTerminal, kReply, kConfigReply };

struct Sent {
  std::string_view command;
  std::string_view prompt;           // what the device had prompted with
  std::optional<std::size_t> width;  // at which it is known to wrap
  std::string_view next_prompt;      // where the answer ended; log lines may stand behind it
  Source source = Source::kTerminal;
};

// `text`: finished lines, echo perhaps still among the first ones.
[[nodiscard]] Output make_output(const platform::Platform& platform, const Sent& sent,
                                 std::string_view text);

// Where in `line` a log message begins that was printed into it; npos: nowhere.
[[nodiscard]] std::size_t find_log_message(const platform::Platform& platform,
                                           std::string_view line);

}  // namespace lw::session
