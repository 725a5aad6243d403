// Which family a device is of that nobody has told: logs in with what all families have in common
// and looks at its version. Changes nothing on the device.
#pragma once

#include <string>
#include <vector>

#include "device/connector.h"

namespace lw::discovery {

struct Identity {
  std::string platform;
  std::string os_version;                           // empty: not told
  device::Transport way = device::Transport::kSsh;  // that it was reached over
};

// Over the first of these ways that leads to a login. access.platform may be null. kUnsupported:
// somebody logged in, and no family could be told. A refused login and a changed host key end it at
// once: no other way is tried then.
[[nodiscard]] net::Task<Result<Identity>> identify(device::Access access,
                                                   std::vector<device::Transport> ways,
                                                   device::Connector& connector,
                                                   const platform::Registry& registry,
                                                   device::Timeouts timeouts);

}  // namespace lw::discovery
