// Discovery: logs in to a device of the inventory, lets it tell what it is, and says what it is
// ready for. It changes nothing on the device, so that the standby unit of a pair may be asked as
// well. A changed host key or certificate stops it, as it stops every login.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "device/connector.h"
#include "discovery/interview.h"
#include "discovery/readiness.h"
#include "procedure/procedure.h"

namespace lw::discovery {

struct Discovery {
  std::string device;
  std::string transport;
  Told told;
  std::vector<Readiness> readiness;
  std::vector<std::string> notes;
  std::chrono::milliseconds took{0};
  std::optional<Error> error;  // nothing above is to be relied on then
};

// What is known of families and procedures; outlives the Tasks.
struct Knowledge {
  const platform::Registry& registry;
  const procedure::Library& library;
};

// A firewall with several security contexts is asked in its system space, unless access.context
// says otherwise: readiness is its contexts' affair then, which are devices of their own.
[[nodiscard]] net::Task<Discovery> discover(device::Access access, device::Connector& connector,
                                            const Knowledge& knowledge, device::Timeouts timeouts);

}  // namespace lw::discovery
