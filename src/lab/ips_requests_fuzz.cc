// Whatever is posted to a sensor's transaction server, or asked of its event server (an input that
// begins with "?"): it never crashes, what it answers stays bounded, and what it took can be saved
// and restored.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "lab/ips_device.h"
#include "lab/ips_idiom.h"
#include "lab/ips_sdee.h"

namespace {

constexpr std::size_t kLongestInput = 64 * 1024;
constexpr std::size_t kMostOutput = 4 * 1024 * 1024;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kLongestInput));
  const lw::lab::WallClock clock = [] { return lw::lab::WallTime(std::chrono::seconds(1)); };
  auto sensor = lw::lab::IpsDevice::create({.clock = clock, .alerts = 3});
  if (!sensor) std::abort();
  const lw::lab::IpsAccount account{.name = "admin", .role = lw::lab::IpsRole::kAdministrator};
  if (input.starts_with('?')) {
    if (lw::lab::answer_sdee(**sensor, account, input).body.size() > kMostOutput) std::abort();
    return 0;
  }
  const std::string reply =
      lw::lab::answer_ips_transaction(**sensor, account, "", std::string(input));
  if (reply.empty() || reply.size() > kMostOutput) std::abort();
  const std::string state = (*sensor)->saved_state();
  if (!(*sensor)->restore_state(state) || (*sensor)->saved_state() != state) std::abort();
  return 0;
}
