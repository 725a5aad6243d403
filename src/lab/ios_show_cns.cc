// The router's CNS agents and its scheduler, from the configuration. The forms are those of facts
// 11 of the CNS findings, recalled [R+]; that of "show cns config connections" is inferred. No
// agent is connected: the lab has no Configuration Engine.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/ios_kron.h"
#include "lab/ios_session.h"

namespace lw::lab {
namespace {

// "10.1.1.1 encrypt 11012 …"
struct CnsServer {
  std::string host;
  bool encrypted = false;
  std::string port;
};

CnsServer cns_server(std::string_view words, std::string_view clear_port,
                     std::string_view encrypted_port) {
  const std::vector<std::string_view> all = split_words(words);
  CnsServer server;
  if (all.empty()) return server;
  server.host = all[0];
  server.encrypted = all.size() > 1 && all[1] == "encrypt";
  const std::size_t at = server.encrypted ? 2 : 1;
  const bool given = all.size() > at && parse_decimal(all[at]);
  server.port = given ? all[at] : server.encrypted ? encrypted_port : clear_port;
  return server;
}

// What the router calls itself [I]: its host name unless "cns id string" says otherwise.
std::string cns_id(const IosConfig& config) {
  const std::string id = config.value("cns id string");
  return id.empty() ? config.hostname() : std::string(first_words(id, 1));
}

}  // namespace

void IosSession::show_kron(const Match&) {
  print(kron_schedule(device_.config(), device_.booted(), device_.now()));
}

void IosSession::show_cns_event(const Match&) {
  const IosConfig& config = device_.config();
  const auto gateway = [&](std::string_view which, const std::string& words) {
    print(fmt::format("The currently configured {} event gateway:\n", which));
    const CnsServer server = cns_server(words, "11011", "11012");
    if (server.host.empty()) {
      print("        none.\n\n");
      return;
    }
    print(fmt::format(
        "        hostname is {}.\n        port number is {}.\n        encryption is {}.\n"
        "Event-Id is {}\nKeepalive setting:\n        none.\n"
        "Connection status:\n        Connection not established.\n\n",
        server.host, server.port, server.encrypted ? "enabled" : "disabled", cns_id(config)));
  };
  std::string primary;
  std::string backup;
  for (const ConfigSection& section : config.store().sections()) {
    if (!begins_with_words(section.text, "cns event")) continue;
    const std::string words = section.text.substr(10);
    (words.contains(" backup") ? backup : primary) = words;
  }
  gateway("primary", primary);
  gateway("backup", backup);
}

void IosSession::show_cns_config(const Match&) {
  const IosConfig& config = device_.config();
  const CnsServer server = cns_server(config.value("cns config partial"), "80", "443");
  if (server.host.empty()) {
    print("The partial configuration is disabled.\n");
    return;
  }
  print(fmt::format(
      "The partial configuration is enabled.\n"
      "Configuration server:         {}\n"
      "Port number:                  {}\n"
      "Encryption:                   {}\n"
      "Config id:                    {}\n"
      "Connection Status:            Connection not active.\n",
      server.host, server.port, server.encrypted ? "enabled" : "disabled", cns_id(config)));
}

}  // namespace lw::lab
