// A line that is taken can be written and read again, and pins the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "net/pin_line.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::net;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  (void)parse_pin_line(line);
  const auto taken = parse_import_line(line);
  if (!taken) return 0;
  for (const auto& endpoint : taken->endpoints) {
    const PeerPin pin{endpoint, taken->key, "2026-01-01T00:00:00Z"};
    const auto again = parse_pin_line(format_pin_line(pin));
    require(again && again->key == taken->key && again->endpoints.front() == endpoint);
  }
  return 0;
}
