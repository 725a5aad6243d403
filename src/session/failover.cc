#include "session/failover.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include "base/text.h"

namespace lw::session {
namespace {

using platform::UnitRole;

constexpr std::string_view kNoAddress = "0.0.0.0";

std::string address_in(const platform::Pattern& pattern, std::string_view line) {
  re2::StringPiece address;
  if (!pattern || !RE2::PartialMatch({line.data(), line.size()}, *pattern, &address)) return {};
  return address == re2::StringPiece(kNoAddress.data(), kNoAddress.size()) ? ""
                                                                           : std::string(address);
}

std::string active_unit(const std::string& address) {
  return address.empty() ? "the active unit (the other one)"
                         : fmt::format("the active unit, {}", address);
}

}  // namespace

UnitState read_unit_state(const platform::Pair& pair, const Output& answer) {
  UnitState state;
  if (answer.rejected) return state;
  bool other = false;
  for (const std::string_view line : split_lines(answer.text)) {
    if (state.role == UnitRole::kAlone && pair.standby.found_in(line)) {
      state.role = UnitRole::kStandby;
    } else if (state.role == UnitRole::kAlone && pair.active.found_in(line)) {
      state.role = UnitRole::kActive;
    }
    other = other || pair.other.found_in(line);
    if (other && state.other.empty()) state.other = address_in(pair.address, line);
  }
  return state;
}

Error unit_stands_by(const UnitState& state) {
  return {ErrorCode::kConflict,
          "this unit of the failover pair is the standby one: nothing was entered, for it would be "
          "on neither unit after the next replication",
          fmt::format("enter it at {}", active_unit(state.other))};
}

bool is_standby_refusal(const platform::Pair& pair, const Output& output) {
  if (pair.refusal.found_in(output.text)) return true;
  for (const std::string& line : output.log_lines) {
    if (pair.refusal.found_in(line)) return true;
  }
  return false;
}

Error switched_over(const SwitchOver& seen) {
  const std::string fate =
      seen.line == 0 ? "nothing was entered"
      : seen.refused
          ? fmt::format("line {} and those behind it are not on the pair, those before it are",
                        seen.line)
          : fmt::format(
                "line {} was the last that was sent, and whether the pair has it is not known",
                seen.line);
  return {
      ErrorCode::kConflict,
      fmt::format("the failover pair switched over, this unit is the standby one now: {}", fate),
      fmt::format("look at {}, and do the same work again there", active_unit(seen.other))};
}

}  // namespace lw::session
