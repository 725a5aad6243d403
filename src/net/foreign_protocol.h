// What is said about a peer that answers in another protocol than the one expected. Pure; any
// thread; what was seen may be any bytes.
#pragma once

#include <string>
#include <string_view>

namespace lw::net {

// "it sent 'SSH-2.0-Cisco-1.25'", or "it sent nothing".
[[nodiscard]] std::string what_it_sent(std::string_view seen);
// What to do about it, by the first bytes that were seen.
[[nodiscard]] std::string foreign_protocol_hint(std::string_view seen);

}  // namespace lw::net
