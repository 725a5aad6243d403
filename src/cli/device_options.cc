#include "cli/device_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/given_flag.h"
#include "cli/json_answer.h"
#include "cli/record_answer.h"
#include "device/access.h"
#include "device/session_limits.h"
#include "net/crypto_profile.h"

namespace lw::cli {
namespace {

// Properties that are a word each: option "--host-name", field "host_name".
struct Property {
  const char* field;
  std::string store::Device::* member;
  const char* type_name;
  const char* help;
};
constexpr std::array kProperties = {
    Property{"host_name", &store::Device::host_name, "NAME", "Host name that the device has"},
    Property{"domain_name", &store::Device::domain_name, "NAME", "Its domain name"},
    Property{"display_name", &store::Device::display_name, "TEXT", "What people call it"},
    Property{"image", &store::Device::image, "FILE", "Image that it runs"},
    Property{"target_version", &store::Device::target_version, "V",
             "Software version that it shall run"},
    Property{"context_mode", &store::Device::context_mode, "MODE",
             "Security contexts of a firewall: single or multiple"},
    Property{"firewall_mode", &store::Device::firewall_mode, "MODE",
             "How a firewall forwards: routed or transparent"},
    Property{"context_of", &store::Device::context_of, "NAME",
             "Firewall in the inventory that the device is a security context of"},
    Property{"context", &store::Device::context, "CTX", "Its name as a context there"},
    Property{"staging_server", &store::Device::staging_server, "SERVER",
             "Auto Update Server or Configuration Engine that the device polls, see: linewarden "
             "server"},
    Property{"identity_form", &store::Device::identity_form, "FORM",
             "How it names itself to an Auto Update Server: hardware-serial, hostname, ipaddress, "
             "mac-address or string"},
    Property{"identity", &store::Device::identity, "ID", "That name"},
    Property{"cns_config_id", &store::Device::cns_config_id, "ID",
             "Its ConfigID at a Configuration Engine; \"\" for the host name"},
    Property{"cns_event_id", &store::Device::cns_event_id, "ID", "Its EventID there"},
    Property{"cns_image_id", &store::Device::cns_image_id, "ID", "Its ImageID there"},
    Property{"supports_failover", &store::Device::supports_failover, "yes|no",
             "Whether its licence has failover (ASA 5505 and 5510: it may not); discovery sets it, "
             "and leaves alone what was set here; \"\" leaves it to discovery again"},
    Property{"credential_set", &store::Device::credential_set, "SET",
             "Credential set that it logs in with, see: linewarden credentials; \"\" for none"},
};

std::string option_of(std::string_view field) {
  std::string option = "--";
  for (const char c : field) option += c == '_' ? '-' : c;
  return option;
}

// An empty word counts, too: it is how a list is emptied.
std::function<void(std::string)> added_to(std::optional<std::vector<std::string>>& words) {
  return [&words](std::string word) {
    if (!words) words.emplace();
    words->push_back(std::move(word));
  };
}

void add_properties(CLI::App& command, DeviceOptions& options) {
  const std::string group = "Device properties";
  command
      .add_flag_function("--dynamic-address,!--static-address", given(options.dynamic_address),
                         "It has no fixed address; it fetches its configuration from a server")
      ->group(group);
  for (const auto& property : kProperties) {
    command
        .add_option_function<std::string>(
            option_of(property.field),
            [&options, field = property.field](const std::string& value) {
              options.properties[field] = value;
            },
            property.help)
        ->type_name(property.type_name)
        ->group(group);
  }
  command.add_option("--group", "Group that it belongs to; may be repeated; \"\" for none")
      ->each(added_to(options.groups))
      ->type_name("GROUP")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("--tag", "Tag; may be repeated; \"\" for none")
      ->each(added_to(options.tags))
      ->type_name("TAG")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group(group);
}

std::set<std::string> labels_of(const std::vector<std::string>& words) {
  std::set<std::string> labels(words.begin(), words.end());
  labels.erase("");
  return labels;
}

void apply_properties(const DeviceOptions& options, store::Device& device) {
  if (options.dynamic_address) device.dynamic_address = *options.dynamic_address;
  for (const auto& property : kProperties) {
    const auto given = options.properties.find(property.field);
    if (given != options.properties.end()) device.*property.member = given->second;
  }
  if (options.properties.contains("supports_failover")) {
    device.supports_failover_from = device.supports_failover.empty() ? "" : "edited";
  }
  if (options.groups) device.groups = labels_of(*options.groups);
  if (options.tags) device.tags = labels_of(*options.tags);
}

}  // namespace

void add_device_options(CLI::App& command, DeviceOptions& options) {
  command.add_option("--platform", options.platform, "Family, such as cisco_ios")->type_name("P");
  command.add_option("--os-version", options.os_version, "Software version, such as 15.2")
      ->type_name("V");
  command.add_option("--address", options.address, "Host name or IP address")->type_name("A");
  command
      .add_option("--transport", options.transport,
                  "https, ssh, telnet, http, console, chassis, tms or file, as the type allows; "
                  "\"\" for the "
                  "type's default (linewarden transport default)")
      ->type_name("T");
  command.add_flag("--any-transport", options.any_transport,
                   "Take the transport although the type is not managed over it");
  command.add_option("--port", options.port, "Port of that transport, when not the standard one")
      ->type_name("N");
  for (const device::Transport transport : device::kTransports) {
    const auto standard = device::standard_port(transport);
    if (!standard) continue;
    const std::string word(name(transport));
    command
        .add_option_function<std::uint16_t>(
            fmt::format("--{}-port", word),
            [&options, word](std::uint16_t port) { options.ports[word] = port; },
            fmt::format("Port of {}, when not {}", word, *standard))
        ->type_name("N");
  }
  command
      .add_option("--console", options.console,
                  "Console server and port of the device's console line; \"\" for none")
      ->type_name("HOST:PORT");
  command
      .add_option("--crypto", options.crypto,
                  "How old the cryptography of SSH and TLS may be: modern, legacy or ancient")
      ->type_name("PROFILE");
  command.add_flag_function(
      "--allow-ssh1,!--no-allow-ssh1", given(options.allow_ssh1),
      "Let SSH version 1 be used where the device has no other; it protects little");
  command
      .add_option("--jump", options.jump,
                  "Jump host to go through, see: linewarden server; \"\" for none")
      ->type_name("SERVER");
  command
      .add_option("--chassis", options.chassis,
                  "Switch in the inventory that the device is a module of, for the transport "
                  "chassis; \"\" for none")
      ->type_name("NAME");
  command.add_option("--slot", options.slot, "Its slot there, 1 to 13")->type_name("N");
  command.add_option("--site", options.site, "Site, for limits of sessions; \"\" for none")
      ->type_name("SITE");
  command
      .add_option("--aaa", options.aaa,
                  "AAA server that the device asks, for limits and against locked accounts; \"\" "
                  "for none")
      ->type_name("SERVER");
  command
      .add_option("--token-server", options.token_server,
                  "Token server that gets what a device over tms shall have, see: linewarden "
                  "server; \"\" for none")
      ->type_name("SERVER");
  command
      .add_option("--sessions", options.sessions, "Sessions with it at once; 0 for the usual limit")
      ->type_name("N");
  command.add_option("--notes", options.notes, "Anything worth knowing")->type_name("TEXT");
  add_properties(command, options);
  command
      .add_option("--fingerprint", options.fingerprint,
                  "Pin this host key or certificate of the transport: nothing else is accepted")
      ->type_name("SHA256:…");
  add_credential_options(command, options.credentials);
}

Result<void> apply(const DeviceOptions& options, const platform::Registry& registry,
                   const device::TransportPolicy& policy, store::Device& device) {
  if (options.platform) device.platform = *options.platform;
  LW_ASSIGN(const auto platform, registry.find(device.platform));
  if (options.os_version) device.os_version = *options.os_version;
  if (options.address) device.address = *options.address;
  if (options.console) {
    if (!options.console->empty()) LW_TRY(net::parse_endpoint(*options.console, 0));
    device.console = *options.console;
  }
  if (options.transport) {
    if (!options.transport->empty()) {
      LW_ASSIGN(const auto transport, device::parse_transport(*options.transport));
      if (!options.any_transport) {
        auto allowed =
            device::check_allowed(*platform, platform->transports_of(device.os_version), transport);
        if (!allowed) {
          allowed.error().hint = "to use it once: --over; to set it all the same: --any-transport";
          return allowed;
        }
      }
    }
    device.transport = *options.transport;
  }
  if (options.crypto) {
    LW_TRY(net::parse_crypto_profile(*options.crypto));
    device.crypto = *options.crypto;
  }
  if (options.allow_ssh1) device.allow_ssh1 = *options.allow_ssh1;
  if (options.jump) device.jump = *options.jump;
  if (options.chassis) device.chassis = *options.chassis;
  if (options.slot) device.slot = *options.slot;
  if (device.chassis.empty() && !options.slot) device.slot = 0;
  if (options.site) device.site = *options.site;
  if (options.aaa) device.aaa = *options.aaa;
  if (options.token_server) device.token_server = *options.token_server;
  if (options.sessions) device.sessions = *options.sessions;
  if (options.notes) device.notes = *options.notes;
  apply_properties(options, device);
  LW_ASSIGN(const device::Transport transport, policy.in_use(device, *platform));
  if (options.port) {
    if (transport == device::Transport::kConsole) {
      return failure(ErrorCode::kInvalidArgument, "the port of a console is that of its server",
                     "give both: --console CONSOLE-SERVER:PORT");
    }
    if (transport == device::Transport::kChassis) {
      return failure(ErrorCode::kInvalidArgument, "the way through a chassis has no port",
                     "give the switch's: linewarden device set SWITCH --port N");
    }
    device.ports[std::string(name(transport))] = *options.port;
  }
  for (const auto& [word, port] : options.ports) device.ports[word] = port;
  return {};
}

nlohmann::ordered_json to_json(const store::Device& device,
                               const store::DeviceCredentials& credentials,
                               const platform::Platform* platform,
                               const device::TransportPolicy& policy) {
  nlohmann::ordered_json json;
  json["name"] = json_text(device.name);
  json["platform"] = json_text(device.platform);
  json["os_version"] = json_text_or_null(device.os_version);
  json["address"] = json_text(device.address);
  json["transport"] = json_text_or_null(device.transport);
  json["port"] = nullptr;
  if (platform != nullptr) {
    if (const auto transport = policy.in_use(device, *platform)) {
      json["transport"] = name(*transport);
      if (const auto endpoint = device::endpoint_of(device, *transport)) {
        json["port"] = endpoint->port;
      }
    }
  }
  json["transport_is_default"] = device.transport.empty();
  json["ports"] = device.ports;
  json["console"] = json_text_or_null(device.console);
  json["crypto"] = device.crypto.empty() ? name(net::CryptoProfile::kModern) : device.crypto;
  json["allow_ssh1"] = device.allow_ssh1;
  json["jump"] = json_text_or_null(device.jump);
  json["chassis"] = json_text_or_null(device.chassis);
  json["slot"] = device.slot == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(device.slot);
  json["site"] = json_text_or_null(device.site);
  json["aaa"] = json_text_or_null(device.aaa);
  json["token_server"] = json_text_or_null(device.token_server);
  json["sessions"] = device.sessions == 0 ? device::kSessionsPerDevice : device.sessions;
  json["username"] = json_text_or_null(credentials.username);
  json["password_stored"] = !credentials.password.empty();
  json["enable_password_stored"] = credentials.enable_password.has_value();
  json["ssh_key_stored"] = !credentials.ssh_key.empty();
  json["dynamic_address"] = device.dynamic_address;
  for (const auto& property : kProperties) {
    json[property.field] = json_text_or_null(device.*property.member);
    if (property.member == &store::Device::supports_failover) {
      json["supports_failover_from"] = json_text_or_null(device.supports_failover_from);
    }
  }
  json["groups"] = device.groups;
  json["tags"] = device.tags;
  json["notes"] = json_text_or_null(device.notes);
  return json;
}

void print_device(Output& output, nlohmann::ordered_json json) {
  if (!output.json()) {
    if (json["transport_is_default"]) {
      json["transport"] = cell_of(json["transport"]) + " (the type's default)";
    }
    json.erase("transport_is_default");
  }
  print_record(output, json);
}

}  // namespace lw::cli
