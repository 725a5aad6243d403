#include "device/transport.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.h"

namespace lw::device {

std::string_view name(Transport transport) {
  switch (transport) {
    case Transport::kHttps:
      return "https";
    case Transport::kSsh:
      return "ssh";
    case Transport::kTelnet:
      return "telnet";
    case Transport::kHttp:
      return "http";
    case Transport::kConsole:
      return "console";
    case Transport::kChassis:
      return "chassis";
    case Transport::kTms:
      return "tms";
    case Transport::kFile:
      return "file";
  }
  return "";
}

std::optional<std::uint16_t> standard_port(Transport transport) {
  switch (transport) {
    case Transport::kHttps:
      return 443;
    case Transport::kSsh:
      return 22;
    case Transport::kTelnet:
      return 23;
    case Transport::kHttp:
      return 80;
    case Transport::kConsole:
    case Transport::kChassis:
    case Transport::kTms:
    case Transport::kFile:
      return std::nullopt;
  }
  return std::nullopt;
}

Result<Transport> parse_transport(std::string_view text) {
  std::string names;
  for (const Transport transport : kTransports) {
    if (text == name(transport)) return transport;
    names += (names.empty() ? "" : ", ") + std::string(name(transport));
  }
  return failure(ErrorCode::kUnsupported,
                 fmt::format("there is no transport '{}'", printable(text, 40)),
                 fmt::format("the transports are {}", names));
}

bool contacts_device(Transport transport) {
  return transport != Transport::kTms && transport != Transport::kFile;
}

bool is_terminal(Transport transport) {
  return transport == Transport::kSsh || transport == Transport::kTelnet ||
         transport == Transport::kConsole || transport == Transport::kChassis;
}

}  // namespace lw::device
