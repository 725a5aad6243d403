// linewarden device add|list|show|set|remove: the inventory.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/credential_options.h"
#include "cli/json_answer.h"
#include "cli/table.h"
#include "device/access.h"
#include "net/peer_pins.h"
#include "platform/platform.h"
#include "store/inventory.h"

namespace lw::cli {
namespace {

struct DeviceOptions {
  std::string name;
  std::optional<std::string> platform;
  std::optional<std::string> os_version;
  std::optional<std::string> address;
  std::optional<std::string> transport;
  std::optional<std::uint16_t> port;
  std::optional<std::uint16_t> ssh_port;
  std::optional<std::uint16_t> telnet_port;
  std::optional<std::string> notes;
  bool accept_key = false;
  CredentialOptions credentials;
};

void add_device_options(CLI::App& command, DeviceOptions& options) {
  command.add_option("--platform", options.platform, "Family, such as cisco_ios")->type_name("P");
  command.add_option("--os-version", options.os_version, "Software version, such as 15.2")
      ->type_name("V");
  command.add_option("--address", options.address, "Host name or IP address")->type_name("A");
  command.add_option("--transport", options.transport, "ssh or telnet; ssh when not given")
      ->type_name("T");
  command.add_option("--port", options.port, "Port of that transport, when not the standard one")
      ->type_name("N");
  command.add_option("--ssh-port", options.ssh_port, "Port of SSH, when not 22")->type_name("N");
  command.add_option("--telnet-port", options.telnet_port, "Port of Telnet, when not 23")
      ->type_name("N");
  command.add_option("--notes", options.notes, "Anything worth knowing")->type_name("TEXT");
  add_credential_options(command, options.credentials);
}

Result<void> apply(const DeviceOptions& options, const platform::Registry& registry,
                   store::Device& device) {
  if (options.platform) {
    LW_TRY(registry.find(*options.platform));
    device.platform = *options.platform;
  }
  if (options.os_version) device.os_version = *options.os_version;
  if (options.address) device.address = *options.address;
  if (options.transport) {
    LW_TRY(device::parse_transport(*options.transport));
    device.transport = *options.transport;
  }
  if (options.notes) device.notes = *options.notes;
  LW_ASSIGN(const device::Transport transport, device::transport_in_use(device));
  if (options.port) device.ports[std::string(name(transport))] = *options.port;
  if (options.ssh_port) device.ports["ssh"] = *options.ssh_port;
  if (options.telnet_port) device.ports["telnet"] = *options.telnet_port;
  return {};
}

nlohmann::ordered_json to_json(const store::Device& device,
                               const store::DeviceCredentials& credentials) {
  const device::Transport transport =
      device::transport_in_use(device).value_or(device::Transport::kSsh);
  nlohmann::ordered_json json;
  json["name"] = json_text(device.name);
  json["platform"] = json_text(device.platform);
  json["os_version"] = json_text_or_null(device.os_version);
  json["address"] = json_text(device.address);
  json["transport"] = name(transport);
  json["port"] = device::port_for(device, transport);
  json["ports"] = device.ports;
  json["username"] = json_text_or_null(credentials.username);
  json["password_stored"] = !credentials.password.empty();
  json["enable_password_stored"] = credentials.enable_password.has_value();
  json["notes"] = json_text_or_null(device.notes);
  return json;
}

void show_device(Output& output, const store::Device& device,
                 const store::DeviceCredentials& credentials) {
  const auto json = to_json(device, credentials);
  if (output.json()) {
    output.line(to_string(json));
    return;
  }
  Table table({"field", "value"});
  for (const auto& [key, value] : json.items()) {
    if (key == "ports" || value.is_null()) continue;
    table.add({key, value.is_string()    ? value.get<std::string>()
                    : value.is_boolean() ? (value ? "yes" : "no")
                                         : value.dump()});
  }
  for (const auto& line : table.lines(output.width())) output.line(line);
}

Result<ExitStatus> add(Context& context, const DeviceOptions& options) {
  LW_ASSIGN(const auto registry, platform::Registry::load(context.options.platforms));
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.data));
  store::Device device;
  device.name = options.name;
  LW_TRY(apply(options, registry, device));
  LW_ASSIGN(const auto credentials, read_credentials(options.credentials, {}));
  LW_TRY(inventory.add(device, credentials));
  if (context.output.json()) {
    show_device(context.output, device, credentials);
  } else {
    context.output.line(
        fmt::format("{} is in the inventory; try: linewarden test {}", device.name, device.name));
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> set(Context& context, const DeviceOptions& options) {
  LW_ASSIGN(const auto registry, platform::Registry::load(context.options.platforms));
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.data));
  LW_ASSIGN(store::Device device, inventory.find(options.name));
  LW_TRY(apply(options, registry, device));
  LW_ASSIGN(auto known, inventory.credentials(options.name));
  LW_ASSIGN(const auto credentials, read_credentials(options.credentials, std::move(known)));
  LW_TRY(inventory.update(device));
  LW_TRY(inventory.set_credentials(options.name, credentials));
  if (options.accept_key) {
    net::PeerPins pins(context.options.data / "host_keys");
    LW_TRY(pins.forget({device.address, device::port_for(device, device::Transport::kSsh)}));
    context.output.message("the pinned host key is forgotten; the next one seen is pinned");
  }
  show_device(context.output, device, credentials);
  return ExitStatus::kYes;
}

