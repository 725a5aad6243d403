// A fault that strikes a device once in its life: when it gets its Nth line, over any terminal (the
// answers to its questions count, empty lines at a prompt do not), or its Nth request over the web.
// Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace lw::lab {

enum class LineStrike {
  kCutBefore,  // the connection ends, and the line is lost
  kCutAfter,   // it is carried out, and the connection ends before the device says a word
  kReload,     // the line is lost, for the device starts anew
  kRefuse,     // it is refused; an answer is taken for another one
  kQuestion,   // instead of carrying it out, the device asks what no document knows
  kLog,        // it is carried out, and a log message is glued to what stands behind it
};

struct LineFault {
  std::size_t line = 0;  // counts from 1
  LineStrike strike = LineStrike::kCutBefore;
};

[[nodiscard]] std::string_view name(LineStrike strike);
// Of "at-line:N:WHAT", what stands behind the first colon; nullopt: it is none.
[[nodiscard]] std::optional<LineFault> parse_line_fault(std::string_view text);

// The question of kQuestion.
inline constexpr std::string_view kStrangeQuestion = "Shall the flux be realigned first? [a/b/c] ";

}  // namespace lw::lab
