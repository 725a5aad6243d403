// What survives a power cycle of a device with one configuration, as a text: a line that names the
// family, the size of its RSA keys, the configuration. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lab/device.h"

namespace lw::lab {

struct SavedState {
  int modulus = 0;  // 0: no keys
  std::string startup = {};
};

// `head` ends in a line feed.
[[nodiscard]] std::string saved_state_text(std::string_view head,
                                           const std::optional<HostKeys>& keys,
                                           std::string_view startup);
// `device` names in the error whose state it is not: "router".
[[nodiscard]] Result<SavedState> read_saved_state(std::string_view text, std::string_view head,
                                                  std::string_view device);

}  // namespace lw::lab
