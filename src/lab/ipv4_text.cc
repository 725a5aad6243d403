#include "lab/ipv4_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/command_table.h"

namespace lw::lab {

std::uint32_t ipv4_bits(std::string_view address) {
  std::uint32_t bits = 0;
  if (!is_ipv4_address(address)) return bits;
  for (std::size_t at = 0; at <= address.size();) {
    const std::size_t end = std::min(address.find('.', at), address.size());
    bits = (bits << 8) |
           static_cast<std::uint32_t>(parse_decimal(address.substr(at, end - at)).value_or(0));
    at = end + 1;
  }
  return bits;
}

std::string ipv4_text(std::uint32_t bits) {
  return fmt::format("{}.{}.{}.{}", bits >> 24, bits >> 16 & 255, bits >> 8 & 255, bits & 255);
}

bool is_host_address(std::string_view text) {
  constexpr std::uint32_t kLoopback = 127;
  constexpr std::uint32_t kMulticast = 224;
  const std::uint32_t first = ipv4_bits(text) >> 24;
  return is_ipv4_address(text) && first != 0 && first != kLoopback && first < kMulticast;
}

bool is_net_mask(std::string_view text) {
  const std::uint32_t zeros = ~ipv4_bits(text);
  return is_ipv4_address(text) && zeros != 0 && ~zeros != 0 && (zeros & (zeros + 1)) == 0;
}

ClassfulNetwork classful_network(std::string_view address) {
  const std::uint32_t bits = ipv4_bits(address);
  if ((bits >> 31) == 0) return {'A', 0xFF000000};
  if ((bits >> 30) == 2) return {'B', 0xFFFF0000};
  return {'C', 0xFFFFFF00};
}

}  // namespace lw::lab
