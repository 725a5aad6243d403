#include "deploy/token_deployment.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "token/delivery.h"

namespace lw::deploy {
namespace {

using session::ConfigFileKind;

token::Purpose purpose_of(ConfigFileKind kind) {
  return kind == ConfigFileKind::kFull ? token::Purpose::kFull : token::Purpose::kDelta;
}

std::string filled(std::string pattern, std::string_view hole, std::string_view with) {
  for (std::size_t at = 0; (at = pattern.find(hole, at)) != std::string::npos; at += with.size()) {
    pattern.replace(at, hole.size(), with);
  }
  return pattern;
}

Result<void> check(const TokenTarget& target, const std::vector<std::string>& lines,
                   ConfigFileKind kind, TokenOutcome& outcome) {
  // The name of a device that can't be one of a file is refused as for files.
  LW_TRY(session::config_file_name(target.device, kind));
  LW_ASSIGN(outcome.text, session::config_file_text(*target.platform, lines));
  outcome.file = filled(filled(target.server->file_name, "{mode}", token::name(purpose_of(kind))),
                        "{device}", target.device);
  if (outcome.text.size() <= token::kMostConfigBytes) return {};
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("the configuration has {} bytes, and no token holds more than {}",
                             outcome.text.size(), token::kMostConfigBytes));
}

// What is so for every file of the server, not for this one alone.
bool concerns_all(ErrorCode code) {
  return code != ErrorCode::kCommandRejected && code != ErrorCode::kInvalidArgument;
}

void take(TokenOutcome& outcome, Error error) {
  outcome.error = std::move(error).with_context(outcome.device);
}

Error in_words_of_the_inventory(Error error, const std::string& server) {
  if (error.code == ErrorCode::kHostKeyChanged) {
    error.hint = fmt::format(
        "compare the new certificate on a way that you trust; if it is right: linewarden server "
        "set {} --accept-key",
        server);
  }
  return std::move(error).with_context(fmt::format("token server {}", server));
}

net::Task<Result<void>> send(net::FtpUploader& uploader, const TokenTarget& target,
                             const TokenOutcome& outcome, ConfigFileKind kind,
                             std::chrono::sys_seconds now, Deadline deadline) {
  LW_CO_ASSIGN(auto sealed, token::seal({.device = target.device,
                                         .purpose = purpose_of(kind),
                                         .made = now,
                                         .config = outcome.text},
                                        target.server->key));
  co_return co_await uploader.upload(outcome.file, std::move(sealed), deadline);
}

}  // namespace

std::vector<TokenOutcome> check_token_files(const std::vector<TokenTarget>& targets,
                                            const std::vector<std::string>& lines,
                                            ConfigFileKind kind) {
  std::vector<TokenOutcome> outcomes;
  outcomes.reserve(targets.size());
  for (const TokenTarget& target : targets) {
    TokenOutcome& outcome = outcomes.emplace_back();
    outcome.device = target.device;
    auto checked = check(target, lines, kind, outcome);
    if (!checked) take(outcome, std::move(checked).error());
  }
  return outcomes;
}

net::Task<std::vector<TokenOutcome>> deploy_to_token_servers(
    std::vector<TokenTarget> targets, std::vector<std::string> lines, ConfigFileKind kind,
    std::chrono::sys_seconds now, net::PeerPins& pins, UploadLimits limits) {
  auto outcomes = check_token_files(targets, lines, kind);
  if (std::ranges::any_of(outcomes, [](const auto& one) { return one.error.has_value(); })) {
    co_return outcomes;
  }
  std::vector<bool> done(targets.size(), false);
  for (std::size_t first = 0; first < targets.size(); ++first) {
    if (done[first]) continue;
    const auto server = targets[first].server;
    auto uploader = net::FtpUploader::create(server->ftp, pins);
    std::optional<Error> for_all;
    if (!uploader) for_all = uploader.error();
    const std::stop_callback stopped(limits.stop, [&] {
      if (uploader) (*uploader)->cancel();
    });
    for (std::size_t at = first; at < targets.size(); ++at) {
      if (targets[at].server != server) continue;
      done[at] = true;
      Result<void> sent;
      if (for_all) {
        sent = std::unexpected(*for_all);
      } else {
        sent = co_await send(**uploader, targets[at], outcomes[at], kind, now,
                             Deadline::after(limits.each));
      }
      outcomes[at].uploaded = sent.has_value();
      if (sent) continue;
      if (concerns_all(sent.error().code)) for_all = sent.error();
      take(outcomes[at], in_words_of_the_inventory(std::move(sent).error(), server->name));
    }
  }
  co_return outcomes;
}

std::vector<std::string> token_steps(const TokenOutcome& outcome, ConfigFileKind kind) {
  std::vector<std::string> steps = {
      fmt::format("on the token server: linewarden token write {} --key PRIVATE --to TOKEN "
                  "--device {}",
                  outcome.file, outcome.device),
      fmt::format("plug the token into {} and log in to it: crypto pki token usbtoken0 login",
                  outcome.device)};
  steps.emplace_back(kind == ConfigFileKind::kDelta
                         ? "at the router: copy usbtoken0:CCCD running-config"
                         : "at the router: boot config usbtoken0:CCCD, then reload");
  return steps;
}

}  // namespace lw::deploy
