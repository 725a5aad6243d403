// Events of a sensor, as SDEE gives them (facts 4.1: addresses and envelope verified). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lw::session {

// The subscription that "action=open" made. kCommandRejected in the server's words: all may be in
// use, and those that somebody forgot have to be closed by hand (verified).
[[nodiscard]] Result<std::string> sdee_subscription(std::string_view reply);

struct SdeeEvents {
  std::string lines;  // one an event, oldest first: time (UTC), severity, kind, what it is about
  std::vector<std::string> warnings;  // what is not among them: more remain, some were lost
};
[[nodiscard]] Result<SdeeEvents> sdee_events(std::string_view reply);

}  // namespace lw::session
