#include "lab/ios_aaa.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

// Inferred: the usual ports, patience and attempts of IOS.
constexpr std::uint16_t kTacacsPort = 49;
constexpr std::uint16_t kRadiusPort = 1645;
constexpr long kRadiusRetransmits = 3;
constexpr long kMostRetransmits = 100;
constexpr long kLongestTimeout = 1000;
constexpr std::size_t kMostServers = 16;

using Words = std::vector<std::string_view>;

std::optional<long> number_after(const Words& words, std::string_view word, long most) {
  const auto at = std::ranges::find(words, word);
  if (at == words.end() || at + 1 == words.end()) return std::nullopt;
  const auto value = parse_decimal(*(at + 1));
  return value && *value <= most ? value : std::nullopt;
}

// "K", "0 K" or "7 0822…" as it stands behind "key": the rest of the line, which may hold blanks.
Secret key_of(std::string_view text) {
  text = trim(text);
  if (text.starts_with("7 ")) return from_type7(trim(text.substr(2)));
  if (text.starts_with("0 ")) text = trim(text.substr(2));
  return Secret(std::string(text));
}

// What the words of a line say of a server, over what holds already. A key ends the line.
void read_options(AaaServer& server, std::string_view line) {
  const std::size_t key = (" " + std::string(line)).find(" key ");
  if (key != std::string::npos) server.key = key_of(line.substr(key + 4));
  const Words words = split_words(line.substr(0, key));
  const std::string_view port = server.protocol == AaaProtocol::kTacacs ? "port" : "auth-port";
  if (const auto value = number_after(words, port, 65535)) {
    server.port = static_cast<std::uint16_t>(*value);
  }
  if (const auto value = number_after(words, "timeout", kLongestTimeout); value && *value > 0) {
    server.timeout = std::chrono::seconds(*value);
  }
  if (const auto value = number_after(words, "retransmit", kMostRetransmits)) {
    server.retransmits = static_cast<int>(*value);
  }
}

std::string_view family(AaaProtocol protocol) {
  return protocol == AaaProtocol::kTacacs ? "tacacs" : "radius";
}

// "tacacs-server timeout 2", "tacacs-server key K": for servers that say nothing themselves.
AaaServer usual_server(const IosConfig& config, AaaProtocol protocol) {
  AaaServer server{.protocol = protocol, .address = {}, .key = {}};
  const bool tacacs = protocol == AaaProtocol::kTacacs;
  server.port = tacacs ? kTacacsPort : kRadiusPort;
  server.retransmits = tacacs ? 0 : static_cast<int>(kRadiusRetransmits);
  const std::string words = fmt::format("{}-server", family(protocol));
  for (const std::string_view option : {"timeout", "retransmit", "key"}) {
    const std::string value = config.value(fmt::format("{} {}", words, option));
    if (!value.empty()) read_options(server, fmt::format("{} {}", option, value));
  }
  return server;
}

AaaServer of_section(const IosConfig& config, AaaProtocol protocol, const ConfigSection& section) {
  AaaServer server = usual_server(config, protocol);
  for (const std::string& line : section.lines) {
    const Words words = split_words(line);
    if (words.size() > 2 && words[0] == "address" && words[1] == "ipv4") server.address = words[2];
    read_options(server, line);
  }
  return server;
}

AaaServer of_line(const IosConfig& config, AaaProtocol protocol, std::string_view rest) {
  AaaServer server = usual_server(config, protocol);
  server.address = first_words(rest, 1);
  read_options(server, rest);
  return server;
}

struct NamedServer {
  std::string name;
  AaaServer server;
};

std::vector<NamedServer> all_servers(const IosConfig& config, AaaProtocol protocol) {
  std::vector<NamedServer> all;
  const std::string line = fmt::format("{}-server host", family(protocol));
  const std::string head = fmt::format("{} server", family(protocol));
  for (const ConfigSection& section : config.store().sections()) {
    const std::string_view text = section.text;
    if (all.size() == kMostServers) break;
    if (begins_with_words(text, line)) {
      const std::string_view rest = trim(text.substr(line.size()));
      all.push_back({std::string(first_words(rest, 1)), of_line(config, protocol, rest)});
    } else if (begins_with_words(text, head)) {
      all.push_back(
          {std::string(trim(text.substr(head.size()))), of_section(config, protocol, section)});
    }
  }
  std::erase_if(all, [](const NamedServer& one) { return one.server.address.empty(); });
  return all;
}

// The members of "aaa group server": "server name NAME", "server A […]", "server-private A […]".
std::vector<AaaServer> members(const IosConfig& config, AaaProtocol protocol,
                               const ConfigSection& group) {
  const std::vector<NamedServer> known = all_servers(config, protocol);
  std::vector<AaaServer> servers;
  for (const std::string& line : group.lines) {
    const Words words = split_words(line);
    if (words.size() < 2 || servers.size() == kMostServers) continue;
    if (words[0] == "server-private") {
      servers.push_back(of_line(config, protocol, trim(std::string_view(line).substr(14))));
      continue;
    }
    if (words[0] != "server") continue;
    const bool named = words[1] == "name" && words.size() > 2;
    const std::string_view wanted = named ? words[2] : words[1];
    const auto port = named ? std::nullopt : number_after(words, "auth-port", 65535);
    for (const NamedServer& one : known) {
      const bool same = named ? one.name == wanted : one.server.address == wanted;
      if (!same || (port && one.server.port != *port)) continue;
      servers.push_back(one.server);
      break;
    }
  }
  return servers;
}

}  // namespace

