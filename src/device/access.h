// What is needed to reach one device, and what its entry in the inventory says about how. Plain
// values: any thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "device/transport.h"
#include "platform/platform.h"
#include "store/inventory.h"

namespace lw::device {

// All that is needed to reach one device. A plain value: copied into the work on the device.
struct Access {
  store::Device device;
  store::DeviceCredentials credentials;
  std::shared_ptr<const platform::Platform> platform;
};

struct Timeouts {
  std::chrono::seconds connect{15};  // to an open connection, encrypted and logged in
  std::chrono::seconds command{60};  // from sending a command to its prompt
};

// The transport that the device is set to; SSH when it is not set to any.
[[nodiscard]] Result<Transport> transport_in_use(const store::Device& device);

// The port for a transport: the device's own, or the standard one.
[[nodiscard]] std::uint16_t port_for(const store::Device& device, Transport transport);

}  // namespace lw::device
