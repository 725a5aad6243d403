// linewarden discover NAME…: what devices tell about themselves, into the inventory.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/discover_answer.h"
#include "cli/discover_work.h"
#include "cli/fleet.h"
#include "cli/interrupt.h"
#include "cli/json_answer.h"
#include "device/fleet.h"

namespace lw::cli {
namespace {

struct DiscoverOptions {
  FleetOptions fleet;
  bool dry_run = false;
};

Result<ExitStatus> discover(Context& context, const DiscoverOptions& options) {
  const std::stop_token stop = stop_on_interrupt();
  net::Loop loop(2);  // outlives the connections of the fleet
  LW_ASSIGN(Fleet fleet, open_fleet(context, options.fleet));
  LW_ASSIGN(auto library, procedure::Library::load(context.options.procedures));
  LW_ASSIGN(auto configurations, ConfigurationKeeper::open(fleet.inventory, fleet.registry));
  DiscoverWork work{.fleet = fleet,
                    .library = std::move(library),
                    .dry_run = options.dry_run,
                    .stop = stop,
                    .configurations = configurations};
  std::size_t finished = 0;
  std::size_t failed = 0;
  const auto all = device::for_each_device<device::Access, Discovered>(
      loop, fleet.devices, options.fleet.at_once,
      [&](const device::Access& access) { return discover_device(work, access); },
      [&](const Discovered& one) {
        if (one.error) ++failed;
        context.output.progress(fmt::format("{}/{} discovered, {} failed: {}", ++finished,
                                            fleet.devices.size(), failed, one.device));
      });

  ExitStatus status = ExitStatus::kYes;
  for (const Discovered& one : all) {
    if (!one.error || status == ExitStatus::kUnreachable) continue;
    status = exit_status_of(*one.error);
  }
  if (context.output.json()) {
    auto json = nlohmann::ordered_json::array();
    for (const Discovered& one : all) json.push_back(to_json(one));
    context.output.line(to_string(json));
  } else {
    print_discovered(context.output, all);
  }
  return status;
}

}  // namespace

void add_discover(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "discover", "Let devices tell what they are, into the inventory; changes nothing on them");
  const auto options = std::make_shared<DiscoverOptions>();
  add_fleet_options(*command, options->fleet, Names::kMany);
  command->add_flag("--dry-run", options->dry_run,
                    "Show what devices tell, and leave the inventory as it is");
  command->footer(
      "Facts, licences, readiness for every procedure, security contexts and service modules. The\n"
      "latter become devices of their own (NAME.CONTEXT, NAME.slotN); those that are gone are\n"
      "named and stay. A device of another type than the inventory says, and a changed host key "
      "or\n"
      "certificate, stop the discovery of that device.\n"
      "Exit status: 0 all told, 1 a device refused, 3 some could not be reached.\n"
      "Examples:\n"
      "  linewarden discover branch-12\n"
      "  linewarden discover all --at-once 500\n"
      "  linewarden --json discover fw-1 --over ssh --dry-run");
  command->callback([options, &context] {
    context.run = [options](Context& c) { return discover(c, *options); };
  });
}

}  // namespace lw::cli
