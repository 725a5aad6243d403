// linewarden device import: devices from inventory files of other tools, from ours, and from
// configurations.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/configuration_keeper.h"
#include "cli/context.h"
#include "cli/import_answer.h"
#include "cli/import_files.h"
#include "device/transport.h"
#include "device/transport_policy.h"
#include "exchange/changes.h"
#include "net/crypto_profile.h"
#include "net/endpoint.h"
#include "store/inventory.h"

namespace lw::cli {
namespace {

struct Options {
  ImportOptions files;
  std::string platform;
  std::vector<std::string> groups;
  bool dry_run = false;
  bool update = false;
  bool ignore_credentials = false;
  bool any_transport = false;
};

// What only rooms above the inventory's know of a device: the same that `device add` asks for.
class DeviceCheck {
 public:
  static Result<DeviceCheck> load(const platform::Registry& registry, store::Inventory& inventory,
                                  bool any_transport) {
    DeviceCheck check(registry, any_transport);
    LW_ASSIGN(const auto servers, inventory.list_servers());
    for (const store::Server& server : servers) check.servers_[server.name] = server.kind;
    LW_ASSIGN(const auto sets, inventory.list_credential_sets());
    for (const store::CredentialSet& set : sets) check.sets_.insert(set.name);
    return check;
  }

  Result<void> operator()(const store::Device& device, const store::Device* before) const {
    if (!device.transport.empty() && (before == nullptr || before->transport != device.transport)) {
      LW_ASSIGN(const auto transport, device::parse_transport(device.transport));
      LW_ASSIGN(const auto platform, registry_->find(device.platform));
      if (!any_transport_) {
        auto allowed =
            device::check_allowed(*platform, platform->transports_of(device.os_version), transport);
        if (!allowed) {
          allowed.error().hint = "to set it all the same: --any-transport";
          return allowed;
        }
      }
    }
    if (!device.crypto.empty()) LW_TRY(net::parse_crypto_profile(device.crypto));
    if (!device.console.empty()) LW_TRY(net::parse_endpoint(device.console, 0));
    LW_TRY(has_server(device.jump, store::kJumpKind));
    LW_TRY(has_server(device.token_server, store::kTokenServerKind));
    if (auto engine = has_server(device.staging_server, store::kConfigurationEngineKind); !engine) {
      LW_TRY(has_server(device.staging_server, store::kAutoUpdateKind));
    }
    if (device.credential_set.empty() || sets_.contains(device.credential_set)) return {};
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("there is no credential set \"{}\"", printable(device.credential_set, 60)),
        "add it before");
  }

 private:
  DeviceCheck(const platform::Registry& registry, bool any_transport)
      : registry_(&registry), any_transport_(any_transport) {}

  Result<void> has_server(const std::string& name, std::string_view kind) const {
    if (name.empty()) return {};
    const auto found = servers_.find(name);
    if (found != servers_.end() && found->second == kind) return {};
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("there is no server \"{}\" of the kind {}", printable(name, 60), kind),
        "add it before: linewarden server add");
  }

  const platform::Registry* registry_;
  bool any_transport_;
  std::map<std::string, std::string> servers_;  // kinds by names
  std::set<std::string> sets_;
};

// Stores them together, a batch at a time. What the inventory refuses moves to what was refused
// before.
Result<void> write(Context& context, store::Inventory& inventory, exchange::Changes& changes,
                   std::vector<exchange::Change>& wanted, store::DeviceChange::Kind kind) {
  constexpr std::size_t kBatch = 5000;
  std::vector<exchange::Change> done;
  done.reserve(wanted.size());
  for (std::size_t at = 0; at < wanted.size(); at += kBatch) {
    context.output.progress(fmt::format("writing {} of {} devices", at, wanted.size()));
    const auto batch = std::span(wanted).subspan(at, std::min(kBatch, wanted.size() - at));
    std::vector<store::DeviceChange> stored;
    stored.reserve(batch.size());
    for (const exchange::Change& change : batch) {
      store::DeviceChange& one = stored.emplace_back();
      one.kind = kind;
      one.device = change.device;
      if (change.sets_credentials) one.credentials = change.credentials;
    }
    LW_ASSIGN(auto outcomes, inventory.apply(stored));
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (outcomes[i]) {
        done.push_back(std::move(batch[i]));
      } else {
        changes.refused.push_back(
            {batch[i].row, batch[i].device.name, std::move(outcomes[i]).error()});
      }
    }
  }
  wanted = std::move(done);
  return {};
}

