// linewarden device add|list|show|set|remove: the inventory.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/credential_options.h"
#include "cli/device_discovery.h"
#include "cli/device_options.h"
#include "cli/discover_answer.h"
#include "cli/fleet.h"
#include "cli/forget_pin.h"
#include "cli/json_answer.h"
#include "cli/record_answer.h"
#include "cli/table.h"
#include "device/access.h"
#include "net/peer_pins.h"
#include "platform/platform.h"
#include "store/discoveries.h"
#include "store/inventory.h"

namespace lw::cli {
namespace {

// What the verbs share: who is in the inventory, and how devices are managed.
struct Records {
  platform::Registry registry;
  store::Inventory inventory;
  device::TransportPolicy policy;

  static Result<Records> open(const Context& context) {
    LW_ASSIGN(auto registry, platform::Registry::load(context.options.platforms));
    LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
    LW_ASSIGN(auto policy, device::TransportPolicy::load(inventory));
    return Records{std::move(registry), std::move(inventory), std::move(policy)};
  }

  Result<nlohmann::ordered_json> json(const store::Device& device) {
    LW_ASSIGN(const auto credentials, inventory.credentials(device.name));
    const auto platform = registry.find(device.platform);
    return to_json(device, credentials, platform ? platform->get() : nullptr, policy);
  }
};

// The host key or certificate of the transport in use, forgotten or given.
Result<void> change_pin(Context& context, Records& records, const store::Device& device,
                        const DeviceOptions& options) {
  if (!options.accept_key && !options.fingerprint) return {};
  LW_ASSIGN(const auto platform, records.registry.find(device.platform));
  LW_ASSIGN(const auto transport, records.policy.in_use(device, *platform));
  LW_ASSIGN(const auto endpoint, device::endpoint_of(device, transport));
  if (options.accept_key) LW_TRY(forget_pin(context, endpoint));
  if (options.fingerprint) {
    net::PeerPins pins(context.options.data / "host_keys");
    LW_TRY(pins.pin(endpoint, {"any", *options.fingerprint}));
  }
  return {};
}

// As of the other commands that talk to devices.
ExitStatus not_reached(Context& context, const Error& error) {
  context.output.fail(error);
  return exit_status_of(error);
}

// Nothing stays in the inventory that did not tell what it is.
Result<ExitStatus> discover_added(Context& context, Records& records, const std::string& name,
                                  std::optional<device::Transport> way) {
  auto found = discover_new(context, name, way);
  if (found && found->error) found = std::unexpected(*found->error);
  if (!found) {
    LW_TRY(records.inventory.remove(name));
    return not_reached(context, found.error());
  }
  LW_ASSIGN(const auto device, records.inventory.find(name));
  if (context.output.json()) {
    LW_ASSIGN(auto json, records.json(device));
    json["discovery"] = to_json(*found);
    print_device(context.output, json);
  } else {
    print_discovered(context.output, {*std::move(found)});
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> add(Context& context, const DeviceOptions& told) {
  LW_ASSIGN(auto records, Records::open(context));
  DeviceOptions options = told;
  std::optional<device::Transport> way;
  if (!options.platform && !options.discover) {
    return failure(ErrorCode::kInvalidArgument, "the type of the device is missing",
                   "name it: --platform P; or let the device tell it: --discover");
  }
  if (!options.platform) {
    const auto found = identify_new(context, records.registry, records.inventory, options);
    if (!found) return not_reached(context, found.error());
    way = *found;
    options.fingerprint.reset();  // pinned already
  }
  store::Device device;
  device.name = options.name;
  LW_TRY(apply(options, records.registry, records.policy, device));
  LW_ASSIGN(const auto given, read_credentials(options.credentials));
  LW_TRY(records.inventory.add(device, given.over({})));
  LW_TRY(change_pin(context, records, device, options));
  if (options.discover) return discover_added(context, records, device.name, way);
  if (context.output.json()) {
    LW_ASSIGN(const auto json, records.json(device));
    print_device(context.output, json);
  } else {
    context.output.line(
        fmt::format("{} is in the inventory; try: linewarden test {}", device.name, device.name));
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> set(Context& context, const DeviceOptions& options) {
  LW_ASSIGN(auto records, Records::open(context));
  LW_ASSIGN(store::Device device, records.inventory.find(options.name));
  LW_TRY(apply(options, records.registry, records.policy, device));
  LW_ASSIGN(auto known, records.inventory.credentials(options.name));
  LW_ASSIGN(const auto given, read_credentials(options.credentials));
  LW_TRY(records.inventory.update(device));
  LW_TRY(records.inventory.set_credentials(options.name, given.over(std::move(known))));
  LW_TRY(change_pin(context, records, device, options));
  LW_ASSIGN(const auto json, records.json(device));
  print_device(context.output, json);
  return ExitStatus::kYes;
}

struct ListOptions {
  store::DeviceQuery query;
};

void add_list_options(CLI::App& command, ListOptions& options) {
  store::DeviceQuery& query = options.query;
  command
      .add_option("--search", query.search,
                  "Part of a name, an address, a group or a tag; without case")
      ->type_name("TEXT");
  command.add_option("--platform", query.platform, "Of this family")->type_name("P");
  command.add_option("--group", query.group, "In this group")->type_name("GROUP");
  command.add_option("--tag", query.tag, "With this tag")->type_name("TAG");
  command.add_option("--site", query.site, "At this site")->type_name("SITE");
  command.add_option("--server", query.server, "That use this server")->type_name("SERVER");
  command.add_option("--credential-set", query.credential_set, "That name this credential set")
      ->type_name("SET");
  command.add_option("--part-of", query.part_of, "Modules and contexts of this device")
      ->type_name("NAME");
  command.add_option("--after", query.after, "The page behind this name")->type_name("NAME");
  command.add_option("--limit", query.limit, "At most so many")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}));
}

void print_list(Output& output, const std::vector<store::Device>& devices, Records& records) {
  Table table({"device", "platform", "transport", "address", "groups", "tags", "notes"});
  for (const store::Device& device : devices) {
    const auto platform = records.registry.find(device.platform);
    std::string transport;
    std::string port;
    if (platform) {
      if (const auto used = records.policy.in_use(device, **platform)) {
        transport = name(*used);
        const auto endpoint = device::endpoint_of(device, *used);
        if (endpoint) port = fmt::format(":{}", endpoint->port);
      }
    }
    table.add({device.name, device.platform, transport,
               device.address.empty() ? std::string("(dynamic)") : device.address + port,
               fmt::format("{}", fmt::join(device.groups, " ")),
               fmt::format("{}", fmt::join(device.tags, " ")), device.notes});
  }
  for (const auto& line : table.lines(output.width())) output.line(line);
}

Result<ExitStatus> list(Context& context, const ListOptions& options) {
  LW_ASSIGN(auto records, Records::open(context));
  LW_ASSIGN(const auto devices, records.inventory.list(options.query));
  if (context.output.json()) {
    auto json = nlohmann::ordered_json::array();
    for (const store::Device& device : devices) {
      LW_ASSIGN(auto one, records.json(device));
      json.push_back(std::move(one));
    }
    context.output.line(to_string(json));
    return ExitStatus::kYes;
  }
  if (devices.empty()) {
    LW_ASSIGN(const auto all, records.inventory.count());
    context.output.line(
        all == 0 ? "The inventory is empty; add a device: linewarden device add NAME --platform P "
                   "--address A"
                 : fmt::format("None of the {} devices fits.", all));
    return ExitStatus::kYes;
  }
  print_list(context.output, devices, records);
  if (options.query.limit == static_cast<std::int64_t>(devices.size())) {
    LW_ASSIGN(const auto all, records.inventory.count(options.query));
    if (all > options.query.limit) {
      context.output.message(fmt::format("{} devices fit; the next page: --after {} --limit {}",
                                         all, devices.back().name, options.query.limit));
    }
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> show(Context& context, const DeviceOptions& options) {
  LW_ASSIGN(auto records, Records::open(context));
  LW_ASSIGN(const store::Device device, records.inventory.find(options.name));
  LW_ASSIGN(auto json, records.json(device));
  LW_ASSIGN(const auto record, store::Discoveries(records.inventory).find(options.name));
  if (context.output.json()) {
    json["discovery"] = record ? to_json(*record) : nlohmann::ordered_json();
  }
  print_device(context.output, json);
  if (record && !context.output.json()) print_record_of_discovery(context.output, *record);
  return ExitStatus::kYes;
}

Result<ExitStatus> remove(Context& context, const DeviceOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_TRY(inventory.remove(options.name));
  print_removed(context.output, options.name);
  return ExitStatus::kYes;
}

CLI::App* add_named(CLI::App& parent, const std::string& verb, const std::string& help,
                    const std::shared_ptr<DeviceOptions>& options) {
  CLI::App* command = parent.add_subcommand(verb, help);
  command->add_option("NAME", options->name, "Name of the device: letters, digits, '.', '-', '_'")
      ->required();
  return command;
}

}  // namespace

void add_device(CLI::App& app, Context& context) {
  CLI::App* device = app.add_subcommand("device", "Add, show and change devices in the inventory");
  device->require_subcommand(1);
  const auto options = std::make_shared<DeviceOptions>();

  CLI::App* command =
      add_named(*device, "add", "Add a device; without --discover nothing is contacted", options);
  add_device_options(*command, *options);
  command->add_flag("--discover", options->discover,
                    "Log in and let the device tell what it is: its type, too, without --platform");
  command->footer(
      "Example:\n"
      "  read -rs PW; export PW\n"
      "  linewarden device add branch-12 --platform cisco_ios --address 192.0.2.12 \\\n"
      "      --transport telnet --username netops --password-env PW --enable-password-env PW\n"
      "  linewarden device add fw-7 --discover --address 192.0.2.7 --username netops "
      "--password-env "
      "PW");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return add(c, *options); }; });

