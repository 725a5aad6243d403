// Events of a sensor, as SDEE gives them (facts 4.1: addresses and envelope verified). Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::session {

// The subscription that "action=open" made. kCommandRejected in the server's words: all may be in
// use, and those that somebody forgot have to be closed by hand (verified).
[[nodiscard]] Result<std::string> sdee_subscription(std::string_view reply);

// A line for each event, oldest first: time (UTC), severity, kind, what it is about.
[[nodiscard]] Result<std::string> sdee_events(std::string_view reply);

}  // namespace lw::session
