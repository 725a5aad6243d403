#include "device/transport.h"

#include <fmt/format.h>

namespace lw::device {

std::string_view name(Transport transport) {
  switch (transport) {
    case Transport::kSsh:
      return "ssh";
    case Transport::kTelnet:
      return "telnet";
  }
  return "";
}

std::uint16_t standard_port(Transport transport) { return transport == Transport::kSsh ? 22 : 23; }

Result<Transport> parse_transport(std::string_view text) {
  for (const Transport transport : kTransports) {
    if (text == name(transport)) return transport;
  }
  return failure(ErrorCode::kUnsupported, fmt::format("there is no transport '{}'", text),
                 "use ssh or telnet");
}

}  // namespace lw::device