  command = add_named(*device, "set", "Change a device; what is not named stays", options);
  add_device_options(*command, *options);
  command->add_flag(
      "--accept-key", options->accept_key,
      "Forget the pinned host key or certificate: the next one is accepted and pinned");
  command->footer("Example:\n  linewarden device set branch-12 --transport ssh --ssh-port 2222");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return set(c, *options); }; });

  command = device->add_subcommand("list", "List the devices: all, or those that fit");
  const auto listing = std::make_shared<ListOptions>();
  add_list_options(*command, *listing);
  command->footer(
      "Examples:\n"
      "  linewarden device list --search berlin\n"
      "  linewarden device list --group dc1 --limit 50 --after fw-12\n"
      "  linewarden device list --json");
  command->callback(
      [listing, &context] { context.run = [listing](Context& c) { return list(c, *listing); }; });

  command = add_named(*device, "show", "Show one device; passwords are never shown", options);
  command->footer("Example:\n  linewarden device show branch-12");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return show(c, *options); }; });

  command = add_named(*device, "remove", "Remove a device and its credentials from the inventory",
                      options);
  command->footer("Example:\n  linewarden device remove branch-12");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return remove(c, *options); }; });

  add_device_import(*device, context);
  add_device_export(*device, context);
}

}  // namespace lw::cli
