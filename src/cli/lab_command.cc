// linewarden lab up: simulated devices on loopback.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/context.h"
#include "cli/interrupt.h"
#include "cli/json_answer.h"
#include "cli/table.h"
#include "lab/lab.h"

namespace lw::cli {
namespace {

constexpr std::size_t kLargestLabFile = std::size_t{128} << 20;  // of long configurations

struct LabOptions {
  std::string file;
  std::string state;
};

void print(Output& output, const std::vector<lab::RunningDevice>& devices) {
  if (output.json()) {
    auto json = nlohmann::ordered_json::array();
    for (const lab::RunningDevice& device : devices) {
      nlohmann::ordered_json one;
      one["name"] = json_text(device.name);
      one["platform"] = json_text(device.platform);
      one["transports"] = nlohmann::ordered_json::object();
      for (const auto& [transport, port] : device.ports) {
        one["transports"][std::string(name(transport))] = {{"address", device.address},
                                                           {"port", port}};
      }
      json.push_back(std::move(one));
    }
    output.line(to_string(json));
  } else {
    Table table({"device", "platform", "transport", "address"});
    for (const lab::RunningDevice& device : devices) {
      for (const auto& [transport, port] : device.ports) {
        table.add({device.name, device.platform, std::string(name(transport)),
                   fmt::format("{}:{}", device.address, port)});
      }
    }
    for (const auto& line : table.lines(output.width())) output.line(line);
    output.message(fmt::format(
        "Every password of the default fleet is \"{}\", its user \"{}\". Ctrl-C ends the lab.",
        lab::kLabPassword, lab::kLabUser));
  }
  output.flush();
}

Result<ExitStatus> up(Context& context, const LabOptions& options) {
  const std::stop_token stop = stop_on_interrupt();
  lab::LabDescription description = lab::default_lab();
  if (!options.file.empty()) {
    LW_ASSIGN(const std::string text, read_file(options.file, kLargestLabFile));
    LW_ASSIGN(description, lab::parse_lab(text, options.file));
  }
  description.state_folder = options.state;
  description.struck = [&](const std::string& device, const std::string& what) {
    context.output.message(fmt::format("{}: struck at {}", device, what));
  };
  LW_ASSIGN(lab::Lab lab, lab::Lab::start(description));
  for (const lab::RunningAaaServer& server : lab.aaa_servers()) {
    context.output.message(
        fmt::format("AAA server {}: TACACS+ at {}:{}", server.name, server.address, server.port));
  }
  print(context.output, lab.devices());

  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait(lock, stop, [] { return false; });
  lab.stop();
  return ExitStatus::kYes;
}

}  // namespace

void add_lab(CLI::App& app, Context& context) {
  CLI::App* lab = app.add_subcommand("lab", "Simulated devices on loopback");
  lab->require_subcommand(1);
  CLI::App* command =
      lab->add_subcommand("up", "Start them, say where each listens, and run until Ctrl-C");
  const auto options = std::make_shared<LabOptions>();
  command
      ->add_option("--file", options->file, "Lab file (YAML); a small default fleet when not given")
      ->type_name("FILE");
  command
      ->add_option("--state", options->state,
                   "Folder in which saved configurations live on; in memory when not given")
      ->type_name("DIR");
  command->footer(
      "The devices keep real state: what is configured shows, what is saved survives a reload.\n"
      "Examples:\n"
      "  linewarden lab up\n"
      "  linewarden --json lab up --file lab.yaml");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return up(c, *options); }; });
}

}  // namespace lw::cli
