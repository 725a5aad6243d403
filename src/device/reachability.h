// The connectivity and login test: can this device be reached as it is set, and as whom.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "device/connector.h"

namespace lw::device {

struct Reachability {
  std::string device;
  std::string transport;
  std::string prompt;   // what the device prompted with; empty when it was not reached
  std::string version;  // from `show version`; empty when it does not tell
  std::chrono::milliseconds took{0};
  std::optional<Error> error;
};

// Logs in, looks at the version and at what the user may, logs out: a login that can't configure is
// a failure, kLoginRefused with Diagnosis::kTooLittlePrivilege. Changes nothing on the device.
[[nodiscard]] net::Task<Reachability> test_reachability(Access access, Connector& connector,
                                                        const platform::Registry& registry,
                                                        Timeouts timeouts);

}  // namespace lw::device
