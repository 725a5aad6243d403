#include "session/asa_web_session.h"

#include <fmt/core.h>

#include "base/text.h"
#include "session/asa_context.h"
#include "session/asa_reply.h"
#include "session/asa_web.h"
#include "session/exec_command.h"
#include "session/screen.h"

namespace lw::session {
namespace {

constexpr std::string_view kUserAgent = "CSM";
constexpr std::string_view kHostname = "show running-config hostname";
// Inferred: what old web servers take of a request's first line.
constexpr std::size_t kLongestTarget = 2000;
constexpr int kNotFound = 404;

// A slash inside a command must not end it (inferred: the device decodes after it has cut).
std::string exec_target(std::string_view root, const std::vector<std::string>& commands) {
  std::string target = fmt::format("{}/exec", root);
  for (const std::string& command : commands) {
    target += '/';
    for (const auto word : split_words(command)) {
      if (!target.ends_with('/')) target += '+';
      target += net::url_encode(word);
    }
  }
  return target;
}

}  // namespace

Error asa_status_error(const net::HttpResponse& response, bool nameless) {
  switch (response.status) {
    case 401:
      return login_refused(nameless ? "the enable password was refused"
                                    : "the user name or the password was refused",
                           nameless);
    case 400:
      return Error{ErrorCode::kLoginRefused,
                   "the device takes Basic logins only from listed programs, and CSM is not listed",
                   "enter on the device: http server basic-auth-client CSM",
                   Diagnosis::kClientNotListed};
    default:
      return unexpected_status(response, "the device's management interface");
  }
}

Result<void> check_full_privilege(std::string_view sentinel, std::string_view words) {
  const auto level = privilege_level(sentinel);
  if (level && *level >= platform::kFullPrivilege) return {};
  if (level) {
    return std::unexpected(too_low_a_level(*level));
  }
  if (to_lower(words).find("authorization failed") != std::string::npos) {
    return std::unexpected(too_little_privilege(
        fmt::format("the user may not enter \"{}\": \"{}\"", kSentinel, words)));
  }
  return failure(ErrorCode::kUnsupported,
                 fmt::format("the answer to \"{}\" is none: \"{}\"", kSentinel, words),
                 "check that the device is an ASA, a PIX or an FWSM");
}

AsaWeb::AsaWeb(std::unique_ptr<net::HttpClient> http,
               std::shared_ptr<const platform::Platform> platform, AsaWebOptions options)
    : WebSession(std::move(http), std::move(platform), std::move(options.session),
                 std::string(kUserAgent)),
      context_(std::move(options.context)) {}

std::string AsaWeb::change_context() const {
  return context_.empty() ? std::string() : change_context_command(context_);
}

Result<void> AsaWeb::check_context(std::string_view answer) const {
  const Output output = answer_to(change_context(), answer);
  if (!output.rejected) return {};
  return std::unexpected(no_such_context(context_, words_of(output.rejected->message)));
}

Result<std::string> AsaWeb::text_of(const net::HttpResponse& response) const {
  if (response.status != 200) {
    return std::unexpected(asa_status_error(response, access_.nameless()));
  }
  LW_TRY(check_size(response));
  if (!is_page(response.body)) return screen_text(response.body);
  return failure(ErrorCode::kUnsupported,
                 "the web server answers with a page where the management interface gives text",
                 "check address and port: another web server of the device may listen there",
                 Diagnosis::kNotThisProtocol);
}

net::Task<Result<std::string>> AsaWeb::ask(std::vector<std::string> commands, Deadline deadline) {
  std::string target = exec_target(root_, commands);
  if (target.size() > kLongestTarget) {
    co_return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("a command of more than {} bytes does not fit a request", kLongestTarget));
  }
  auto response = co_await access_.get(std::move(target), deadline);
  if (!response) co_return std::unexpected(std::move(response).error());
  if (response->status == kNotFound && !root_.empty() && state_ == State::kNew) {
    root_ = "";
    response = co_await access_.get(exec_target(root_, commands), deadline);
    if (!response) co_return std::unexpected(std::move(response).error());
  }
  co_return text_of(*response);
}

net::Task<Result<void>> AsaWeb::login(const Credentials& credentials, Deadline deadline) {
  LW_CO_TRY(begin_login(credentials));
  tell_sent(kSentinel);
  LW_CO_TRY(settle(co_await prove_login(deadline)));
  state_ = State::kReady;
  co_return Result<void>{};
}

