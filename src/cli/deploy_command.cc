// linewarden deploy NAME… --file F --mode delta|full: a configuration for devices, into files or to
// token servers.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/context.h"
#include "cli/fleet.h"
#include "cli/interrupt.h"
#include "cli/json_answer.h"
#include "cli/local_file.h"
#include "cli/table.h"
#include "cli/token_servers.h"
#include "deploy/config_lines.h"
#include "deploy/file_deployment.h"
#include "device/transport_policy.h"

namespace lw::cli {
namespace {

using deploy::FileOutcome;
using session::ConfigFileKind;

constexpr std::string_view kIntoFiles = "file";
constexpr std::string_view kToTokenServers = "tms";
// Of the contract; the others are not there yet.
constexpr std::array<std::string_view, 5> kDestinations = {"device", "file", "aus", "ce", "tms"};

enum class Destination { kFiles, kTokenServers };

struct DeployOptions {
  std::vector<std::string> names;
  std::string file;
  std::string mode;
  std::optional<std::string> to;
  std::string folder;
  bool preview = false;
  int upload_seconds = 60;
};

Result<Destination> destination_of(const DeployOptions& options, const store::Device& device,
                                   const platform::Platform& platform,
                                   const device::TransportPolicy& policy) {
  constexpr const char* kHint = "to put it into a folder: --to file --folder DIR";
  if (options.to && std::ranges::find(kDestinations, *options.to) == kDestinations.end()) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("there is no destination \"{}\"", printable(*options.to, 40)),
                   kHint);
  }
  if (options.to == kIntoFiles) return Destination::kFiles;
  if (options.to == kToTokenServers) {
    LW_TRY(device::check_allowed(platform, platform.transports_of(device.os_version),
                                 device::Transport::kTms));
    return Destination::kTokenServers;
  }
  if (options.to) {
    return failure(
        ErrorCode::kUnsupported,
        fmt::format("this version deploys into files and to token servers, not to \"{}\"",
                    *options.to),
        kHint);
  }
  LW_ASSIGN(const device::Transport transport, policy.in_use(device, platform));
  if (transport == device::Transport::kFile) return Destination::kFiles;
  if (transport == device::Transport::kTms) return Destination::kTokenServers;
  return failure(
      ErrorCode::kUnsupported,
      fmt::format("{} is set to {}, and this version deploys into files and to token servers",
                  device.name, name(transport)),
      kHint);
}

struct Targets {
  Destination destination = Destination::kFiles;
  std::vector<deploy::FileTarget> files;
  std::vector<deploy::TokenTarget> tokens;
};

Result<Targets> find_targets(const Context& context, const DeployOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(const auto registry, platform::Registry::load(context.options.platforms));
  LW_ASSIGN(const auto policy, device::TransportPolicy::load(inventory));
  LW_ASSIGN(const auto devices, find_devices(inventory, options.names));
  Targets targets;
  TokenServers servers(inventory);
  for (const store::Device& device : devices) {
    LW_ASSIGN(const auto platform, registry.find(device.platform));
    LW_ASSIGN(const Destination one, destination_of(options, device, *platform, policy));
    if (&device == &devices.front()) targets.destination = one;
    if (one != targets.destination) {
      return failure(
          ErrorCode::kInvalidArgument,
          fmt::format("{} and {} get it in different ways", devices.front().name, device.name),
          "deploy to them one after the other, or say one way for all: --to file");
    }
    if (one == Destination::kFiles) {
      targets.files.push_back({device.name, platform});
    } else {
      LW_ASSIGN(auto server, servers.of(device));
      targets.tokens.push_back({device.name, platform, std::move(server)});
    }
  }
  return targets;
}

Result<void> check_folder(const std::string& folder) {
  if (folder.empty()) {
    return failure(ErrorCode::kInvalidArgument, "where the files go is not said", "--folder DIR");
  }
  std::error_code unknown;
  if (std::filesystem::is_directory(folder, unknown)) return {};
  return failure(ErrorCode::kNotFound, fmt::format("there is no folder {}", printable(folder)),
                 "make it first: mkdir -m 700 DIR");
}

nlohmann::ordered_json to_json(const DeployOptions& options, const FileOutcome& outcome,
                               std::size_t lines, const platform::Platform& platform) {
  nlohmann::ordered_json json;
  json["device"] = json_text(outcome.device);
  json["to"] = kIntoFiles;
  json["file"] = json_text_or_null(outcome.file.string());
  json["mode"] = options.mode;
  json["lines"] = lines;
  json["written"] = outcome.written;
  json["replaced"] = outcome.replaces && outcome.written;
  if (options.preview) {
    json["would_replace"] = outcome.replaces;
    json["text"] = json_text(platform.redact(outcome.text));
  }
  json["error"] = outcome.error ? json_error(*outcome.error) : nlohmann::ordered_json();
  return json;
}

void print_preview(Output& output, const FileOutcome& outcome, const platform::Platform& platform) {
  if (outcome.error) return;
  output.line(output.paint(
      Tone::kStrong, fmt::format("{}: {}{}", outcome.device, outcome.file.string(),
                                 outcome.replaces ? " (replaces a file of other content)" : "")));
  output.write(platform.redact(outcome.text));
}

