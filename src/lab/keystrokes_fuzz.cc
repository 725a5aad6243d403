// Whatever is typed at a simulated device: it never crashes, and what it shows stays bounded.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lab/asa_device.h"
#include "lab/ios_device.h"
#include "lab/ips_device.h"
#include "lab/lab_description.h"

namespace {

constexpr std::size_t kLongestInput = 4096;
// A page of output for each keystroke is more than any command shows.
constexpr std::size_t kShownPerKey = 8192;

void type_at(lw::lab::Device& device, std::string_view keys) {
  auto session = device.open({.transport = lw::lab::Transport::kConsole});
  if (!session) std::abort();
  std::size_t shown = (*session)->take_output().size();
  for (std::size_t at = 0; at < keys.size() && !(*session)->finished(); at += 64) {
    (*session)->receive(keys.substr(at, 64));
    shown += (*session)->take_output().size();
  }
  if (shown > kShownPerKey * (keys.size() + 1)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view keys(reinterpret_cast<const char*>(data), std::min(size, kLongestInput));
  const lw::lab::WallClock clock = [] { return lw::lab::WallTime(std::chrono::seconds(1)); };
  auto router = lw::lab::IosDevice::create(
      {.initial_config = lw::lab::factory_config("cisco_ios"), .clock = clock});
  auto firewall = lw::lab::AsaDevice::create(
      {.initial_config = lw::lab::factory_config("cisco_asa"), .clock = clock});
  auto sensor = lw::lab::IpsDevice::create({.initial_config = {}, .clock = clock});
  if (!router || !firewall || !sensor) std::abort();
  type_at(**router, keys);
  type_at(**firewall, keys);
  type_at(**sensor, keys);
  return 0;
}
