// linewarden run NAME… --command C…: exec commands on devices.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/fleet.h"
#include "cli/interrupt.h"
#include "cli/json_answer.h"
#include "device/access_error.h"
#include "device/fleet.h"

namespace lw::cli {
namespace {

struct RunOptions {
  FleetOptions fleet;
  std::vector<std::string> commands;
};

struct DeviceRun {
  std::string device;
  std::shared_ptr<const platform::Platform> platform;
  std::vector<session::Output> outputs;
  std::optional<Error> error;
};

// What users type holds secrets as well as what devices answer, and devices repeat it.
void hide_secrets(DeviceRun& run) {
  const auto hide = [&](std::string& text) { text = run.platform->redact(text); };
  for (session::Output& output : run.outputs) {
    hide(output.command);
    hide(output.text);
    for (std::string& line : output.log_lines) hide(line);
    for (std::string& line : output.warnings) hide(line);
    if (!output.rejected) continue;
    hide(output.rejected->command);
    hide(output.rejected->message);
  }
  if (run.error) hide(run.error->message);
}

// Stops at the first command that the device refuses: the next ones may have relied on it.
net::Task<DeviceRun> run_on(device::Access access, std::vector<std::string> commands,
                            device::Connector& connector, device::Timeouts timeouts,
                            std::stop_token stop) {
  DeviceRun result{access.device.name, access.platform, {}, {}};
  if (stop.stop_requested()) {
    result.error = Error{ErrorCode::kCancelled, access.device.name + ": not started", {}};
    co_return result;
  }
  auto session = co_await connector.open(access, access.transport, timeouts);
  if (!session) {
    result.error = std::move(session).error();
    co_return result;
  }
  auto all = co_await (*session)->run_all(commands, timeouts.command);
  result.outputs = std::move(all.outputs);
  if (all.error) {
    result.error = device::in_context(
        std::move(*all.error).with_context(fmt::format("\"{}\"", commands[result.outputs.size()])),
        access, access.transport);
  }
  hide_secrets(result);
  co_await (*session)->close(Deadline::after(std::chrono::seconds(2)));
  co_return result;
}

nlohmann::ordered_json to_json(const DeviceRun& run) {
  nlohmann::ordered_json json;
  json["device"] = json_text(run.device);
  json["outputs"] = nlohmann::ordered_json::array();
  for (const session::Output& output : run.outputs) {
    nlohmann::ordered_json one;
    one["command"] = json_text(output.command);
    one["text"] = json_text(output.text);
    one["rejected"] = output.rejected.has_value();
    if (output.rejected) {
      one["message"] = json_text(output.rejected->message);
      one["column"] =
          output.rejected->column ? nlohmann::ordered_json(*output.rejected->column) : nullptr;
    }
    one["log_lines"] = nlohmann::ordered_json::array();
    for (const auto& line : output.log_lines) one["log_lines"].push_back(json_text(line));
    json["outputs"].push_back(std::move(one));
  }
  json["error"] = nullptr;
  if (run.error) json["error"] = json_error(*run.error);
  return json;
}

void print(Output& out, const DeviceRun& run, std::size_t devices) {
  for (const session::Output& output : run.outputs) {
    const std::string where = devices > 1 ? run.device + ": " : "";
    out.line(out.paint(Tone::kStrong, fmt::format("{}{}", where, output.command)));
    if (!output.text.empty()) out.line(output.text);
    for (const std::string& warning : output.warnings)
      out.message(fmt::format("{}: {}", run.device, warning));
    if (output.rejected) {
      out.fail(Error{ErrorCode::kCommandRejected,
                     fmt::format("{}: command {} \"{}\" was refused: {}", run.device,
                                 output.rejected->index + 1, output.rejected->command,
                                 output.rejected->message),
                     {}});
    }
  }
  if (run.error) out.fail(*run.error);
}

Result<ExitStatus> run(Context& context, const RunOptions& options) {
  const std::stop_token stop = stop_on_interrupt();
  net::Loop loop(2);  // outlives the connections of the fleet
  LW_ASSIGN(Fleet fleet, open_fleet(context, options.fleet));
  std::size_t finished = 0;
  const auto runs = device::for_each_device<device::Access, DeviceRun>(
      loop, fleet.devices, options.fleet.at_once,
      [&](const device::Access& access) {
        return run_on(access, options.commands, *fleet.connector, fleet.timeouts, stop);
      },
      [&](const DeviceRun& one) {
        context.output.progress(
            fmt::format("{}/{} {}", ++finished, fleet.devices.size(), one.device));
      });

  ExitStatus status = ExitStatus::kYes;
  auto json = nlohmann::ordered_json::array();
  for (const DeviceRun& one : runs) {
    const bool refused = !one.outputs.empty() && one.outputs.back().rejected;
    if (refused && status == ExitStatus::kYes) status = ExitStatus::kNo;
    if (one.error && status != ExitStatus::kUnreachable) status = exit_status_of(*one.error);
    if (context.output.json()) {
      json.push_back(to_json(one));
    } else {
      print(context.output, one, runs.size());
    }
  }
  if (context.output.json()) context.output.line(to_string(json));
  return status;
}

}  // namespace

void add_run(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("run", "Run exec commands on devices and show what they answer");
  const auto options = std::make_shared<RunOptions>();
  add_fleet_options(*command, options->fleet, Names::kMany);
  add_context_option(*command, options->fleet);
  command
      ->add_option("--command,-c", options->commands, "Command to run; may be given several times")
      ->type_name("C")
      ->required()
      ->take_all()
      ->expected(1)
      ->allow_extra_args(false);
  command->footer(
      "Secrets in the output are removed. A device whose command was refused gets no more "
      "commands.\n"
      "Exit status: 0 all done, 1 a device refused a command, 3 a device could not be reached.\n"
      "Examples:\n"
      "  linewarden run branch-12 --command \"show version\"\n"
      "  linewarden run fw-1 --context customer-a -c \"show interface ip brief\"\n"
      "  linewarden --json run all -c \"show clock\" -c \"show ip ssh\"");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return run(c, *options); }; });
}

}  // namespace lw::cli
