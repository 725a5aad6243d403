// linewarden prepare NAME… --for PROCEDURE…: carries procedures out on devices and proves them.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/fleet.h"
#include "cli/interrupt.h"
#include "cli/json_answer.h"
#include "cli/prepare_work.h"
#include "cli/setting_options.h"
#include "cli/table.h"
#include "device/fleet.h"
#include "device/journal.h"
#include "net/loop.h"
#include "prepare/prepare.h"

namespace lw::cli {
namespace {

struct PrepareOptions {
  FleetOptions fleet;
  std::vector<std::string> procedures;
  SettingOptions settings;
  bool yes = false;
  bool dry_run = false;
};

void show_plan(Output& output, const platform::Platform& platform, const procedure::Plan& plan) {
  if (!plan.setup.empty()) {
    Table answers({"question", "answer", "why"});
    for (const procedure::SetupStep& step : plan.setup) {
      answers.add({step.question, step.secret ? "<secret>" : step.answer, step.why});
    }
    for (const auto& line : answers.lines(output.width())) output.message(line);
    return;
  }
  Table table({"mode", "command", "why"});
  for (const procedure::Step& step : plan.steps) {
    const std::string mode = step.mode == procedure::StepMode::kExec ? "exec"
                             : step.submode.empty()                  ? "config"
                                                                     : step.submode;
    table.add({mode, platform.redact(step.command), step.why});
  }
  for (const auto& line : table.lines(output.width())) output.message(line);
}

// Asks on the terminal. Without one, only --yes goes on.
bool confirmed(Output& output) {
  if (::isatty(STDIN_FILENO) == 0) {
    output.message("nothing was entered: there is no terminal to confirm on; say --yes");
    return false;
  }
  std::cerr << "Enter these commands on the device? [yes/no]: " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes" || answer == "y";
}

// Whether to go on with this plan.
bool approved(Output& output, const PrepareOptions& options, const device::Access& access,
              const procedure::Plan& plan, const std::vector<std::string>& undo) {
  show_plan(output, *access.platform, plan);
  if (!undo.empty()) {
    output.message(
        fmt::format("before the first line the device is told to undo them by itself "
                    "unless a new login works: {}",
                    fmt::join(undo, ", or else ")));
  }
  return !options.dry_run && (options.yes || confirmed(output));
}

nlohmann::ordered_json to_json(const std::string& device, const Prepared::One& one) {
  nlohmann::ordered_json json;
  json["device"] = json_text(device);
  json["procedure"] = json_text(one.procedure);
  json["applied"] = nlohmann::ordered_json::array();
  for (const auto& command : one.outcome.applied) json["applied"].push_back(json_text(command));
  json["changed"] = one.outcome.changed;
  json["proved"] = one.outcome.proved;
  json["transport_before"] = name(one.outcome.transport_before);
  json["transport_after"] = name(one.outcome.transport_after);
  json["notes"] = nlohmann::ordered_json::array();
  for (const auto& note : one.outcome.notes) json["notes"].push_back(json_text(note));
  return json;
}

nlohmann::ordered_json to_json(const Prepared& prepared) {
  auto all = nlohmann::ordered_json::array();
  for (const Prepared::One& one : prepared.done) all.push_back(to_json(prepared.device, one));
  if (prepared.error) {
    all.push_back({{"device", json_text(prepared.device)},
                   {"procedure", json_text(prepared.stopped_in)},
                   {"applied", nlohmann::ordered_json::array()},
                   {"proved", false},
                   {"error", json_error(*prepared.error)}});
  }
  return all;
}

void print(Output& output, const Prepared& prepared) {
  for (const auto& [procedure, outcome] : prepared.done) {
    for (const auto& note : outcome.notes) {
      output.message(fmt::format("{}: {}", prepared.device, note));
    }
    if (outcome.declined) {
      output.line(fmt::format("{}: nothing was entered", prepared.device));
    } else if (!outcome.changed) {
      output.line(fmt::format("{}: nothing to change, {} is in place and proved (transport: {})",
                              prepared.device, procedure, name(outcome.transport_after)));
    } else {
      output.line(fmt::format("{}: {} is in place, proved and saved (transport: {}, was {})",
                              prepared.device, procedure, name(outcome.transport_after),
                              name(outcome.transport_before)));
    }
  }
}

// One object for one procedure on one device, as it was asked for; a list otherwise.
void print_json(Output& output, const std::vector<Prepared>& all, bool single) {
  auto list = nlohmann::ordered_json::array();
  for (const Prepared& prepared : all) {
    for (auto& one : to_json(prepared)) list.push_back(std::move(one));
  }
  output.line(to_string(single && !list.empty() ? list.front() : list));
}

ExitStatus status_of(const std::vector<Prepared>& all) {
  ExitStatus status = ExitStatus::kYes;
  for (const Prepared& prepared : all) {
    if (prepared.error && status != ExitStatus::kUnreachable) {
      status = exit_status_of(*prepared.error);
    } else if (prepared.declined && status == ExitStatus::kYes) {
      status = ExitStatus::kNo;
    }
  }
  return status;
}

Result<ExitStatus> prepare_devices(Context& context, const PrepareOptions& options) {
  const std::stop_token stop = stop_on_interrupt();
  LW_ASSIGN(const auto library, procedure::Library::load(context.options.procedures));
  std::vector<std::shared_ptr<const procedure::Procedure>> procedures;
  for (const std::string& id : options.procedures) {
    LW_ASSIGN(procedures.emplace_back(), library.find(id));
  }
  LW_ASSIGN(auto values, read_settings(options.settings, procedures));
  net::Loop loop(2);  // outlives the connections of the fleet
  LW_ASSIGN(Fleet fleet, open_fleet(context, options.fleet));
  LW_ASSIGN(auto journal, device::Journal::open(context.options.data));
  const bool many = fleet.devices.size() > 1;
  if (many && !options.yes && !options.dry_run) {
    return failure(ErrorCode::kInvalidArgument,
                   "several devices are prepared at once only with --yes or --dry-run");
  }
  Output& output = context.output;
  std::unique_ptr<device::WriteLeases> leases;
  std::optional<ConfigurationKeeper> configurations;
  if (!options.dry_run) {
    LW_ASSIGN(leases, device::WriteLeases::open(context.options.store));
    LW_ASSIGN(auto keeper, ConfigurationKeeper::open(fleet.inventory, fleet.registry));
    configurations.emplace(std::move(keeper));
  }
  PrepareWork work{.fleet = fleet,
                   .journal = journal,
                   .leases = leases.get(),
                   .procedures = procedures,
                   .values = std::move(values),
                   .configurations = configurations ? &*configurations : nullptr,
                   .stop = stop,
                   .approve =
                       [&](const device::Access& access, const procedure::Plan& plan,
                           const std::vector<std::string>& undo) {
                         if (many && options.yes) return true;
                         if (many) output.message(fmt::format("{}:", access.device.name));
                         return approved(output, options, access, plan, undo);
                       },
                   .progress =
                       [&](const device::Access& access, const std::string& line) {
                         if (!many) output.message(fmt::format("{}: {}", access.device.name, line));
                       }};
  LW_TRY(check_procedures(work));

  std::size_t finished = 0;
  const auto all = device::for_each_device<device::Access, Prepared>(
      loop, fleet.devices, options.fleet.at_once,
      [&](const device::Access& access) { return prepare_device(work, access); },
      [&](const Prepared& one) {
        const std::lock_guard lock(work.mutex);
        output.progress(fmt::format("{}/{} {}", ++finished, fleet.devices.size(), one.device));
      });
  if (output.json()) {
    print_json(output, all, !many && procedures.size() == 1);
  } else {
    for (const Prepared& one : all) print(output, one);
  }
  for (const Prepared& one : all) {
    if (one.error) output.fail(*one.error);
  }
  return status_of(all);
}

}  // namespace

void add_prepare(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("prepare", "Carry procedures out on devices, and prove them there");
  const auto options = std::make_shared<PrepareOptions>();
  add_fleet_options(*command, options->fleet, Names::kMany);
  add_context_option(*command, options->fleet);
  command
      ->add_option("--for", options->procedures,
                   "Procedure, see: linewarden procedures (again for more: each device takes those "
                   "for its family, in this order)")
      ->type_name("PROCEDURE")
      ->required()
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
  add_setting_options(*command, options->settings);
  command->add_flag("--yes", options->yes, "Enter the plan without asking");
  command->add_flag("--dry-run", options->dry_run, "Show the plan and enter nothing");
  command->footer(
      "The device keeps the way in that it had until the new one has been proved by a login of its "
      "own. Nothing is saved\n"
      "before the result is proved. Running it again changes nothing.\n"
      "User and password of the inventory fill the parameters username and password; {device} and "
      "{address} in a\n"
      "value stand for the device's own.\n"
      "Exit status: 0 proved, 1 refused by the device or by you, 3 not reached.\n"
      "Examples:\n"
      "  linewarden prepare branch-12 --for ios-ssh --set hostname=branch-12 --set "
      "domain=example.net\n"
      "  linewarden prepare branch-12 --for ios-ssh-only --yes\n"
      "  linewarden prepare fwsm-1 --for asa-https --over chassis --context admin --set "
      "manager=192.0.2.5\n"
      "  linewarden prepare all --for ios-ssh --for asa-https --set hostname={device} --set "
      "domain=example.net --set manager=192.0.2.9 --yes");
  command->callback([options, &context] {
    context.run = [options](Context& c) { return prepare_devices(c, *options); };
  });
}

}  // namespace lw::cli
