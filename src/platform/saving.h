// Families that keep their configuration by themselves in one mode, and only on command in another:
// how the device tells which it is in. Data; any thread.
#pragma once

#include <string>

#include "platform/pattern.h"

namespace lw::platform {

struct SavingMode {
  std::string command;  // "show config mode"; empty: the family always saves on command
  Pattern on_command;   // a line of its answer: what is not saved is lost
  Pattern by_itself;    // a line of its answer: each change is kept at once
};

}  // namespace lw::platform
