#include "platform/chassis.h"

#include <re2/re2.h>

#include "base/text.h"

namespace lw::platform {

std::string Chassis::command_for(unsigned slot) const {
  constexpr std::string_view kSlot = "{slot}";
  std::string filled = command;
  const auto at = filled.find(kSlot);
  return at == std::string::npos ? filled : filled.replace(at, kSlot.size(), std::to_string(slot));
}

SlotReport slot_report(const Chassis& chassis, unsigned slot, std::string_view list) {
  SlotReport report;
  for (const std::string_view line : split_lines(list)) {
    const auto words = split_words(line);
    if (words.empty() || parse_decimal(words.front()) != static_cast<long>(slot)) continue;
    if (report.state == SlotState::kEmpty) report.state = SlotState::kReady;
    re2::StringPiece state;
    if (chassis.not_ready &&
        RE2::PartialMatch({line.data(), line.size()}, *chassis.not_ready, &state)) {
      return {SlotState::kNotReady, std::string(state.data(), state.size())};
    }
  }
  return report;
}

}  // namespace lw::platform
