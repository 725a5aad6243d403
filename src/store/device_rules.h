// What the fields of a device may hold. Pure; any thread.
#pragma once

#include "base/result.h"
#include "store/inventory.h"

namespace lw::store {

// kInvalidArgument with the field's rule in the message.
[[nodiscard]] Result<void> check(const Device& device);

}  // namespace lw::store
