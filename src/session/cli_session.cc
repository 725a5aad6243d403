#include "session/cli_session.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include "base/text.h"
#include "session/exec_command.h"
#include "session/output.h"
#include "session/web_access.h"

namespace lw::session {
namespace {

using platform::Mode;

constexpr int kMostQuestions = 60;    // of one command
constexpr int kMostLeavingSteps = 8;  // "exit" from the deepest mode
constexpr int kMostRepetitions = 5;   // of a prompt that keeps changing
constexpr std::chrono::seconds kGoodbye{2};
constexpr std::size_t kWordsShown = 200;

}  // namespace

CliSession::CliSession(std::unique_ptr<net::Stream> stream,
                       std::shared_ptr<const platform::Platform> platform,
                       TransportLogin transport_login, Options options)
    : conversation_(std::move(stream), platform, options),
      platform_(std::move(platform)),
      transport_login_(transport_login),
      setup_answers_(std::move(options.setup)) {}

void CliSession::learn(Prompt prompt, std::string host) {
  prompt_ = std::move(prompt);
  hostname_ = std::move(host);
  conversation_.reader().learn(hostname_);
}

Result<void> CliSession::ready() const {
  if (state_ == State::kReady) return {};
  return failure(ErrorCode::kConnectionLost, state_ == State::kNew
                                                 ? "the session has not logged in"
                                                 : "the session is over after an earlier error");
}

net::Task<Result<void>> CliSession::reply(const platform::Dialog& dialog, const Answers& answers,
                                          Deadline deadline) {
  const auto text = dialog.reply(answers);
  if (!text) {
    co_return std::unexpected(conversation_.lost(fmt::format(
        "the device asks a question (\"{}\") to which no answer was given", dialog.id)));
  }
  LW_CO_TRY(check_command(*text));
  LW_CO_TRY(co_await conversation_.answer(*text, dialog.raw, deadline));
  if (dialog.discard.empty()) co_return Result<void>{};
  if (rename_entered_ && *text != dialog.discard) conversation_.reader().allow_rename();
  rename_entered_ = false;
  co_return Result<void>{};
}

net::Task<Result<Output>> CliSession::exchange(std::string command, const Answers& answers,
                                               Deadline deadline) {
  LW_CO_TRY(check_command(command));
  const std::string before = prompt_.text;
  if (may_rename(command)) rename_entered_ = true;
  LW_CO_TRY(co_await conversation_.type(Phase::kCommand, command, before, deadline));
  Reader& reader = conversation_.reader();
  for (int questions = 0; questions < kMostQuestions;) {
    LW_CO_ASSIGN(const Sight sight, co_await conversation_.next(deadline));
    if (sight.seen == Seen::kPager) {
      LW_CO_TRY(co_await conversation_.turn_page(sight, deadline));
    } else if (sight.seen == Seen::kDialog) {
      ++questions;
      LW_CO_TRY(co_await reply(*sight.dialog, answers, deadline));
    } else if (sight.seen == Seen::kPrompt || sight.seen == Seen::kForeignPrompt) {
      std::string text = reader.screen().text();
      const std::string& line = reader.screen().line();
      if (line.size() > sight.prompt->text.size()) {  // a log message in front of the prompt
        text += line.substr(0, line.size() - sight.prompt->text.size());
        text += '\n';
      }
      const Sent sent{command, before, reader.width(), sight.prompt->text};
      Output output = make_output(*platform_, sent, text);
      if (sight.seen == Seen::kForeignPrompt) {
        LW_CO_TRY(co_await learn_again(*sight.prompt, command, deadline));
      } else {
        prompt_ = *sight.prompt;
      }
      co_return output;
    } else {
      co_return std::unexpected(conversation_.lost("the device asks for credentials again"));
    }
  }
  co_return std::unexpected(conversation_.lost("the command asks without end"));
}

net::Task<Result<void>> CliSession::learn_again(Prompt prompt, std::string_view command,
                                                Deadline deadline) {
  const std::string old = hostname_;
  conversation_.reader().forget();
  for (int i = 0; i < kMostRepetitions; ++i) {
    LW_CO_TRY(co_await conversation_.type(Phase::kArrival, "", prompt.text, deadline));
    LW_CO_ASSIGN(const Sight sight, co_await conversation_.next(deadline));
    if (!sight.prompt) break;
    if (sight.prompt->text == prompt.text) {
      // In configuration mode a long name is cut; the command has the whole one.
      const auto words = split_words(command);
      const bool cut = prompt.mode == Mode::kConfigure && !words.empty() &&
                       words.back().starts_with(prompt.host);
      std::string host = cut ? std::string(words.back()) : prompt.host;
      learn(std::move(prompt), std::move(host));
      co_return Result<void>{};
    }
    prompt = *sight.prompt;
  }
  co_return std::unexpected(conversation_.lost(
      fmt::format("the prompt changed from that of {} and does not settle", old)));
}

net::Task<Result<Output>> CliSession::run(std::string command, Answers answers, Deadline deadline) {
  LW_CO_TRY(ready());
  LW_CO_TRY(check_command(command));
  if (prompt_.mode != Mode::kUser && platform_->pair.is_write(command)) {
    LW_CO_TRY(co_await check_unit(deadline));
  }
  co_return settle(co_await exchange(std::move(command), answers, deadline));
}

net::Task<Result<std::vector<Output>>> CliSession::configure(std::vector<ConfigureLine> lines,
                                                             Deadline deadline) {
  LW_CO_TRY(ready());
  for (const auto& line : lines) LW_CO_TRY(check_command(line.command));
  if (prompt_.mode == Mode::kUser) {
    co_return failure(ErrorCode::kLoginRefused,
                      "configuring needs the privileged mode, and no enable password is given",
                      "give the device's enable password");
  }
  LW_CO_TRY(co_await check_unit(deadline));
  const bool has_mode = !platform_->configure.empty();
  if (has_mode && prompt_.mode != Mode::kConfigure) {
    const auto entered = settle(co_await exchange(platform_->configure, {}, deadline));
    if (!entered) co_return std::unexpected(entered.error());
    if (prompt_.mode != Mode::kConfigure) {
      const std::string words = entered->rejected ? entered->rejected->message : entered->text;
      co_return failure(ErrorCode::kCommandRejected,
                        fmt::format("the device does not enter configuration mode: \"{}\"",
                                    printable(conversation_.transcript().clean(words))));
    }
    auto there = co_await check_switch_over(*entered, 0, deadline);
    if (!there) {
      if (state_ == State::kReady)
        LW_CO_TRY(settle(co_await leave_configuration(Leaving::kDiscard, deadline)));
      co_return std::unexpected(std::move(there).error());
    }
  }
  auto outputs = co_await enter_lines(std::move(lines), deadline);
  if (has_mode && state_ == State::kReady) {
    const bool refused = outputs && !outputs->empty() && outputs->back().rejected;
    LW_CO_TRY(settle(
        co_await leave_configuration(refused ? Leaving::kDiscard : Leaving::kApply, deadline)));
    if (refused) LW_CO_TRY(co_await check_role(deadline));
  }
  co_return outputs;
}

net::Task<Result<std::vector<Output>>> CliSession::enter_lines(std::vector<ConfigureLine> lines,
                                                               Deadline deadline) {
  std::vector<Output> outputs;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!platform_->configure.empty() && prompt_.mode != Mode::kConfigure) {
      co_return failure(ErrorCode::kInvalidArgument,
                        fmt::format("line {} left configuration mode, {} lines were not sent", i,
                                    lines.size() - i));
    }
    auto output = settle(co_await exchange(lines[i].command, lines[i].answers, deadline));
    if (!output) {
      co_return std::unexpected(
          std::move(output).error().with_context(fmt::format("line {}", i + 1)));
    }
    LW_CO_TRY(co_await check_switch_over(*output, i + 1, deadline));
    if (output->rejected) output->rejected->index = i;
    outputs.push_back(*std::move(output));
    if (outputs.back().rejected) break;
  }
  co_return outputs;
}

