// The ways to reach a device, by the names that users write (guide pages 2-1 to 2-3). Plain values:
// any thread.
//
//   https    the device's web interface over TLS     http     the same in the clear
//   ssh      SSH 2, or 1.5 where that is allowed     telnet   Telnet to the device itself
//   console  a console server's port, raw or Telnet
//   chassis  the command line of the switch that the device is a module of
//   tms      a token management server: configurations go to it, the device is not contacted
//   file     configurations go into a folder
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace lw::device {

enum class Transport : std::uint8_t {
  kHttps,
  kSsh,
  kTelnet,
  kHttp,
  kConsole,
  kChassis,
  kTms,
  kFile
};

inline constexpr std::array kTransports = {
    Transport::kHttps,   Transport::kSsh,     Transport::kTelnet, Transport::kHttp,
    Transport::kConsole, Transport::kChassis, Transport::kTms,    Transport::kFile};

[[nodiscard]] std::string_view name(Transport transport);  // "ssh"
// nullopt: there is none (the port of a console server, and of a chassis, is its own affair), or no
// connection at all.
[[nodiscard]] std::optional<std::uint16_t> standard_port(Transport transport);
// kUnsupported with the list of those that there are.
[[nodiscard]] Result<Transport> parse_transport(std::string_view text);

// A session with the device is held over it; the others leave configurations somewhere.
[[nodiscard]] bool contacts_device(Transport transport);

// That session is one on a terminal.
[[nodiscard]] bool is_terminal(Transport transport);

}  // namespace lw::device
