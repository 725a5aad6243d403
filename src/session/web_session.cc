#include "session/web_session.h"

#include <fmt/core.h>

#include "base/text.h"
#include "session/exec_command.h"

namespace lw::session {

std::string hostname_in(std::string_view answer) {
  for (const auto line : split_lines(answer)) {
    const auto words = split_words(line);
    if (words.size() == 2 && words[0] == "hostname") return std::string(words[1]);
  }
  return {};
}

WebSession::WebSession(std::unique_ptr<net::HttpClient> http,
                       std::shared_ptr<const platform::Platform> platform, Options options,
                       std::string user_agent)
    : access_(std::move(http), std::move(user_agent)),
      platform_(std::move(platform)),
      output_limit_(options.output_limit),
      transcript_(platform_, std::move(options.transcript)) {}

Result<void> WebSession::begin_login(const Credentials& credentials) {
  if (state_ != State::kNew) {
    return failure(ErrorCode::kInvalidArgument, "this session has logged in already");
  }
  access_.log_in_as(credentials);
  transcript_.remember(credentials.password);
  if (credentials.enable_password) transcript_.remember(*credentials.enable_password);
  return {};
}

Result<void> WebSession::ready() const {
  if (state_ == State::kReady) return {};
  return failure(ErrorCode::kConnectionLost, state_ == State::kNew
                                                 ? "the session has not logged in"
                                                 : "the session is over after an earlier error");
}

void WebSession::learn_name(std::string hostname, std::string_view behind_it) {
  hostname_ = std::move(hostname);
  behind_name_ = behind_it;
  prompt_ = hostname_ + behind_name_ + "#";
}

void WebSession::follow_rename(std::string_view command) {
  std::string renamed = hostname_in(command);
  if (!renamed.empty()) learn_name(std::move(renamed), std::string(behind_name_));
}

Output WebSession::answer_to(std::string_view command, std::string_view text, Source source) const {
  return make_output(*platform_, {command, "", std::nullopt, "", source}, text);
}

void WebSession::tell_sent(std::string_view command) {
  transcript_.reset("");
  transcript_.sent(command);
}

void WebSession::tell_answer(std::string_view text) {
  text = trim(text);
  if (text.empty()) return;
  transcript_.reset("");
  transcript_.received(std::string(text) + "\n");
}

Result<void> WebSession::check_size(const net::HttpResponse& response) const {
  if (response.body.size() <= output_limit_) return {};
  return failure(ErrorCode::kUnsupported,
                 fmt::format("the answer is longer than {} bytes", output_limit_));
}

std::string WebSession::words_of(std::string_view text) const {
  constexpr std::size_t kShown = 200;
  return printable(trim(transcript_.clean(text.substr(0, 2 * kShown))), kShown);
}

net::Task<Result<Output>> WebSession::run(std::string command, Answers answers, Deadline deadline) {
  LW_CO_TRY(ready());
  LW_CO_TRY(check_command(command));
  if (const auto why = platform_->interactive(trim(command))) {
    co_return co_await run_interactive(std::move(command), *why, std::move(answers), deadline);
  }
  co_return settle(co_await run_alone(std::move(command), deadline));
}

std::size_t WebSession::count_together(std::span<const std::string> commands) const {
  const auto alone = [&](const std::string& command) {
    return !only_reads(command) || !check_command(command) || platform_->interactive(trim(command));
  };
  std::size_t count = 0;
  while (count < commands.size() && !alone(commands[count])) ++count;
  return count < 2 ? 1 : std::min(count, fitting(commands.first(count)));
}

net::Task<Session::RunAll> WebSession::run_all(std::vector<std::string> commands,
                                               Deadline::Clock::duration each) {
  RunAll all;
  std::size_t apart = 0;  // commands before this one can't be told apart in one request
  for (std::size_t at = 0; at < commands.size(); at = all.outputs.size()) {
    const std::span rest = std::span(commands).subspan(at);
    const std::size_t count = at < apart || !ready() ? 1 : count_together(rest);
    Together outputs;
    if (count > 1) {
      auto answered = settle(
          co_await run_together({rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(count)},
                                Deadline::after(each * static_cast<long>(count))));
      if (!answered) {
        all.error = std::move(answered).error();
        break;
      }
      outputs = *std::move(answered);
      if (!outputs) apart = at + count;
    }
    if (!outputs) {
      auto output = co_await run(commands[at], {}, Deadline::after(each));
      if (!output) {
        all.error = std::move(output).error();
        break;
      }
      outputs.emplace().push_back(*std::move(output));
    }
    for (Output& output : *outputs) {
      all.outputs.push_back(std::move(output));
      auto& rejected = all.outputs.back().rejected;
      if (!rejected) continue;
      rejected->index = all.outputs.size() - 1;
      co_return all;
    }
  }
  co_return all;
}

net::Task<void> WebSession::close(Deadline deadline) {
  state_ = State::kOver;
  co_await access_.http().close(deadline);
}

}  // namespace lw::session
