// Two units of a family that stand in for each other: how the device tells which of them is active,
// and what may be entered at that one alone. Data; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/pattern.h"

namespace lw::platform {

enum class UnitRole {
  kAlone,   // no pair, or one that is switched off: what is entered here counts
  kActive,  // what is entered here is copied to the other unit
  kStandby  // what is entered here is lost
};

struct Pair {
  std::string command;  // "show failover"; empty: the family has no pairs
  // Lines of its answer about this unit; neither: it is alone.
  Pattern active;
  Pattern standby;
  // The line behind which it speaks of the other unit, and in a line there that unit's address.
  Pattern other;
  Pattern address;
  // Where the prompt tells: group 1 is the state, a word of the name.
  Pattern prompt_active;
  Pattern prompt_standby;
  Pattern refusal;              // the standby unit's complaint about a line of configuration
  std::vector<Pattern> writes;  // exec commands that change what both units have

  // What the name in a prompt tells; nullopt: nothing.
  [[nodiscard]] std::optional<UnitRole> role_in(std::string_view host) const;
  // The name without the state: the same before and behind a switch-over.
  [[nodiscard]] std::string without_role(std::string_view host) const;
  [[nodiscard]] bool is_write(std::string_view typed) const;
};

}  // namespace lw::platform