// The name is asked for in the same request, and the context proved to be there.
net::Task<Result<void>> AsaWeb::prove_login(Deadline deadline) {
  const std::string sentinel(kSentinel);
  std::vector<std::string> commands{sentinel};
  if (!context_.empty()) commands.insert(commands.end(), {change_context(), sentinel});
  commands.insert(commands.end(), {std::string(kHostname), sentinel});
  const std::size_t parts = context_.empty() ? 1 : 2;
  LW_CO_ASSIGN(const std::string text, co_await ask(std::move(commands), deadline));
  tell_answer(text);
  if (const auto reply = split_reply(text, parts)) {
    LW_CO_TRY(check_full_privilege(reply->sentinel, words_of(reply->sentinel)));
    if (!context_.empty()) LW_CO_TRY(check_context(reply->parts.front()));
    learn_name(hostname_in(reply->parts.back()), context_.empty() ? "" : "/" + context_);
    co_return Result<void>{};
  }
  // Either it takes one command a request, or this user may not even ask who he is.
  separates_ = false;
  if (!context_.empty()) {
    co_return failure(ErrorCode::kUnsupported,
                      fmt::format("the device does not say whether it changed to the context "
                                  "\"{}\": \"{}\"",
                                  printable(context_, 60), words_of(text)));
  }
  LW_CO_ASSIGN(const std::string alone, co_await ask({sentinel}, deadline));
  LW_CO_TRY(check_full_privilege(alone, words_of(alone)));
  learn_name("");
  co_return Result<void>{};
}

std::size_t AsaWeb::fitting(std::span<const std::string> commands) const {
  if (!separates_) return 1;
  const std::size_t sentinel = exec_target(root_, {std::string(kSentinel)}).size();
  std::size_t length = 2 * sentinel + exec_target(root_, {change_context()}).size();
  std::size_t count = 0;
  for (const std::string& command : commands) {
    length += sentinel + exec_target(root_, {command}).size();
    if (length > kLongestTarget) break;
    ++count;
  }
  return std::max<std::size_t>(count, 1);
}

net::Task<Result<WebSession::Together>> AsaWeb::run_together(std::vector<std::string> commands,
                                                             Deadline deadline) {
  const std::string sentinel(kSentinel);
  std::vector<std::string> asked{sentinel};
  if (!context_.empty()) asked.insert(asked.end(), {change_context(), sentinel});
  for (const std::string& command : commands) {
    tell_sent(command);
    asked.insert(asked.end(), {command, sentinel});
  }
  LW_CO_ASSIGN(const std::string text, co_await ask(std::move(asked), deadline));
  const std::size_t before = context_.empty() ? 0 : 1;
  const auto reply = split_reply(text, before + commands.size());
  if (!reply) co_return Together{};
  if (before > 0) LW_CO_TRY(check_context(reply->parts.front()));
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    tell_answer(reply->parts[before + i]);
    outputs.push_back(answer_to(commands[i], reply->parts[before + i]));
    if (outputs.back().rejected) break;
  }
  co_return Together{std::move(outputs)};
}

net::Task<Result<Output>> AsaWeb::run_alone(std::string command, Deadline deadline) {
  if (platform_->pair.is_write(command)) LW_CO_TRY(co_await check_unit(deadline));
  // With sentinels around it a reading command's answer is known to be whole, and one that goes to
  // another context is known to have gone there.
  if (separates_ && (only_reads(command) || !context_.empty())) {
    LW_CO_ASSIGN(Together outputs, co_await run_together({command}, deadline));
    if (outputs) co_return std::move(outputs->front());
    if (!only_reads(command)) {
      co_return failure(ErrorCode::kConnectionLost,
                        fmt::format("\"{}\" was sent, and its answer can't be made out", command),
                        "look at the device: whether the command was carried out is unknown");
    }
  }
  tell_sent(command);
  std::vector<std::string> asked{command};
  if (!context_.empty()) asked.insert(asked.begin(), change_context());
  LW_CO_ASSIGN(const std::string text, co_await ask(std::move(asked), deadline));
  tell_answer(text);
  co_return answer_to(command, text);
}

net::Task<Result<Output>> AsaWeb::run_interactive(std::string command, std::string_view why,
                                                  Answers, Deadline) {
  co_return failure(
      ErrorCode::kUnsupported,
      fmt::format("\"{}\" {}, and the web interface can't answer", words_of(command), why),
      "add noconfirm where the command has it, or enter it over SSH, Telnet or the console");
}

net::Task<Result<Saved>> AsaWeb::save(Deadline deadline) {
  LW_CO_TRY(ready());
  LW_CO_ASSIGN(const Output output, settle(co_await run_alone(platform_->save, deadline)));
  const bool confirmed = output.text.find("[OK]") != std::string::npos ||
                         output.text.find("Cryptochecksum:") != std::string::npos;
  if (confirmed && !output.rejected) co_return Saved{platform_->save, {}};
  co_return failure(
      ErrorCode::kCommandRejected,
      fmt::format("the device did not save its configuration: \"{}\"",
                  words_of(output.rejected ? output.rejected->message : output.text)));
}

std::unique_ptr<Session> make_asa_web_session(std::unique_ptr<net::HttpClient> http,
                                              std::shared_ptr<const platform::Platform> platform,
                                              AsaWebOptions options) {
  return std::make_unique<AsaWeb>(std::move(http), std::move(platform), std::move(options));
}

}  // namespace lw::session
