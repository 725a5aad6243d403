#include "cli/fleet.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <set>
#include <string_view>

namespace lw::cli {

void add_fleet_options(CLI::App& command, FleetOptions& options, Names names) {
  if (names == Names::kOne) {
    options.names.resize(1);
    command.add_option("NAME", options.names.front(), "Device in the inventory")->required();
  } else {
    command
        .add_option("NAME", options.names,
                    "Devices in the inventory; \"all\" for every one; group:G, tag:T or site:S for "
                    "those that belong there")
        ->required();
    command.add_option("--at-once", options.at_once, "Devices at the same time")
        ->capture_default_str()
        ->check(CLI::Range(1, 10000));
  }
  command
      .add_option("--over", options.over,
                  "Reach the devices over this transport this time, whatever they are set to")
      ->type_name("TRANSPORT");
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

void add_context_option(CLI::App& command, FleetOptions& options) {
  command
      .add_option("--context", options.context,
                  "Security context of an ASA, PIX or FWSM to work in; system for the system space")
      ->type_name("CTX");
}

namespace {

// "group:dc1": many devices by one word. Names hold no ':'.
std::optional<store::DeviceQuery> query_of(std::string_view word) {
  const auto colon = word.find(':');
  if (colon == std::string_view::npos || colon + 1 == word.size()) return std::nullopt;
  const std::string value(word.substr(colon + 1));
  if (word.starts_with("group:")) return store::DeviceQuery{.group = value};
  if (word.starts_with("tag:")) return store::DeviceQuery{.tag = value};
  if (word.starts_with("site:")) return store::DeviceQuery{.site = value};
  return std::nullopt;
}

}  // namespace

Result<std::vector<store::Device>> find_devices(store::Inventory& inventory,
                                                const std::vector<std::string>& names) {
  if (names.size() == 1 && names.front() == "all") return inventory.list();
  std::vector<store::Device> found;
  std::set<std::string, std::less<>> known;  // a device may be in several groups
  for (const std::string& name : names) {
    std::vector<store::Device> more;
    if (const auto query = query_of(name)) {
      LW_ASSIGN(more, inventory.list(*query));
      if (more.empty()) {
        return failure(ErrorCode::kNotFound, fmt::format("there is no device in {}", name),
                       "linewarden device list shows groups and tags");
      }
    } else {
      LW_ASSIGN(more.emplace_back(), inventory.find(name));
    }
    for (store::Device& device : more) {
      if (known.insert(device.name).second) found.push_back(std::move(device));
    }
  }
  return found;
}

Result<Fleet> open_fleet(const Context& context, const FleetOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(auto registry, platform::Registry::load(context.options.platforms));
  LW_ASSIGN(const auto policy, device::TransportPolicy::load(inventory));
  LW_ASSIGN(const auto limits, inventory.session_limits());
  std::optional<device::Transport> over;
  if (options.over) {
    LW_ASSIGN(over, device::parse_transport(*options.over));
  }
  LW_ASSIGN(auto found, find_devices(inventory, options.names));
  std::vector<device::Access> devices;
  devices.reserve(found.size());
  LW_ASSIGN(const auto given, read_credentials(options.credentials));
  for (store::Device& device : found) {
    LW_ASSIGN(auto access, device::access_of(inventory, std::move(device), registry, policy));
    access.credentials = given.over(std::move(access.credentials));
    if (over) access.transport = *over;
    if (!options.context.empty()) access.context = options.context;
    devices.push_back(std::move(access));
  }
  return Fleet{std::move(inventory),
               std::move(registry),
               std::make_unique<device::Connector>(context.options.data, limits),
               std::move(devices),
               {std::chrono::seconds(options.connect_seconds),
                std::chrono::seconds(options.command_seconds)}};
}

ExitStatus exit_status_of(const Error& error) {
  return error.code == ErrorCode::kUnsupported ? ExitStatus::kUnreachable : traits(error.code).exit;
}

}  // namespace lw::cli
