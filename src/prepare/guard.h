// The lockout guard: no preparation may close the last proved way into a device. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "configtext/document.h"
#include "device/transport.h"

namespace lw::prepare {

// What a procedure does to the ways in, read from its `changes_access` ("+ssh", "-telnet",
// "login").
struct AccessChange {
  std::set<device::Transport> opens;
  std::set<device::Transport> closes;
  bool login = false;  // the ways that are in use ask for other users or passwords afterwards

  // Somebody who can log in now might not be able to afterwards.
  [[nodiscard]] bool risky() const { return login || !closes.empty(); }
};

// Other words are left out.
[[nodiscard]] AccessChange access_change(const std::vector<std::string>& changes_access);

// Terminals over the network that would be left, of which one must be proved by a login in this run
// before anything is closed (a web interface holds no dialogue, and a console needs a way to it);
// the order is the order to try. kConflict when none would be left.
[[nodiscard]] Result<std::vector<device::Transport>> ways_left(const AccessChange& change);

// The lines, as a configuration has them, that give every vty back the `transport input` it had:
// entered when a way in was closed and the other one then failed. The running configuration is the
// one from before the change.
[[nodiscard]] std::vector<std::string> lines_that_reopen(const configtext::Document& running);

}  // namespace lw::prepare
