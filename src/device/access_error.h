// What the layers below could not know about an error on the way to a device: its name, and how to
// change what the inventory says about it or about a jump host. Pure; any thread.
#pragma once

#include "base/error.h"
#include "device/access.h"

namespace lw::device {

// The jump host that failed; null when the error is about the device itself.
[[nodiscard]] const store::Server* failed_hop(const Error& error, const Access& access);

// "r1 over ssh: …", with a diagnosis, and with hints that name the device, or the jump host that
// failed, where the layer below could only say "linewarden device set NAME".
[[nodiscard]] Error in_context(Error error, const Access& access, Transport transport);

}  // namespace lw::device
