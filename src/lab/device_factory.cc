#include "lab/device_factory.h"

#include <fmt/format.h>

#include "base/text.h"
#include "lab/asa_device.h"
#include "lab/ios_device.h"

namespace lw::lab {

Result<std::unique_ptr<Device>> make_device(const DeviceDescription& description, AaaClient* aaa) {
  const WallClock clock = [] { return std::chrono::system_clock::now(); };
  const std::size_t columns = description.faults.wrong_width ? 80 : 0;
  const bool firewall = description.platform == "cisco_asa";
  std::string config = description.config;
  if (description.faults.hostile_banner) {
    const std::string banner = hostile_banner(description.name);
    if (!firewall) config += fmt::format("\nbanner login ~\n{}~\n", banner);
    for (const std::string_view line : split_lines(banner)) {
      if (firewall) config += fmt::format("\nbanner login {}\n", line);
    }
  }
  if (firewall) {
    LW_ASSIGN(auto device, AsaDevice::create({.initial_config = std::move(config),
                                              .clock = clock,
                                              .forced_columns = columns,
                                              .rsa_modulus = description.rsa_modulus,
                                              .licence = description.licence,
                                              .contexts = description.contexts,
                                              .aaa = aaa}));
    return device;
  }
  const auto release = ios_release(description.platform, description.os_version);
  if (!release) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the lab has no {} {}", description.platform,
                               printable(description.os_version)),
                   std::string(ios_releases()));
  }
  LW_ASSIGN(auto device, IosDevice::create({.initial_config = std::move(config),
                                            .clock = clock,
                                            .forced_columns = columns,
                                            .rsa_modulus = description.rsa_modulus,
                                            .release = *release,
                                            .web = ios_web_faces(release->version),
                                            .aaa = aaa}));
  return device;
}

}  // namespace lw::lab