void print(Output& output, const std::vector<FileOutcome>& outcomes, std::size_t lines) {
  Table table({"device", "file", "lines", "note"});
  for (const FileOutcome& one : outcomes) {
    table.add({one.device, one.file.string(), std::to_string(lines),
               !one.written   ? "not written"
               : one.replaces ? "replaced a file of other content"
                              : "written"});
  }
  for (const auto& line : table.lines(output.width())) output.line(line);
}

ConfigFileKind kind_of(const DeployOptions& options) {
  return options.mode == "full" ? ConfigFileKind::kFull : ConfigFileKind::kDelta;
}

Result<std::vector<std::string>> read_lines(const DeployOptions& options) {
  LW_ASSIGN(const std::string text, read_input(options.file, deploy::kMostConfigBytes));
  auto lines = deploy::config_lines(text);
  if (lines) return lines;
  return std::unexpected(std::move(lines).error().with_context(options.file));
}

Result<ExitStatus> into_files(Context& context, const DeployOptions& options,
                              const std::vector<deploy::FileTarget>& targets) {
  if (!options.preview || !options.folder.empty()) LW_TRY(check_folder(options.folder));
  LW_ASSIGN(const auto lines, read_lines(options));
  const auto kind = kind_of(options);
  const auto outcomes = options.preview
                            ? deploy::check_files(targets, lines, kind, options.folder)
                            : deploy::deploy_to_files(targets, lines, kind, options.folder);

  Output& output = context.output;
  ExitStatus status = ExitStatus::kYes;
  auto json = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const FileOutcome& one = outcomes[i];
    if (one.error) status = traits(one.error->code).exit;
    if (output.json()) {
      json.push_back(to_json(options, one, lines.size(), *targets[i].platform));
    } else if (options.preview) {
      print_preview(output, one, *targets[i].platform);
    }
  }
  if (output.json()) {
    output.line(to_string(json));
  } else if (!options.preview) {
    print(output, outcomes, lines.size());
  }
  for (const FileOutcome& one : outcomes) {
    if (one.error) output.fail(*one.error);
  }
  return status;
}

Result<ExitStatus> run(Context& context, const DeployOptions& options) {
  // Before any other thread: an upload can be stopped.
  const std::stop_token stop = stop_on_interrupt();
  LW_ASSIGN(auto targets, find_targets(context, options));
  if (targets.destination == Destination::kFiles) {
    return into_files(context, options, targets.files);
  }
  if (!options.folder.empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   "--folder is for files of this machine, and these devices get theirs by a token "
                   "server",
                   "to put them into the folder instead: --to file");
  }
  LW_ASSIGN(auto lines, read_lines(options));
  return to_token_servers(context,
                          {.targets = std::move(targets.tokens),
                           .lines = std::move(lines),
                           .kind = kind_of(options),
                           .preview = options.preview,
                           .limits = {std::chrono::seconds(options.upload_seconds), stop}});
}

}  // namespace

void add_deploy(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "deploy", "Put a configuration for devices into files, or send it to token servers");
  const auto options = std::make_shared<DeployOptions>();
  command->add_option("NAME", options->names, "Devices in the inventory; \"all\" for every one")
      ->required();
  command->add_option("--file", options->file, "The configuration; - for standard input")
      ->type_name("F")
      ->required();
  command
      ->add_option("--mode", options->mode,
                   "delta: commands to add to what the device has; full: all of its configuration")
      ->check(CLI::IsMember({"delta", "full"}))
      ->option_text("delta|full")
      ->required();
  command
      ->add_option("--to", options->to,
                   "file: into the folder; tms: sealed, to the device's token server; as the "
                   "device's transport says when not given")
      ->option_text("file|tms");
  command->add_option("--folder", options->folder, "Where the files go")->type_name("DIR");
  command->add_option("--upload-timeout", options->upload_seconds, "Seconds for each upload")
      ->type_name("SECONDS")
      ->capture_default_str()
      ->check(CLI::Range(1, 3600));
  command->add_flag("--preview", options->preview,
                    "Show what would be written, without secrets, and write nothing");
  command->footer(
      "file: writes DIR/NAME_delta.cfg or DIR/NAME_full.cfg, for its owner alone, and says when it "
      "replaced a file of other content.\n"
      "tms: for a router that can't be reached. What it shall have goes to its token server, "
      "sealed "
      "so that only that server opens\n"
      "it; there linewarden token write makes a USB token of it, from which the router takes it. "
      "Until then the router has nothing.\n"
      "Everything is checked for all devices first: when one can't take a line from a file, "
      "because the command would ask\n"
      "something, nothing is written.\n"
      "Exit status: 0 written, 1 the token server did not take it, 2 refused or not written, 3 the "
      "token server was not reached or\n"
      "refused the login.\n"
      "Examples:\n"
      "  linewarden deploy branch-12 --file ntp.cfg --mode delta --to file --folder out\n"
      "  linewarden deploy all --file - --mode delta --to file --folder out --preview < ntp.cfg\n"
      "  linewarden deploy branch-13 --file branch-13.cfg --mode full --to tms");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return run(c, *options); }; });
}

}  // namespace lw::cli