net::Task<Result<void>> CliSession::leave_configuration(Leaving leaving, Deadline deadline) {
  Answers answers;
  for (const platform::Dialog& dialog : platform_->dialogs) {
    if (leaving == Leaving::kDiscard && !dialog.discard.empty()) {
      answers.emplace(dialog.id, dialog.discard);
    }
  }
  for (int i = 0; i < kMostLeavingSteps && prompt_.mode == Mode::kConfigure; ++i) {
    const auto output = co_await exchange(platform_->end_configure, answers, deadline);
    if (!output) co_return std::unexpected(output.error());
  }
  if (prompt_.mode != Mode::kConfigure) co_return Result<void>{};
  co_return std::unexpected(conversation_.lost("the device does not leave configuration mode"));
}

net::Task<Result<void>> CliSession::check_role(Deadline deadline) {
  const platform::RoleQuestion& question = platform_->role;
  if (question.command.empty()) co_return Result<void>{};
  LW_CO_ASSIGN(const Output answer, settle(co_await exchange(question.command, {}, deadline)));
  for (const auto line : split_lines(answer.text)) {
    std::string role;
    if (!RE2::PartialMatch({line.data(), line.size()}, *question.role, &role)) continue;
    if (role == question.configuring) break;
    co_return std::unexpected(too_low_a_role(role, question.configuring));
  }
  co_return Result<void>{};
}