Result<ExitStatus> list(Context& context) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.data));
  LW_ASSIGN(const auto devices, inventory.list());
  if (context.output.json()) {
    auto json = nlohmann::ordered_json::array();
    for (const store::Device& device : devices) {
      LW_ASSIGN(const auto credentials, inventory.credentials(device.name));
      json.push_back(to_json(device, credentials));
    }
    context.output.line(to_string(json));
    return ExitStatus::kYes;
  }
  if (devices.empty()) {
    context.output.line(
        "The inventory is empty; add a device: linewarden device add NAME --platform P --address "
        "A");
    return ExitStatus::kYes;
  }
  Table table({"device", "platform", "transport", "address", "notes"});
  for (const store::Device& device : devices) {
    const device::Transport transport =
        device::transport_in_use(device).value_or(device::Transport::kSsh);
    table.add({device.name, device.platform, std::string(name(transport)),
               fmt::format("{}:{}", device.address, device::port_for(device, transport)),
               device.notes});
  }
  for (const auto& line : table.lines(context.output.width())) context.output.line(line);
  return ExitStatus::kYes;
}

Result<ExitStatus> show(Context& context, const DeviceOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.data));
  LW_ASSIGN(const store::Device device, inventory.find(options.name));
  LW_ASSIGN(const auto credentials, inventory.credentials(options.name));
  show_device(context.output, device, credentials);
  return ExitStatus::kYes;
}

Result<ExitStatus> remove(Context& context, const DeviceOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.data));
  LW_TRY(inventory.remove(options.name));
  if (context.output.json()) {
    context.output.line(to_string(nlohmann::ordered_json{{"removed", json_text(options.name)}}));
  } else {
    context.output.line(
        fmt::format("{} and its credentials are gone from the inventory", options.name));
  }
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

  CLI::App* command = add_named(*device, "add", "Add a device; nothing is contacted", options);
  add_device_options(*command, *options);
  command->get_option("--platform")->required();
  command->get_option("--address")->required();
  command->footer(
      "Example:\n"
      "  read -rs PW; export PW\n"
      "  linewarden device add branch-12 --platform cisco_ios --address 192.0.2.12 \\\n"
      "      --transport telnet --username netops --password-env PW --enable-password-env PW");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return add(c, *options); }; });

  command = add_named(*device, "set", "Change a device; what is not named stays", options);
  add_device_options(*command, *options);
  command->add_flag("--accept-key", options->accept_key,
                    "Forget the pinned host key: the next one is accepted and pinned");
  command->footer("Example:\n  linewarden device set branch-12 --transport ssh --ssh-port 2222");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return set(c, *options); }; });

  command = device->add_subcommand("list", "List the devices");
  command->footer("Example:\n  linewarden device list --json");
  command->callback([&context] { context.run = [](Context& c) { return list(c); }; });

  command = add_named(*device, "show", "Show one device; passwords are never shown", options);
  command->footer("Example:\n  linewarden device show branch-12");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return show(c, *options); }; });

  command = add_named(*device, "remove", "Remove a device and its credentials from the inventory",
                      options);
  command->footer("Example:\n  linewarden device remove branch-12");
  command->callback(
      [options, &context] { context.run = [options](Context& c) { return remove(c, *options); }; });
}

}  // namespace lw::cli
