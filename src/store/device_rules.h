// What the fields of devices, servers and limits may hold: their form. Whether a transport or a
// platform of that name exists is said above this room. Pure; any thread.
#pragma once

#include "base/result.h"
#include "store/inventory.h"

namespace lw::store {

// kInvalidArgument with the field's rule in the message.
[[nodiscard]] Result<void> check(const Device& device);
[[nodiscard]] Result<void> check(const Server& server);
[[nodiscard]] Result<void> check(const SessionLimit& limit);
[[nodiscard]] Result<void> check(const CredentialSet& set);
[[nodiscard]] Result<void> check_group(const std::string& group);

}  // namespace lw::store
