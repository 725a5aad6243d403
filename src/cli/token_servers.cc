#include "cli/token_servers.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "cli/json_answer.h"
#include "cli/table.h"
#include "device/journal.h"
#include "net/loop.h"
#include "token/delivery.h"

namespace lw::cli {
namespace {

using deploy::TokenOutcome;

constexpr std::string_view kNotYet = "on the token server; the router has not got it yet";

nlohmann::ordered_json to_json(const TokenDeployment& deployment, const TokenOutcome& outcome,
                               const deploy::TokenTarget& target) {
  nlohmann::ordered_json json;
  json["device"] = json_text(outcome.device);
  json["to"] = "tms";
  json["server"] = json_text(target.server->name);
  json["directory"] = json_text_or_null(target.server->ftp.directory);
  json["file"] = json_text_or_null(outcome.file);
  json["key"] = token::key_id(target.server->key);
  json["mode"] = deployment.kind == session::ConfigFileKind::kFull ? "full" : "delta";
  json["lines"] = deployment.lines.size();
  json["uploaded"] = outcome.uploaded;
  json["applied"] = false;
  json["next"] = nlohmann::ordered_json::array();
  if (outcome.uploaded) {
    for (const auto& step : deploy::token_steps(outcome, deployment.kind)) {
      json["next"].push_back(json_text(step));
    }
  }
  if (deployment.preview) json["text"] = json_text(target.platform->redact(outcome.text));
  json["error"] = outcome.error ? json_error(*outcome.error) : nlohmann::ordered_json();
  return json;
}

void print(Output& output, const TokenDeployment& deployment,
           const std::vector<TokenOutcome>& outcomes) {
  Table table({"device", "token server", "file", "lines", "note"});
  const TokenOutcome* uploaded = nullptr;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const TokenOutcome& one = outcomes[i];
    if (one.uploaded) uploaded = &one;
    table.add({one.device, deployment.targets[i].server->name, one.file,
               std::to_string(deployment.lines.size()),
               std::string(one.uploaded ? kNotYet : "not uploaded")});
  }
  for (const auto& line : table.lines(output.width())) output.line(line);
  if (uploaded == nullptr) return;
  output.line("Next, for each router:");
  for (const auto& step : deploy::token_steps(*uploaded, deployment.kind)) {
    output.line("  " + step);
  }
}

void print_preview(Output& output, const TokenDeployment& deployment,
                   const std::vector<TokenOutcome>& outcomes) {
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].error) continue;
    const deploy::TokenTarget& target = deployment.targets[i];
    output.line(output.paint(Tone::kStrong, fmt::format("{}: {} on {}", outcomes[i].device,
                                                        outcomes[i].file, target.server->name)));
    output.write(target.platform->redact(outcomes[i].text));
  }
}

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// Once a server: one login serves all of its files.
Result<void> record_old_cryptography(const Context& context, const TokenDeployment& deployment) {
  std::set<std::string> recorded;
  for (const deploy::TokenTarget& target : deployment.targets) {
    const net::FtpServer& ftp = target.server->ftp;
    const bool old = ftp.security == net::FtpSecurity::kExplicitTls &&
                     ftp.profile == net::CryptoProfile::kAncient;
    if (!old || !recorded.insert(target.server->name).second) continue;
    LW_ASSIGN(auto journal, device::Journal::open(context.options.data));
    LW_TRY(journal.record_old_cryptography(target.server->name, "ftps", name(ftp.profile)));
  }
  return {};
}

Result<std::vector<TokenOutcome>> work(const Context& context, const TokenDeployment& deployment) {
  if (deployment.preview) {
    return deploy::check_token_files(deployment.targets, deployment.lines, deployment.kind);
  }
  LW_TRY(record_old_cryptography(context, deployment));
  net::PeerPins pins(context.options.data / "host_keys");
  net::Loop loop(1);
  return loop.run<std::vector<TokenOutcome>>([&] {
    return deploy::deploy_to_token_servers(deployment.targets, deployment.lines, deployment.kind,
                                           now(), pins, deployment.limits);
  });
}

}  // namespace

Result<std::shared_ptr<const deploy::TokenServer>> TokenServers::of(const store::Device& device) {
  if (device.token_server.empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("{} has no token server to send it to", device.name),
                   fmt::format("linewarden device set {} --token-server SERVER (linewarden server "
                               "add SERVER --kind tms …)",
                               device.name));
  }
  auto& known = known_[device.token_server];
  if (known) return known;
  LW_ASSIGN(const store::Server server, inventory_.find_server(device.token_server));
  LW_ASSIGN(auto credentials, inventory_.server_credentials(server.name));
  auto destination = std::make_shared<deploy::TokenServer>();
  destination->name = server.name;
  destination->file_name = server.file_name;
  auto key = token::read_public_key(server.public_key_file);
  if (!key) {
    return std::unexpected(
        std::move(key).error().with_context("the public key of token server " + server.name));
  }
  destination->key = *key;
  net::FtpServer& ftp = destination->ftp;
  ftp.endpoint = {server.address, server.port};
  ftp.username = credentials.username;
  ftp.password = std::move(credentials.password);
  ftp.directory = server.directory;
  ftp.security = server.tls ? net::FtpSecurity::kExplicitTls : net::FtpSecurity::kNone;
  if (!server.crypto.empty()) {
    LW_ASSIGN(ftp.profile, net::parse_crypto_profile(server.crypto));
  }
  known = std::move(destination);
  return known;
}

Result<ExitStatus> to_token_servers(Context& context, TokenDeployment deployment) {
  LW_ASSIGN(const auto outcomes, work(context, deployment));
  Output& output = context.output;
  ExitStatus status = ExitStatus::kYes;
  auto json = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].error) status = traits(outcomes[i].error->code).exit;
    json.push_back(to_json(deployment, outcomes[i], deployment.targets[i]));
  }
  if (output.json()) {
    output.line(to_string(json));
  } else if (deployment.preview) {
    print_preview(output, deployment, outcomes);
  } else {
    print(output, deployment, outcomes);
  }
  for (const TokenOutcome& one : outcomes) {
    if (one.error) output.fail(*one.error);
  }
  return status;
}

}  // namespace lw::cli