std::vector<AaaServer> ios_aaa_servers(const IosConfig& config, std::string_view group) {
  for (const AaaProtocol protocol : {AaaProtocol::kTacacs, AaaProtocol::kRadius}) {
    const std::string_view word = protocol == AaaProtocol::kTacacs ? "tacacs+" : "radius";
    if (group == word) {
      std::vector<AaaServer> servers;
      for (NamedServer& one : all_servers(config, protocol)) {
        servers.push_back(std::move(one.server));
      }
      return servers;
    }
    const auto* section = config.store().find(fmt::format("aaa group server {} {}", word, group));
    if (section != nullptr) return members(config, protocol, *section);
  }
  return {};
}

const std::vector<std::string>& ios_line_settings(const IosConfig& config,
                                                  std::optional<std::size_t> vty) {
  static const std::vector<std::string> kNone;
  if (!vty) return config.console();
  return *vty < config.vty().size() ? config.vty()[*vty] : kNone;
}

std::string ios_line_value(const std::vector<std::string>& line, std::string_view words) {
  for (const std::string& entry : line) {
    if (begins_with_words(entry, words)) {
      return std::string(trim(std::string_view(entry).substr(words.size())));
    }
  }
  return {};
}

std::string ios_port_name(std::optional<std::size_t> vty) {
  return fmt::format("tty{}", vty ? *vty + 2 : 0);
}

std::vector<AaaMethod> ios_login_methods(const IosConfig& config, std::optional<std::size_t> vty) {
  if (!config.has("aaa new-model")) return {{AaaMethod::Kind::kLocal}};
  const std::string named = ios_line_value(ios_line_settings(config, vty), "login authentication");
  const auto methods =
      ios_aaa_methods(config, "authentication login", named.empty() ? "default" : named);
  if (methods && !methods->empty()) return *methods;
  // Without a default list a vty asks the local users and the console asks nobody (inferred).
  return {{vty ? AaaMethod::Kind::kLocal : AaaMethod::Kind::kNone}};
}

void ios_log_in(AaaClient* client, const IosConfig& config, std::optional<std::size_t> vty,
                AaaQuestion question, std::function<void(LoginGrant)> done) {
  const AaaJudge judge = [&config, vty, user = question.user,
                          typed = question.password](AaaMethod::Kind kind) -> AaaAnswer {
    using enum AaaAnswer::Verdict;
    const auto verdict = [](bool right) { return AaaAnswer{right ? kAccepted : kRefused}; };
    switch (kind) {
      case AaaMethod::Kind::kLocal: {
        // Inferred: a user whom the list does not name is for the next method to know.
        const auto known = config.user(user);
        if (!known) return {kNoAnswer};
        // Without a password no SSH client gets in; a terminal is not even asked for one.
        return verdict(!known->type.empty() &&
                       password_matches(typed, known->type, known->password));
      }
      case AaaMethod::Kind::kLine: {
        const std::string kept = ios_line_value(ios_line_settings(config, vty), "password");
        return kept.empty() ? AaaAnswer{kNoAnswer} : verdict(IosConfig::check_kept(kept, typed));
      }
      case AaaMethod::Kind::kEnable:
        return config.has("enable") ? verdict(config.check_enable(typed)) : AaaAnswer{kNoAnswer};
      case AaaMethod::Kind::kNone:
        return {kAccepted};
      case AaaMethod::Kind::kServers:
      case AaaMethod::Kind::kRadiusGrant:
      case AaaMethod::Kind::kIfAuthenticated:
        break;
    }
    return {kNoAnswer};
  };
  ask_in_turn(client, ios_login_methods(config, vty), std::move(question), judge,
              [done = std::move(done)](const AaaOutcome& outcome) {
                LoginGrant grant{outcome.answer.verdict == AaaAnswer::Verdict::kAccepted};
                if (outcome.by == AaaMethod::Kind::kServers) {
                  grant.server = outcome.protocol;
                  grant.privilege = outcome.answer.privilege;
                }
                done(grant);
              });
}

std::optional<std::vector<AaaMethod>> ios_aaa_methods(const IosConfig& config,
                                                      std::string_view service,
                                                      std::string_view list) {
  using Kind = AaaMethod::Kind;
  const std::string words = fmt::format("aaa {} {}", service, list);
  if (!config.has(words)) return std::nullopt;
  const std::string value = config.value(words);
  std::vector<AaaMethod> methods;
  const auto add_group = [&](std::string_view group) {
    std::vector<AaaServer> servers = ios_aaa_servers(config, group);
    const bool radius = !servers.empty() && servers.front().protocol == AaaProtocol::kRadius;
    if (radius && service.starts_with("authorization")) {
      methods.push_back({Kind::kRadiusGrant});
    } else {
      methods.push_back({Kind::kServers, std::move(servers)});
    }
  };
  const Words all = split_words(value);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string_view method = all[i];
    if (method == "group" && i + 1 < all.size()) {
      add_group(all[++i]);
    } else if (method == "tacacs+" || method == "radius") {  // as before 12.0(5)T (inferred)
      add_group(method);
    } else if (method == "local" || method == "local-case") {
      methods.push_back({Kind::kLocal});
    } else if (method == "line") {
      methods.push_back({Kind::kLine});
    } else if (method == "enable") {
      methods.push_back({Kind::kEnable});
    } else if (method == "if-authenticated") {
      methods.push_back({Kind::kIfAuthenticated});
    } else if (method == "none") {
      methods.push_back({Kind::kNone});
    }
  }
  return methods;
}

}  // namespace lw::lab
