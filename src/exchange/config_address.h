// The address in a configuration at which its device is managed, where the text tells it. Never a
// guess: several addresses of which none is marked give none. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "configtext/document.h"

namespace lw::exchange {

struct ConfigAddress {
  std::string address;   // empty: not told
  bool dynamic = false;  // the device gets its only address by itself
  std::string origin;    // "of Management0/0, which is for management alone"; or why there is none
};

// `interface` is the one that the user wants the address of, by its name or its nameif; empty: what
// the text tells.
[[nodiscard]] ConfigAddress config_address(const configtext::Document& config,
                                           std::string_view interface);

}  // namespace lw::exchange
