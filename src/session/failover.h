// Failover pairs: which of its two units a session talks to, and why nothing is written to the one
// that stands by. A family's words for it are data (platform/pair.h). Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "platform/platform.h"
#include "session/session.h"

namespace lw::session {

struct UnitState {
  platform::UnitRole role = platform::UnitRole::kAlone;
  std::string other;  // address of the other unit, where it shows
};

// From the answer to pair.command. A device that refuses it, or tells neither role, is alone.
[[nodiscard]] UnitState read_unit_state(const platform::Pair& pair, const Output& answer);

// kConflict, before anything was sent: the unit stands by.
[[nodiscard]] Error unit_stands_by(const UnitState& state);

// Whether the answer to a line of configuration is a standby unit's.
[[nodiscard]] bool is_standby_refusal(const platform::Pair& pair, const Output& output);

// kConflict, in mid-work: the unit that was active has become the standby one. `line` of the
// configuration, 1-based, was the last that was sent; `refused`: the device said that the pair did
// not get it.
struct SwitchOver {
  std::size_t line = 0;  // 0: before the first
  bool refused = false;
  std::string other = {};  // the unit that is active now, where it shows
};
[[nodiscard]] Error switched_over(const SwitchOver& seen);

}  // namespace lw::session
