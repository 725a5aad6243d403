// One family as read from its file: the Platform that others see, and the signs by which its text
// is recognised. A file that extends another starts from that family's values. Immutable once
// registered.
#pragma once

#include <string>
#include <vector>

#include "platform/platform.h"

namespace lw::platform {

// A line that speaks for a family. Named groups `version`, `model` and `hostname` capture facts.
struct Sign {
  Pattern pattern;
  int weight = 0;
};

struct Family {
  Platform platform;
  std::vector<Sign> config_signs;   // in configuration text
  std::vector<Sign> version_signs;  // in the output of `show version`
  std::vector<std::string> ancestors;
};

// A family is told when the weights of its signs add up to this.
inline constexpr int kCertain = 10;

}  // namespace lw::platform
