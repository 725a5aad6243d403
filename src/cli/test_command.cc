// linewarden test NAME…: connectivity and login, with a diagnosis.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/fleet.h"
#include "cli/json_answer.h"
#include "cli/table.h"
#include "device/fleet.h"
#include "device/reachability.h"

namespace lw::cli {
namespace {

using device::Reachability;

nlohmann::ordered_json to_json(const Reachability& result) {
  nlohmann::ordered_json json;
  json["device"] = json_text(result.device);
  json["transport"] = json_text_or_null(result.transport);
  json["ok"] = !result.error;
  json["prompt"] = json_text_or_null(result.prompt);
  json["version"] = json_text_or_null(result.version);
  json["milliseconds"] = result.took.count();
  json["error"] = nullptr;
  if (result.error) json["error"] = json_error(*result.error);
  return json;
}

void print(Output& output, const std::vector<Reachability>& results) {
  Table table({"device", "transport", "result", "time", "prompt", "version"});
  for (const Reachability& one : results) {
    table.add({one.device, one.transport, one.error ? std::string(name(one.error->code)) : "ok",
               fmt::format("{} ms", one.took.count()), one.prompt, one.version});
  }
  for (const auto& line : table.lines(output.width())) output.line(line);
  for (const Reachability& one : results) {
    if (one.error) output.fail(*one.error);
  }
}

Result<ExitStatus> test(Context& context, const FleetOptions& options) {
  net::Loop loop(2);  // outlives the connections of the fleet
  LW_ASSIGN(Fleet fleet, open_fleet(context, options));
  std::size_t finished = 0;
  const auto results = device::for_each_device<device::Access, Reachability>(
      loop, fleet.devices, options.at_once,
      [&](const device::Access& access) {
        return device::test_reachability(access, *fleet.connector, fleet.registry, fleet.timeouts);
      },
      [&](const Reachability& one) {
        context.output.progress(
            fmt::format("{}/{} {}", ++finished, fleet.devices.size(), one.device));
      });

  ExitStatus status = ExitStatus::kYes;
  for (const Reachability& one : results) {
    if (one.error && status != ExitStatus::kUnreachable) status = exit_status_of(*one.error);
  }
  if (context.output.json()) {
    auto json = nlohmann::ordered_json::array();
    for (const Reachability& one : results) json.push_back(to_json(one));
    context.output.line(to_string(json));
  } else {
    print(context.output, results);
  }
  return status;
}

}  // namespace

void add_test(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "test", "Test whether devices can be reached and logged in to; changes nothing");
  const auto options = std::make_shared<FleetOptions>();
  add_fleet_options(*command, *options, Names::kMany);
  add_context_option(*command, *options);
  command->footer(
      "Exit status: 0 all can be reached, 3 some can't.\n"
      "Examples:\n"
      "  linewarden test branch-12\n"
      "  linewarden test fw-1 --context customer-a\n"
      "  linewarden --json test all --at-once 100");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return test(c, *options); }; });
}

}  // namespace lw::cli
