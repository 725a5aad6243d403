// What the commands that talk to devices share: the inventory, families, pins, and the devices
// named on the command line with their credentials.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/context.h"
#include "cli/credential_options.h"
#include "device/connector.h"
#include "platform/platform.h"
#include "store/inventory.h"

namespace CLI {
class App;
}

namespace lw::cli {

struct FleetOptions {
  std::vector<std::string> names;
  CredentialOptions credentials;
  std::optional<std::string> over;  // a transport for this time, whatever the devices are set to
  std::string context;              // security context to work in; empty: where one arrives
  std::size_t at_once = 200;        // so that a hundred dead devices leave places for the others
  int connect_seconds = 15;
  int command_seconds = 60;
};

// Adds NAME… (or one NAME), login and time options.
enum class Names { kOne, kMany };
void add_fleet_options(CLI::App& command, FleetOptions& options, Names names);
// Adds --context.
void add_context_option(CLI::App& command, FleetOptions& options);

struct Fleet {
  store::Inventory inventory;
  platform::Registry registry;
  std::unique_ptr<device::Connector> connector;
  std::vector<device::Access> devices;  // in the order of the command line
  device::Timeouts timeouts;
};

// The devices of these names, in their order, each once; "all" alone stands for every one,
// "group:G", "tag:T" and "site:S" for those that belong there. kNotFound names the first that is
// not in the inventory.
[[nodiscard]] Result<std::vector<store::Device>> find_devices(
    store::Inventory& inventory, const std::vector<std::string>& names);

// kNotFound names the first device that is not in the inventory.
[[nodiscard]] Result<Fleet> open_fleet(const Context& context, const FleetOptions& options);

// The exit status for a device on which work ended with this error: what speaks another protocol,
// or none that this program speaks, could not be reached.
[[nodiscard]] ExitStatus exit_status_of(const Error& error);

}  // namespace lw::cli
