// The ways to reach a device, by the names that users write. Plain values: any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace lw::device {

enum class Transport : std::uint8_t { kSsh, kTelnet };

inline constexpr std::array kTransports = {Transport::kSsh, Transport::kTelnet};

[[nodiscard]] std::string_view name(Transport transport);  // "ssh"
[[nodiscard]] std::uint16_t standard_port(Transport transport);
// kUnsupported with the list of those that there are.
[[nodiscard]] Result<Transport> parse_transport(std::string_view text);

}  // namespace lw::device
