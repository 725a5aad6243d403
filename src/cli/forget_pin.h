// --accept-key, of a device or a server: what is pinned for its endpoint is forgotten.
#pragma once

#include "base/result.h"
#include "cli/context.h"
#include "net/endpoint.h"

namespace lw::cli {

// kNotFound when nothing is pinned. Says on standard error what it did.
[[nodiscard]] Result<void> forget_pin(Context& context, const net::Endpoint& endpoint);

}  // namespace lw::cli
