// linewarden server add|list|show|set|remove: machines that take part in managing devices: jump
// hosts, token servers, Auto Update Servers, Configuration Engines, AAA servers.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/credential_options.h"
#include "cli/forget_pin.h"
#include "cli/given_flag.h"
#include "cli/json_answer.h"
#include "cli/record_answer.h"
#include "cli/table.h"
#include "net/crypto_profile.h"
#include "store/inventory.h"
#include "token/keys.h"

namespace lw::cli {
namespace {

constexpr std::string_view kUsualFileName = "{device}_{mode}.cfg.lwt";

// Of the protocol that a server of this kind speaks; TACACS+ of an AAA server.
std::uint16_t usual_port(std::string_view kind) {
  if (kind == store::kTokenServerKind) return 21;
  if (kind == store::kAutoUpdateKind) return 443;
  if (kind == store::kConfigurationEngineKind) return 80;
  if (kind == store::kAaaKind) return 49;
  return 22;
}

struct ServerOptions {
  std::string name;
  std::string kind = std::string(store::kJumpKind);
  std::optional<std::string> address;
  std::optional<std::uint16_t> port;
  std::optional<std::string> crypto;
  std::optional<std::string> jump;
  std::optional<std::string> directory;
  std::optional<std::string> public_key;
  std::optional<std::string> file_name;
  std::optional<bool> tls;
  std::optional<std::string> notes;
  bool accept_key = false;
  CredentialOptions credentials;
};

void add_server_options(CLI::App& command, ServerOptions& options) {
  command.add_option("--address", options.address, "Host name or IP address")->type_name("A");
  command
      .add_option("--port", options.port,
                  "Port, when not the usual one: 22 (jump), 21 (tms), 443 (aus), 80 (ce), 49 "
                  "(aaa)")
      ->type_name("N");
  command
      .add_option("--crypto", options.crypto,
                  "How old the cryptography may be: modern, legacy or ancient")
      ->type_name("PROFILE");
  command
      .add_option("--jump", options.jump,
                  "Another jump host, through which this one is reached; \"\" for none")
      ->type_name("SERVER");
  const std::string group = "Token servers (--kind tms)";
  command
      .add_option("--directory", options.directory,
                  "Where uploads go; \"\" for where the login arrives")
      ->type_name("DIR")
      ->group(group);
  command
      .add_option("--public-key", options.public_key,
                  "File with the token server's public key, of linewarden token keys")
      ->type_name("FILE")
      ->group(group);
  command
      .add_option(
          "--file-name", options.file_name,
          "Name of an upload, with {device} and {mode}; usually " + std::string(kUsualFileName))
      ->type_name("PATTERN")
      ->group(group);
  command.add_flag_function("--tls,!--no-tls", given(options.tls), "FTP under TLS (explicit FTPS)")
      ->group(group);
  command.add_option("--notes", options.notes, "Anything worth knowing")->type_name("TEXT");
  add_credential_options(command, options.credentials, EnablePassword::kNone);
}

Result<void> apply(const ServerOptions& options, store::Server& server) {
  if (options.address) server.address = *options.address;
  if (options.port) server.port = *options.port;
  if (options.crypto) {
    LW_TRY(net::parse_crypto_profile(*options.crypto));
    server.crypto = *options.crypto;
  }
  if (options.jump) server.jump = *options.jump;
  if (options.directory) server.directory = *options.directory;
  if (options.public_key) {
    LW_TRY(token::read_public_key(*options.public_key));
    server.public_key_file = std::filesystem::absolute(*options.public_key).string();
  }
  if (options.file_name) server.file_name = *options.file_name;
  if (options.tls) server.tls = *options.tls;
  if (options.notes) server.notes = *options.notes;
  return {};
}

Result<nlohmann::ordered_json> to_json(store::Inventory& inventory, const store::Server& server) {
  LW_ASSIGN(const auto credentials, inventory.server_credentials(server.name));
  nlohmann::ordered_json json{
      {"name", json_text(server.name)},
      {"kind", json_text(server.kind)},
      {"address", json_text(server.address)},
      {"port", server.port},
      {"crypto",
       server.crypto.empty() ? std::string(name(net::CryptoProfile::kModern)) : server.crypto},
      {"jump", json_text_or_null(server.jump)},
      {"username", json_text_or_null(credentials.username)},
      {"password_stored", !credentials.password.empty()},
      {"ssh_key_stored", !credentials.ssh_key.empty()},
      {"notes", json_text_or_null(server.notes)}};
  if (server.kind == store::kTokenServerKind) {
    json["directory"] = json_text_or_null(server.directory);
    json["public_key"] = json_text(server.public_key_file);
    json["file_name"] = json_text(server.file_name);
    json["tls"] = server.tls;
  }
  return json;
}

Result<ExitStatus> add(Context& context, const ServerOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  store::Server server;
  server.name = options.name;
  server.kind = options.kind;
  server.port = usual_port(server.kind);
  if (server.kind == store::kTokenServerKind) server.file_name = kUsualFileName;
  LW_TRY(apply(options, server));
  LW_ASSIGN(const auto given, read_credentials(options.credentials));
  LW_TRY(inventory.add_server(server, given.over({})));
  LW_ASSIGN(const auto json, to_json(inventory, server));
  print_record(context.output, json);
  return ExitStatus::kYes;
}

Result<ExitStatus> set(Context& context, const ServerOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(store::Server server, inventory.find_server(options.name));
  LW_TRY(apply(options, server));
  LW_ASSIGN(auto known, inventory.server_credentials(options.name));
  LW_ASSIGN(const auto given, read_credentials(options.credentials));
  LW_TRY(inventory.update_server(server));
  LW_TRY(inventory.set_server_credentials(options.name, given.over(std::move(known))));
  if (options.accept_key) {
    LW_TRY(forget_pin(context, net::Endpoint{server.address, server.port}));
  }
  LW_ASSIGN(const auto json, to_json(inventory, server));
  print_record(context.output, json);
  return ExitStatus::kYes;
}

Result<ExitStatus> list(Context& context) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(const auto servers, inventory.list_servers());
  auto json = nlohmann::ordered_json::array();
  for (const store::Server& server : servers) {
    LW_ASSIGN(auto one, to_json(inventory, server));
    json.push_back(std::move(one));
  }
  if (context.output.json()) {
    context.output.line(to_string(json));
  } else if (json.empty()) {
    context.output.line(
        "There are no servers; add a jump host: linewarden server add NAME --address A");
  } else {
    Table table({"server", "kind", "address", "through", "notes"});
    for (const auto& one : json) {
      table.add({cell_of(one["name"]), cell_of(one["kind"]),
                 fmt::format("{}:{}", cell_of(one["address"]), cell_of(one["port"])),
                 cell_of(one["jump"]), cell_of(one["notes"])});
    }
    for (const auto& line : table.lines(context.output.width())) context.output.line(line);
  }
  return ExitStatus::kYes;
}

Result<ExitStatus> show(Context& context, const ServerOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_ASSIGN(const store::Server server, inventory.find_server(options.name));
  LW_ASSIGN(const auto json, to_json(inventory, server));
  print_record(context.output, json);
  return ExitStatus::kYes;
}

Result<ExitStatus> remove(Context& context, const ServerOptions& options) {
  LW_ASSIGN(auto inventory, store::Inventory::open(context.options.store));
  LW_TRY(inventory.remove_server(options.name));
  print_removed(context.output, options.name);
  return ExitStatus::kYes;
}

}  // namespace

