#include "lab/asa_aaa.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/text.h"

namespace lw::lab {
namespace {

// Inferred: the usual ports and patience of an ASA.
constexpr std::uint16_t kTacacsPort = 49;
constexpr std::uint16_t kRadiusPort = 1645;
constexpr std::chrono::seconds kPatience(10);
constexpr long kLongestTimeout = 300;

void read_option(AaaServer& server, std::string_view line) {
  const std::vector<std::string_view> words = split_words(line);
  if (words.size() < 2) return;
  const auto number = parse_decimal(words[1]);
  const bool radius = server.protocol == AaaProtocol::kRadius;
  if (words[0] == "key") {
    server.key = Secret(std::string(words[1]));
  } else if (words[0] == (radius ? "authentication-port" : "server-port")) {
    if (number && *number <= 65535) server.port = static_cast<std::uint16_t>(*number);
  } else if (words[0] == "timeout" && number && *number > 0 && *number <= kLongestTimeout) {
    server.timeout = std::chrono::seconds(*number);
  }
}

std::vector<AaaServer> servers_of(const AsaConfig& config, std::string_view group) {
  const std::string head = fmt::format("aaa-server {}", group);
  const bool radius = config.value(head + " protocol") == "radius";
  std::vector<AaaServer> servers;
  for (const ConfigSection& section : config.store().sections()) {
    if (!begins_with_words(section.text, head)) continue;
    // "aaa-server NAME (inside) host A [key [timeout N]]"
    const std::vector<std::string_view> words = split_words(section.text);
    if (words.size() < 5 || words[3] != "host") continue;
    const bool patient = words.size() > 7 && words[6] == "timeout";
    AaaServer server{.protocol = radius ? AaaProtocol::kRadius : AaaProtocol::kTacacs,
                     .address = std::string(words[4]),
                     .port = radius ? kRadiusPort : kTacacsPort,
                     .key = Secret(std::string(words.size() > 5 ? words[5] : "")),
                     .timeout = kPatience};
    if (patient) read_option(server, fmt::format("timeout {}", words[7]));
    for (const std::string& line : section.lines) read_option(server, line);
    servers.push_back(std::move(server));
  }
  return servers;
}

}  // namespace

std::optional<std::vector<AaaMethod>> asa_aaa_methods(const AsaConfig& config,
                                                      std::string_view service) {
  const std::string line = fmt::format("aaa authentication {} console", service);
  if (!config.has(line)) return std::nullopt;
  const std::string value = config.value(line);
  std::vector<AaaMethod> methods;
  for (const std::string_view group : split_words(value)) {
    if (group == "LOCAL") {
      methods.push_back({AaaMethod::Kind::kLocal});
    } else {
      methods.push_back({AaaMethod::Kind::kServers, servers_of(config, group)});
    }
  }
  return methods;
}

void asa_log_in(AaaClient* client, const AsaConfig& config, std::string_view service,
                AaaQuestion question, std::function<void(AaaAnswer)> done) {
  const AaaJudge judge = [known = config.user(question.user),
                          typed = question.password](AaaMethod::Kind) {
    const bool right = known && known->accepts(typed);
    return AaaAnswer{right ? AaaAnswer::Verdict::kAccepted : AaaAnswer::Verdict::kRefused};
  };
  auto methods = asa_aaa_methods(config, service).value_or(std::vector<AaaMethod>());
  // Inferred: RADIUS, which has no enable, is asked for the user's own password again.
  const bool radius = !methods.empty() && !methods.front().servers.empty() &&
                      methods.front().servers.front().protocol == AaaProtocol::kRadius;
  if (radius) question.kind = AaaQuestion::Kind::kLogin;
  ask_in_turn(client, std::move(methods), std::move(question), judge,
              [done = std::move(done)](const AaaOutcome& outcome) { done(outcome.answer); });
}

}  // namespace lw::lab
