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

// A new IOS-XE is one that forces a secret.
std::string_view version(std::string_view platform, bool factory_new) {
  return platform == "cisco_xe" && factory_new ? "17.12.1" : "";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view keys(reinterpret_cast<const char*>(data), std::min(size, kLongestInput));
  const lw::lab::WallClock clock = [] { return lw::lab::WallTime(std::chrono::seconds(1)); };
  for (const bool factory_new : {false, true}) {
    for (const auto* platform : {"cisco_ios", "cisco_xe"}) {
      auto router = lw::lab::IosDevice::create(
          {.initial_config = factory_new ? "" : lw::lab::factory_config(platform),
           .clock = clock,
           .release = *lw::lab::ios_release(platform, version(platform, factory_new)),
           .factory_new = factory_new});
      if (!router) std::abort();
      type_at(**router, keys);
    }
    for (const auto* platform : {"cisco_asa", "cisco_pix"}) {
      auto firewall = lw::lab::AsaDevice::create(
          {.initial_config = factory_new ? "" : lw::lab::factory_config(platform),
           .clock = clock,
           .release = *lw::lab::asa_release(platform, ""),
           .factory_new = factory_new});
      if (!firewall) std::abort();
      type_at(**firewall, keys);
    }
  }
  auto sensor = lw::lab::IpsDevice::create({.initial_config = {}, .clock = clock});
  if (!sensor) std::abort();
  type_at(**sensor, keys);
  return 0;
}
