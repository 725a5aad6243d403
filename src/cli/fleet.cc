#include "cli/fleet.h"

#include <CLI/CLI.hpp>

namespace lw::cli {

void add_fleet_options(CLI::App& command, FleetOptions& options, Names names) {
  if (names == Names::kOne) {
    options.names.resize(1);
    command.add_option("NAME", options.names.front(), "Device in the inventory")->required();
  } else {
    command.add_option("NAME", options.names, "Devices in the inventory; \"all\" for every one")
        ->required();
    command.add_option("--at-once", options.at_once, "Devices at the same time")
        ->capture_default_str()
        ->check(CLI::Range(1, 10000));
  }
  add_credential_options(command, options.credentials);
  command.add_option("--connect-timeout", options.connect_seconds, "Seconds to connect and log in")
      ->type_name("SECONDS")
      ->capture_default_str()
      ->check(CLI::Range(1, 600));
  command.add_option("--command-timeout", options.command_seconds, "Seconds for each command")
      ->type_name("SECONDS")
      ->capture_default_str()
      ->check(CLI::Range(1, 3600));
}

Result<Fleet> open_fleet(const Context& context, const FleetOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.data));
  LW_ASSIGN(auto registry, platform::Registry::load(context.options.platforms));
  std::vector<std::string> names = options.names;
  if (names.size() == 1 && names.front() == "all") {
    names.clear();
    LW_ASSIGN(const auto every, inventory.list());
    for (const store::Device& device : every) names.push_back(device.name);
  }
  std::vector<device::Access> devices;
  for (const std::string& name : names) {
    LW_ASSIGN(auto found, inventory.find(name));
    LW_ASSIGN(auto known, inventory.credentials(name));
    LW_ASSIGN(auto credentials, read_credentials(options.credentials, std::move(known)));
    LW_ASSIGN(auto platform, registry.find(found.platform));
    devices.push_back({std::move(found), std::move(credentials), std::move(platform)});
  }
  return Fleet{std::move(inventory),
               std::move(registry),
               std::make_unique<device::Connector>(context.options.data),
               std::move(devices),
               {std::chrono::seconds(options.connect_seconds),
                std::chrono::seconds(options.command_seconds)}};
}

ExitStatus exit_status_of(const Error& error) {
  return error.code == ErrorCode::kUnsupported ? ExitStatus::kUnreachable : traits(error.code).exit;
}

}  // namespace lw::cli