// Configurations go into the archive, but for those of a device that was left as it is: whether it
// is the same one is not known.
Result<void> archive(store::Inventory& inventory, const platform::Registry& registry,
                     const Imported& imported, const exchange::Changes& changes) {
  std::optional<ConfigurationKeeper> keeper;
  for (const auto* kind : {&changes.added, &changes.changed, &changes.unchanged}) {
    for (const exchange::Change& change : *kind) {
      const exchange::Row& row = imported.rows[change.row];
      if (!row.entry || row.entry->text.empty()) continue;
      if (!keeper) {
        LW_ASSIGN(auto opened, ConfigurationKeeper::open(inventory, registry));
        keeper.emplace(std::move(opened));
      }
      const auto name = std::filesystem::path(row.file).filename().string();
      LW_TRY(keeper->keep(change.device, row.entry->text, "import of " + name));
    }
  }
  return {};
}

Result<ExitStatus> import(Context& context, const Options& options) {
  LW_ASSIGN(const auto registry, platform::Registry::load(context.options.platforms));
  if (!options.platform.empty()) LW_TRY(registry.find(options.platform));
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(const auto imported, read_files(context, registry, options.files));
  LW_ASSIGN(auto devices, inventory.list());
  std::ranges::sort(devices, {}, &store::Device::name);
  LW_ASSIGN(const auto check, DeviceCheck::load(registry, inventory, options.any_transport));
  const exchange::Known known{devices,
                              [&](const std::string& name) { return inventory.credentials(name); }};
  exchange::Policy policy{
      .existing = options.update ? exchange::Existing::kUpdate : exchange::Existing::kLeave,
      .secrets =
          options.ignore_credentials ? exchange::Secrets::kIgnored : exchange::Secrets::kTaken,
      .platform = options.platform,
      .groups = {options.groups.begin(), options.groups.end()},
      .has_platform = [&](std::string_view name) { return registry.find(name).has_value(); },
      .check = check};
  exchange::Changes changes = exchange::changes(known, imported.rows, policy);
  if (!options.dry_run) {
    using Kind = store::DeviceChange::Kind;
    LW_TRY(write(context, inventory, changes, changes.added, Kind::kAdd));
    LW_TRY(write(context, inventory, changes, changes.changed, Kind::kUpdate));
    LW_TRY(archive(inventory, registry, imported, changes));
  }
  const Answer answer{imported, changes, options.dry_run ? DryRun::kYes : DryRun::kNo};
  if (context.output.json()) {
    answer.print_json(context.output);
  } else {
    answer.print(context.output);
  }
  return changes.refused.empty() ? ExitStatus::kYes : ExitStatus::kNo;
}

}  // namespace

void add_device_import(CLI::App& device, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = device.add_subcommand(
      "import", "Add devices from inventory files and configurations; nothing is contacted");
  command
      ->add_option("FILE", options->files.paths, "Files, folders of them, or - for standard input")
      ->required();
  command
      ->add_option(
          "--format", options->files.format,
          "csv, yaml or json (ours), dcr, csm, mars, ansible, netbox or config; told by the "
          "file itself where it is not given")
      ->type_name("F");
  command
      ->add_option("--platform", options->platform,
                   "Family of the devices whose file does not tell it, such as cisco_ios")
      ->type_name("P");
  command->add_flag("--dry-run", options->dry_run, "Only show what would be done");
  command->add_flag("--update", options->update,
                    "Change devices that are there already and differ; else they stay as they are");
  command->add_flag("--ignore-credentials", options->ignore_credentials,
                    "Take no user names and passwords from the file");
  command
      ->add_option(
          "--encoding", options->files.encoding,
          "What the file is written in, such as latin1; else UTF-8, or UTF-16 with its mark")
      ->type_name("E");
  command->add_option("--group", options->groups, "Group to put the devices in; again for more")
      ->type_name("G");
  command
      ->add_option("--columns", options->files.columns,
                   "What the columns of a table are, such as address=1,host_name=2,username=17")
      ->type_name("NAME=N,…");
  command
      ->add_option("--address-from", options->files.config.interface,
                   "In configurations: the interface whose address the device is managed at")
      ->type_name("INTERFACE");
  command
      ->add_option(
          "--name-from", options->files.config.name_from,
          "Where the names of configurations come from: their text (text) or the file (file)")
      ->transform(CLI::CheckedTransformer(std::map<std::string, exchange::NameFrom>{
          {"text", exchange::NameFrom::kText}, {"file", exchange::NameFrom::kFile}}))
      ->option_text("text|file");
  command->add_flag("--any-transport", options->any_transport,
                    "Take a transport although the type is not managed over it");
  command->footer(
      "Examples:\n"
      "  linewarden device import dcr-export.csv --dry-run\n"
      "  linewarden device import netbox.json --platform cisco_ios --group branches --update\n"
      "  linewarden device import configs/ --address-from Loopback0\n"
      "  ansible-inventory --list --yaml | linewarden device import -");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return import(c, *options); }; });
}

}  // namespace lw::cli
