// `device add --discover`: a device from the network. What it is, it tells itself: its type, where
// nobody named it, and then all that `discover` takes from it.
#pragma once

#include "base/result.h"
#include "cli/context.h"
#include "cli/device_options.h"
#include "cli/discover_work.h"
#include "device/transport.h"
#include "discovery/identify.h"

namespace lw::cli {

// Logs in as the options say, over the transport that they name, or else over SSH or HTTPS,
// whichever leads to a login. Puts the type, its version and, where the type may use it, the
// transport into the options.
[[nodiscard]] Result<device::Transport> identify_new(const Context& context,
                                                     const platform::Registry& registry,
                                                     store::Inventory& inventory,
                                                     DeviceOptions& options);

// The first discovery of a device that is in the inventory.
[[nodiscard]] Result<Discovered> discover_new(const Context& context, const std::string& name,
                                              std::optional<device::Transport> way);

}  // namespace lw::cli
