#include "lab/line_fault.h"

#include <algorithm>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr LineStrike kStrikes[] = {LineStrike::kCutBefore, LineStrike::kCutAfter,
                                   LineStrike::kReload,    LineStrike::kRefuse,
                                   LineStrike::kQuestion,  LineStrike::kLog};

}  // namespace

std::string_view name(LineStrike strike) {
  switch (strike) {
    case LineStrike::kCutBefore:
      return "cut-before";
    case LineStrike::kCutAfter:
      return "cut-after";
    case LineStrike::kReload:
      return "reload";
    case LineStrike::kRefuse:
      return "refuse";
    case LineStrike::kQuestion:
      return "question";
    case LineStrike::kLog:
      return "log";
  }
  return "";
}

std::optional<LineFault> parse_line_fault(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto line = parse_decimal(text.substr(0, colon));
  const auto strike =
      std::ranges::find(kStrikes, text.substr(colon + 1), [](LineStrike one) { return name(one); });
  if (!line || *line < 1 || strike == std::end(kStrikes)) return std::nullopt;
  return LineFault{static_cast<std::size_t>(*line), *strike};
}

}  // namespace lw::lab