net::Task<Result<void>> CliSession::check_writable(Deadline deadline) {
  LW_CO_TRY(ready());
  if (prompt_.mode == Mode::kUser) co_return Result<void>{};
  co_return co_await check_unit(deadline);
}

net::Task<Result<std::optional<std::string>>> CliSession::saves_itself(Deadline deadline) {
  using Words = std::optional<std::string>;
  const platform::SavingMode& saving = platform_->saving;
  if (saving.command.empty()) co_return Words{};
  const auto answer = settle(co_await exchange(saving.command, {}, deadline));
  if (!answer) co_return std::unexpected(answer.error());
  const std::string words =
      printable(trim(answer->rejected ? answer->rejected->message : answer->text), kWordsShown);
  if (answer->rejected) co_return Words(words);
  for (const std::string_view line : split_lines(answer->text)) {
    if (saving.on_command.found_in(line)) co_return Words{};
    if (saving.by_itself.found_in(line)) co_return Words(words);
  }
  co_return failure(ErrorCode::kCommandRejected,
                    fmt::format("whether the device keeps its configuration by itself can't be "
                                "told from \"{}\": \"{}\"",
                                saving.command, words),
                    "nothing was saved: look at the device, and save there");
}

net::Task<Result<Saved>> CliSession::save(Deadline deadline) {
  LW_CO_TRY(ready());
  if (platform_->save.empty()) co_return Saved{};
  LW_CO_ASSIGN(const auto kept, co_await saves_itself(deadline));
  if (kept) co_return Saved{{}, *kept};
  if (prompt_.mode != Mode::kUser) LW_CO_TRY(co_await check_unit(deadline));
  const auto output = settle(co_await exchange(platform_->save, {}, deadline));
  if (!output) co_return std::unexpected(output.error());
  if (output->rejected) {
    co_return failure(ErrorCode::kCommandRejected,
                      fmt::format("the device did not save its configuration: \"{}\"",
                                  printable(output->rejected->message)));
  }
  co_return Saved{platform_->save, {}};
}

net::Task<void> CliSession::close(Deadline deadline) {
  if (state_ == State::kReady) {
    const Deadline goodbye = deadline.within(kGoodbye);
    bool polite = true;
    if (prompt_.mode == Mode::kConfigure) {
      const auto left = co_await leave_configuration(Leaving::kDiscard, goodbye);
      polite = left.has_value();
    }
    if (polite && !platform_->logout.empty()) {
      // A console stays connected: it offers itself to the next one.
      const bool stays = transport_login_ == TransportLogin::kConsole;
      const auto typed = co_await conversation_.type(stays ? Phase::kLogin : Phase::kCommand,
                                                     platform_->logout, prompt_.text, goodbye);
      if (typed && stays) (void)co_await conversation_.next(goodbye, goodbye);
      if (typed && !stays) co_await conversation_.drain(goodbye);
    }
  }
  state_ = State::kOver;
  co_await conversation_.stream().close(deadline);
}

std::unique_ptr<Session> make_session(std::unique_ptr<net::Stream> stream,
                                      std::shared_ptr<const platform::Platform> platform,
                                      TransportLogin transport_login, Options options) {
  return std::make_unique<CliSession>(std::move(stream), std::move(platform), transport_login,
                                      std::move(options));
}

}  // namespace lw::session
