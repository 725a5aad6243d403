#include "lab/device_factory.h"

#include <fmt/format.h>

#include "base/text.h"
#include "lab/asa_device.h"
#include "lab/catos_device.h"
#include "lab/ios_device.h"
#include "lab/ips_device.h"

namespace lw::lab {
namespace {

std::unexpected<Error> no_such_device(const DeviceDescription& description,
                                      std::string_view releases) {
  return failure(
      ErrorCode::kInvalidArgument,
      fmt::format("the lab has no {} {}", description.platform, printable(description.os_version)),
      std::string(releases));
}

Result<std::unique_ptr<Device>> make_sensor(const DeviceDescription& description, WallClock clock,
                                            std::size_t columns) {
  const auto release = ips_release(description.os_version);
  if (!release) return no_such_device(description, ips_releases());
  IpsDevice::Settings settings{.initial_config = description.config,
                               .clock = std::move(clock),
                               .forced_columns = columns,
                               .release = *release,
                               .alerts = description.alerts,
                               .licence_files = description.licence_files};
  if (description.rsa_modulus != 0) settings.rsa_modulus = description.rsa_modulus;
  if (description.faults.hostile_banner) settings.banner = hostile_banner(description.name);
  LW_ASSIGN(auto device, IpsDevice::create(std::move(settings)));
  return device;
}

}  // namespace

Result<std::unique_ptr<Device>> make_device(const DeviceDescription& description, AaaClient* aaa) {
  const WallClock clock = [] { return std::chrono::system_clock::now(); };
  const std::size_t columns = description.faults.wrong_width ? 80 : 0;
  if (description.platform == "cisco_ips") return make_sensor(description, clock, columns);
  const auto firewall = asa_release(description.platform, description.os_version);
  std::string config = description.config;
  const DialogueFaults in_dialogues = dialogue_faults(description.faults);
  if (description.faults.hostile_banner && !description.factory_new) {
    const std::string banner = hostile_banner(description.name);
    const bool catos = description.platform == "cisco_catos";
    if (catos) config += fmt::format("\nset banner motd ~{}~\n", banner);
    if (!firewall && !catos) config += fmt::format("\nbanner login ~\n{}~\n", banner);
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
                                              .activation_keys = description.activation_keys,
                                              .contexts = description.contexts,
                                              .release = *firewall,
                                              .factory_new = description.factory_new,
                                              .dialogue_faults = in_dialogues,
                                              .aaa = aaa}));
    return device;
  }
  if (description.platform == "cisco_catos") {
    LW_ASSIGN(auto device,
              CatosDevice::create(
                  {.initial_config = std::move(config),
                   .clock = clock,
                   .forced_columns = columns,
                   .rsa_modulus = description.rsa_modulus,
                   .release = catos_release(description.os_version).value_or(CatosRelease{})}));
    return device;
  }
  const auto release = ios_release(description.platform, description.os_version);
  if (!release) {
    return no_such_device(description, fmt::format("{}; {}", ios_releases(), asa_releases()));
  }
  const TokenDescription token = description.token.value_or(TokenDescription{});
  LW_ASSIGN(auto device, IosDevice::create({.initial_config = std::move(config),
                                            .clock = clock,
                                            .forced_columns = columns,
                                            .rsa_modulus = description.rsa_modulus,
                                            .release = *release,
                                            .web = ios_web_faces(release->version),
                                            .factory_new = description.factory_new,
                                            .dialogue_faults = in_dialogues,
                                            .token_image = token.image,
                                            .token_pin = token.pin,
                                            .aaa = aaa,
                                            .licence_files = description.router_licence_files}));
  return device;
}

}  // namespace lw::lab