void add_server(CLI::App& app, Context& context) {
  CLI::App* server =
      app.add_subcommand("server",
                         "Servers that take part: jump hosts, token servers, Auto Update Servers, "
                         "Configuration Engines, AAA servers");
  server->require_subcommand(1);
  const auto options = std::make_shared<ServerOptions>();
  const auto verb = [&](const std::string& word, const std::string& help,
                        Result<ExitStatus> (*run)(Context&, const ServerOptions&)) {
    CLI::App* command = server->add_subcommand(word, help);
    command->add_option("NAME", options->name, "Name of the server")->required();
    command->callback([options, run, &context] {
      context.run = [options, run](Context& c) { return run(c, *options); };
    });
    return command;
  };
  CLI::App* command = verb("add", "Add a server; it is not contacted", add);
  command
      ->add_option("--kind", options->kind,
                   "jump: an SSH server that connections go through; tms: a token management "
                   "server, which gets configurations for USB tokens by FTP; aus: an Auto Update "
                   "Server; ce: a Configuration Engine; aaa: a TACACS+ or RADIUS server that "
                   "devices ask")
      ->capture_default_str()
      ->type_name("KIND");
  add_server_options(*command, *options);
  command->get_option("--address")->required();
  command->footer(
      "Examples:\n"
      "  linewarden server add bastion --address 192.0.2.9 --username hop --ssh-key "
      "~/.ssh/id_ed25519\n"
      "  linewarden device set branch-12 --jump bastion\n"
      "  linewarden server add tms --kind tms --address 192.0.2.5 --username tms --password-env "
      "TMS --public-key tms.pub --directory tokens --tls\n"
      "  linewarden device set branch-13 --transport tms --token-server tms");
  command = verb("set", "Change a server; what is not named stays", set);
  add_server_options(*command, *options);
  command->add_flag("--accept-key", options->accept_key,
                    "Forget the pinned host key or certificate: the next one is accepted and "
                    "pinned");
  command->footer("Example:\n  linewarden server set bastion --accept-key");
  verb("show", "Show one server; passwords and keys are never shown", show);
  verb("remove", "Remove a server that nothing uses", remove);
  command = server->add_subcommand("list", "List the servers");
  command->callback([&context] { context.run = [](Context& c) { return list(c); }; });
}

}  // namespace lw::cli
