// linewarden prepare NAME --for PROCEDURE: carries a procedure out on a device and proves it.
#include <fmt/format.h>
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
#include "cli/setting_options.h"
#include "cli/table.h"
#include "device/journal.h"
#include "net/loop.h"
#include "prepare/prepare.h"

namespace lw::cli {
namespace {

struct PrepareOptions {
  FleetOptions fleet;
  std::string procedure;
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

Result<ExitStatus> prepare_device(Context& context, const PrepareOptions& options) {
  const std::stop_token stop = stop_on_interrupt();
  LW_ASSIGN(const auto library, procedure::Library::load(context.options.procedures));
  LW_ASSIGN(const auto procedure, library.find(options.procedure));
  LW_ASSIGN(const auto values, read_settings(options.settings, {procedure}));
  net::Loop loop(1);  // outlives the connections of the fleet
  LW_ASSIGN(Fleet fleet, open_fleet(context, options.fleet));
  LW_ASSIGN(auto journal, device::Journal::open(context.options.data));
  const device::Access access = fleet.devices.front();
  Output& output = context.output;

  prepare::Callbacks callbacks;
  callbacks.progress = [&](const std::string& line) {
    output.message(fmt::format("{}: {}", access.device.name, line));
  };
  callbacks.approve = [&](const procedure::Plan& plan) {
    show_plan(output, *access.platform, plan);
    return !options.dry_run && (options.yes || confirmed(output));
  };
  auto outcome = loop.run<Result<prepare::Outcome>>([&] {
    return prepare::prepare({access, procedure, values, fleet.timeouts}, *fleet.connector, journal,
                            callbacks, stop);
  });
  if (!outcome) {
    if (output.json()) {
      output.line(to_string(nlohmann::ordered_json{{"device", json_text(access.device.name)},
                                                   {"procedure", json_text(procedure->id)},
                                                   {"applied", nlohmann::ordered_json::array()},
                                                   {"proved", false},
                                                   {"error", json_error(outcome.error())}}));
    }
    output.fail(outcome.error());
    return exit_status_of(outcome.error());
  }

  // Only what was proved goes into the inventory.
  if (outcome->proved &&
      (outcome->transport_after != outcome->transport_before || outcome->changed)) {
    store::Device device = outcome->device;
    device.transport = name(outcome->transport_after);
    LW_TRY(fleet.inventory.update(device));
    LW_TRY(fleet.inventory.set_credentials(device.name, outcome->credentials));
  }
  if (output.json()) {
    nlohmann::ordered_json json;
    json["device"] = json_text(access.device.name);
    json["procedure"] = json_text(procedure->id);
    json["applied"] = nlohmann::ordered_json::array();
    for (const auto& command : outcome->applied) json["applied"].push_back(json_text(command));
    json["changed"] = outcome->changed;
    json["proved"] = outcome->proved;
    json["transport_before"] = name(outcome->transport_before);
    json["transport_after"] = name(outcome->transport_after);
    output.line(to_string(json));
  } else if (outcome->declined) {
    output.line(fmt::format("{}: nothing was entered", access.device.name));
  } else if (!outcome->changed) {
    output.line(fmt::format("{}: nothing to change, {} is in place and proved (transport: {})",
                            access.device.name, procedure->id, name(outcome->transport_after)));
  } else {
    output.line(fmt::format("{}: {} is in place, proved and saved (transport: {}, was {})",
                            access.device.name, procedure->id, name(outcome->transport_after),
                            name(outcome->transport_before)));
  }
  return outcome->proved ? ExitStatus::kYes : ExitStatus::kNo;
}

}  // namespace

void add_prepare(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("prepare", "Carry a procedure out on a device, and prove it there");
  const auto options = std::make_shared<PrepareOptions>();
  add_fleet_options(*command, options->fleet, Names::kOne);
  command->add_option("--for", options->procedure, "Procedure, see: linewarden procedures")
      ->type_name("PROCEDURE")
      ->required();
  add_setting_options(*command, options->settings);
  command->add_flag("--yes", options->yes, "Enter the plan without asking");
  command->add_flag("--dry-run", options->dry_run, "Show the plan and enter nothing");
  command->footer(
      "The device keeps the way in that it had until the new one has been proved by a login of its "
      "own. Nothing is saved\n"
      "before the result is proved. Running it again changes nothing.\n"
      "User and password of the inventory fill the parameters username and password.\n"
      "Exit status: 0 proved, 1 refused by the device or by you, 3 not reached.\n"
      "Examples:\n"
      "  linewarden prepare branch-12 --for ios-ssh --set hostname=branch-12 --set "
      "domain=example.net\n"
      "  linewarden prepare branch-12 --for ios-ssh-only --yes");
  command->callback([options, &context] {
    context.run = [options](Context& c) { return prepare_device(c, *options); };
  });
}

}  // namespace lw::cli
