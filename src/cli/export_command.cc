// linewarden device export: the inventory as a file, without secrets.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/json_answer.h"
#include "cli/local_file.h"
#include "exchange/writing.h"
#include "store/inventory.h"

namespace lw::cli {
namespace {

using Writer = std::string (*)(std::span<const exchange::Exported>);

struct Options {
  std::string format = "csv";
  std::string output = "-";
  bool force = false;
};

const std::map<std::string, Writer>& writers() {
  static const std::map<std::string, Writer> known = {{"csv", exchange::write_csv},
                                                      {"yaml", exchange::write_yaml},
                                                      {"json", exchange::write_json},
                                                      {"ansible", exchange::write_ansible}};
  return known;
}

Result<ExitStatus> export_devices(Context& context, const Options& options) {
  const auto overwrite = options.force ? Overwrite::kYes : Overwrite::kNo;
  if (options.output == "-" && context.output.json()) {
    return failure(ErrorCode::kInvalidArgument,
                   "--json answers with one document, and the file would be a second one",
                   "name the file: --output FILE; or leave --json out and give --format json");
  }
  if (options.output != "-") LW_TRY(check_new_file(options.output, overwrite));
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(auto devices, inventory.list());
  std::vector<exchange::Exported> exported;
  exported.reserve(devices.size());
  for (store::Device& device : devices) {
    LW_ASSIGN(auto credentials, inventory.credentials(device.name));
    exported.push_back({std::move(device), std::move(credentials.username)});
  }
  const std::string text = writers().at(options.format)(exported);
  if (options.output == "-") {
    context.output.write(text);
    return ExitStatus::kYes;
  }
  LW_TRY(write_new_file(options.output, text, overwrite));
  if (context.output.json()) {
    context.output.line(to_string({{"devices", exported.size()},
                                   {"format", options.format},
                                   {"file", json_text(options.output)}}));
  } else {
    context.output.line(fmt::format("{} devices are in {}", exported.size(), options.output));
  }
  return ExitStatus::kYes;
}

}  // namespace

void add_device_export(CLI::App& device, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      device.add_subcommand("export", "Write all devices as a file; passwords never leave");
  command
      ->add_option("--format", options->format,
                   "csv, yaml and json can be imported again; ansible is an inventory for Ansible")
      ->check(CLI::IsMember(writers()))
      ->option_text("csv|yaml|json|ansible");
  command->add_option("--output", options->output, "File; standard output where it is not given")
      ->type_name("FILE");
  command->add_flag("--force", options->force, "Replace the file");
  command->footer(
      "Examples:\n"
      "  linewarden device export --output devices.csv\n"
      "  linewarden device export --format ansible --output hosts.yaml");
  command->callback([options, &context] {
    context.run = [options](Context& c) { return export_devices(c, *options); };
  });
}

}  // namespace lw::cli
