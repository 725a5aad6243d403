// What is needed to reach one device, and what its entry in the inventory says about how. Plain
// values: any thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "device/transport.h"
#include "device/transport_policy.h"
#include "net/endpoint.h"
#include "platform/platform.h"
#include "store/inventory.h"

namespace lw::device {

// A jump host on the way.
struct Hop {
  store::Server server;
  store::DeviceCredentials credentials;
};

// All that is needed to reach one device. A plain value: copied into the work on the device.
struct Access {
  store::Device device;
  store::DeviceCredentials credentials;
  std::shared_ptr<const platform::Platform> platform;
  Transport transport = Transport::kSsh;  // in use for this work
  Transport set_to = Transport::kSsh;     // used when nobody says otherwise
  std::vector<Hop> hops = {};             // from here to the device
  std::string context = {};               // security context to work in; empty: where one arrives
  std::shared_ptr<const Access> chassis = {};  // of a module: its switch, over that one's transport
  // Of a security context without an address of its own: the firewall that leads to it.
  std::shared_ptr<const Access> firewall = {};
};

// The jump hosts from here to what stands behind the one named `jump`; none for "".
[[nodiscard]] Result<std::vector<Hop>> hops_of(store::Inventory& inventory,
                                               const std::string& jump);

// How to reach what leads to the device: itself, but for a context, which is reached as its
// firewall is, under its own name and with its own login where it has one.
[[nodiscard]] Access by_firewall(Access access);

// Everything about one device from the inventory, and about the chassis or the firewall that it is
// in.
[[nodiscard]] Result<Access> access_of(store::Inventory& inventory, store::Device device,
                                       const platform::Registry& registry,
                                       const TransportPolicy& policy);

struct Timeouts {
  std::chrono::seconds connect{15};  // to an open connection, encrypted and logged in
  std::chrono::seconds command{60};  // from sending a command to its prompt
  std::chrono::minutes turn{60};     // until limits of sessions let it begin
};

// Where a transport of the device listens: its own port, or the standard one. kInvalidArgument says
// what the inventory lacks.
[[nodiscard]] Result<net::Endpoint> endpoint_of(const store::Device& device, Transport transport);

}  // namespace lw::device
