// Which accounts the first login of a preparation tries. One, but where an earlier run may have
// been cut behind the change of an account, or a device still has the factory's: then no account is
// a step nearer to being locked by what was refused before. Pure.
#pragma once

#include <string>
#include <vector>

#include "platform/platform.h"
#include "procedure/procedure.h"
#include "store/inventory.h"

namespace lw::prepare {

struct FirstLogin {
  store::DeviceCredentials credentials;
  std::string why;  // for people, in front of the attempt; empty: the inventory's own
  // Only where the device asked for a user name and none was known, so that nothing was refused.
  bool only_unasked = false;
};

// `known`: the inventory's; `to_be`: those that the procedure leads to.
[[nodiscard]] std::vector<FirstLogin> first_logins(const store::DeviceCredentials& known,
                                                   const store::DeviceCredentials& to_be,
                                                   const procedure::Values& values,
                                                   const platform::Platform& platform);

// The account that the procedure makes is the one to log in with afterwards; without one given, it
// makes the one that the inventory holds. Fills in `values`, and `to_be` from them; `known` gets an
// enable password that is given.
void settle_credentials(const procedure::Procedure& procedure, const platform::Platform& platform,
                        procedure::Values& values, store::DeviceCredentials& known,
                        store::DeviceCredentials& to_be);

// The password that a device is to get which forces one: the value that was given, or the
// inventory's when the factory's account has it to be and still the factory's password; empty:
// none.
[[nodiscard]] std::string new_password(const store::DeviceCredentials& known,
                                       const procedure::Values& values,
                                       const platform::Platform& platform);

}  // namespace lw::prepare
