// Addresses and masks as users type them at a device. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lw::lab {

// Of an address in dotted form (is_ipv4_address()); 0 for anything else.
[[nodiscard]] std::uint32_t ipv4_bits(std::string_view address);
[[nodiscard]] std::string ipv4_text(std::uint32_t bits);

// Whether a host may have it: no network 0, loopback, multicast or beyond.
[[nodiscard]] bool is_host_address(std::string_view text);
// Ones, then zeros, at least one of each.
[[nodiscard]] bool is_net_mask(std::string_view text);

// The class that an address had before there were masks.
struct ClassfulNetwork {
  char name;           // 'A', 'B' or 'C'
  std::uint32_t mask;  // 255.0.0.0 …
};
[[nodiscard]] ClassfulNetwork classful_network(std::string_view address);

}  // namespace lw::lab
