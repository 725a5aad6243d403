#include "session/ios_web_session.h"

#include <fmt/core.h>

#include "base/text.h"
#include "session/exec_page.h"
#include "session/ios_web.h"
#include "session/screen.h"

namespace lw::session {
namespace {

constexpr std::string_view kUserAgent = "Linewarden";
// Bytes of commands in one request: what goes wrong in it is asked for again one by one.
constexpr std::size_t kMostTogether = 8000;

}  // namespace

IosWeb::IosWeb(std::unique_ptr<net::HttpClient> http,
               std::shared_ptr<const platform::Platform> platform, SideChannel side_channel,
               Options options)
    : WebSession(std::move(http), std::move(platform), std::move(options), std::string(kUserAgent)),
      side_channel_(std::move(side_channel)) {}

net::Task<Result<net::HttpResponse>> IosWeb::post_body(std::string body, Deadline deadline) {
  LW_CO_ASSIGN(auto response,
               co_await access_.post("/ios_web_exec/commandset", "text/plain", body, deadline));
  if (response.status != 403 || !token_) co_return response;
  // The token has grown old: nothing of the request was looked at (inferred).
  LW_CO_TRY(co_await fetch_token(deadline));
  co_return co_await access_.post("/ios_web_exec/commandset", "text/plain", std::move(body),
                                  deadline);
}

net::Task<Result<IosWeb::Replies>> IosWeb::post(CommandsetMode mode,
                                                std::vector<std::string> commands,
                                                Deadline deadline) {
  LW_CO_ASSIGN(const auto response, co_await post_body(make_commandset(mode, commands), deadline));
  if (response.status != 200) co_return std::unexpected(status_error(response));
  LW_CO_TRY(check_size(response));
  co_return read_commandset(screen_text(response.body), commands);
}

net::Task<Result<std::string>> IosWeb::get_page(std::string target, Deadline deadline) {
  LW_CO_ASSIGN(const auto response, co_await access_.get(std::move(target), deadline));
  if (response.status != 200) co_return std::unexpected(status_error(response));
  LW_CO_TRY(check_size(response));
  LW_CO_ASSIGN(ExecPage page, read_exec_page(response.body));
  co_return std::move(page.text);
}

Output IosWeb::make_reply_output(std::string_view command, const CommandReply& reply,
                                 Source source) const {
  Output output = answer_to(command, reply.output, source);
  if (reply.parse_error == 0 || output.rejected) return output;
  const auto first = trim(output.text.substr(0, output.text.find('\n')));
  Rejection rejection;
  rejection.command = command;
  rejection.message = first.empty() ? "Invalid input detected." : std::string(first);
  output.rejected = std::move(rejection);
  return output;
}

std::size_t IosWeb::fitting(std::span<const std::string> commands) const {
  if (interface_ == Interface::kPages) return 1;
  std::size_t count = 0;
  for (std::size_t bytes = 0; count < commands.size(); ++count) {
    bytes += commands[count].size();
    if (count > 0 && bytes > kMostTogether) break;
  }
  return count;
}

net::Task<Result<WebSession::Together>> IosWeb::run_together(std::vector<std::string> commands,
                                                             Deadline deadline) {
  for (const std::string& command : commands) tell_sent(command);
  LW_CO_ASSIGN(const Replies replies, co_await post(CommandsetMode::kExec, commands, deadline));
  if (!replies) co_return Together{};
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < replies->size(); ++i) {
    outputs.push_back(make_reply_output(commands[i], (*replies)[i], Source::kReply));
    tell_answer(outputs.back().text);
    if (outputs.back().rejected) break;
  }
  co_return Together{std::move(outputs)};
}

net::Task<Result<Output>> IosWeb::run_alone(std::string command, Deadline deadline) {
  if (interface_ == Interface::kPages) {
    tell_sent(command);
    LW_CO_ASSIGN(const std::string text, co_await get_page(exec_page_target(command), deadline));
    Output output = answer_to(command, text);
    tell_answer(output.text);
    co_return output;
  }
  LW_CO_ASSIGN(Together outputs, co_await run_together({command}, deadline));
  co_return std::move(outputs.value().front());
}

net::Task<Result<void>> IosWeb::open_side(std::string what, Deadline deadline) {
  if (side_) co_return Result<void>{};
  const std::string hint =
      "linewarden prepare NAME --for ios-ssh, while the device is reached over Telnet or its "
      "console, sets SSH up";
  if (!side_channel_) {
    co_return failure(ErrorCode::kUnsupported,
                      fmt::format("{}, so it needs SSH, which is not set up", what), hint);
  }
  auto opened = co_await side_channel_(deadline);
  if (!opened) {
    Error error = std::move(opened).error().with_context(
        fmt::format("{}, so it needs SSH, which failed", what));
    if (error.hint.empty()) error.hint = hint;
    co_return std::unexpected(std::move(error));
  }
  side_ = *std::move(opened);
  side_to_cancel_ = side_.get();
  if (cancelled_) side_->cancel();
  co_return Result<void>{};
}

net::Task<Result<Output>> IosWeb::run_interactive(std::string command, std::string_view why,
                                                  Answers answers, Deadline deadline) {
  LW_CO_TRY(co_await open_side(fmt::format("\"{}\" {}", words_of(command), why), deadline));
  co_return settle(co_await side_->run(std::move(command), std::move(answers), deadline));
}

net::Task<Result<Saved>> IosWeb::save(Deadline deadline) {
  LW_CO_TRY(ready());
  LW_CO_ASSIGN(const Output output, settle(co_await run_alone(platform_->save, deadline)));
  if (!output.rejected && output.text.find("[OK]") != std::string::npos) {
    co_return Saved{platform_->save, {}};
  }
  co_return failure(
      ErrorCode::kCommandRejected,
      fmt::format("the device did not save its configuration: \"{}\"",
                  words_of(output.rejected ? output.rejected->message : output.text)));
}

net::Task<void> IosWeb::close(Deadline deadline) {
  if (side_) co_await side_->close(deadline);
  co_await WebSession::close(deadline);
}

void IosWeb::cancel() {
  cancelled_ = true;
  WebSession::cancel();
  if (Session* side = side_to_cancel_) side->cancel();
}

std::unique_ptr<Session> make_ios_web_session(std::unique_ptr<net::HttpClient> http,
                                              std::shared_ptr<const platform::Platform> platform,
                                              SideChannel side_channel, Options options) {
  return std::make_unique<IosWeb>(std::move(http), std::move(platform), std::move(side_channel),
                                  std::move(options));
}

}  // namespace lw::session
