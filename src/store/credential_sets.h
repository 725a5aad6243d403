// Logins that many devices share: named sets, for devices, groups of devices, or all. Plain values.
#pragma once

#include <string>

#include "store/device.h"

namespace lw::store {

struct CredentialSet {
  std::string name = {};
  std::string notes = {};
};

// A set that is used where a device has no login and no set of its own.
struct CredentialUse {
  std::string group = {};  // empty: for all devices (the default set)
  std::string set = {};
};

// What a login to a device is made with.
struct Login {
  DeviceCredentials credentials = {};
  std::string from = {};  // "the device", "set core of group dc1", …; empty: there is none
};

}  // namespace lw::store
