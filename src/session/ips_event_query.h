// `show events …` of a sensor's command line as a subscription at its event server. The words are
// those of the command line [I]; "events", "alertSeverities" and "startTime" are verified (facts
// 4.1), that several words are joined by "+" is inferred. Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::session {

inline constexpr std::string_view kShowEvents = "show events";

// "show events" and what may follow: alert [informational] [low] [medium] [high], error, status,
// past HH:MM:SS. Gives what is behind "action=open". Without `past`, from the oldest that the
// sensor still has. `now`: the sensor's time, as well as it is known. kInvalidArgument names what
// is not understood.
[[nodiscard]] Result<std::string> ips_event_query(std::string_view command,
                                                  std::chrono::system_clock::time_point now);

}  // namespace lw::session
