// What a device does to take a change back by itself unless somebody confirms it in time. Data; any
// thread.
#pragma once

#include <map>
#include <string>

#include "platform/pattern.h"

namespace lw::platform {

struct Undo {
  std::string id;       // "revert-timer"
  std::string look;     // shows whether one is pending: "show reload"
  Pattern pending;      // a line of the answer that says so
  std::string arm;      // "reload in {minutes}"
  std::string disarm;   // "reload cancel"
  std::string at_once;  // takes the change back without waiting; empty: nothing does
  // To the questions of `arm`, by the ids of the platform's dialogs.
  std::map<std::string, std::string, std::less<>> answers;
  // It takes back by starting anew: whatever is not saved is lost, the connection too.
  bool reloads = false;
};

}  // namespace lw::platform
