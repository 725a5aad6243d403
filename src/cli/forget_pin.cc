#include "cli/forget_pin.h"

#include <fmt/format.h>

#include "net/peer_pins.h"

namespace lw::cli {

Result<void> forget_pin(Context& context, const net::Endpoint& endpoint) {
  net::PeerPins pins(context.options.data / "host_keys");
  LW_TRY(pins.forget(endpoint));
  context.output.message(fmt::format(
      "what was pinned for {} is forgotten; what it shows next is pinned", to_string(endpoint)));
  return {};
}

}  // namespace lw::cli
