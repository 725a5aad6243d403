#include <fmt/core.h>

#include "base/text.h"
#include "session/cli_session.h"

namespace lw::session {
namespace {

using platform::Mode;

constexpr int kMostRounds = 60;  // questions, pages and prompts before a login is given up
// A console line may say nothing until somebody presses Enter.
constexpr std::chrono::seconds kSilence{2};
constexpr std::chrono::milliseconds kLatePrompt{150};

Error refused(std::string_view what, const std::string& words,
              Diagnosis diagnosis = Diagnosis::kWrongLogin) {
  return Error{ErrorCode::kLoginRefused,
               words.empty() ? std::string(what) : fmt::format("{}: \"{}\"", what, words),
               "check the credentials; nothing is tried twice, so that no account is locked",
               diagnosis};
}

}  // namespace

net::Task<Result<void>> CliSession::login(const Credentials& credentials, Deadline deadline) {
  if (state_ != State::kNew) {
    co_return failure(ErrorCode::kInvalidArgument, "this session has logged in already");
  }
  LW_CO_TRY(settle(co_await reach_prompt(credentials, deadline)));
  if (prompt_.mode == Mode::kUser && credentials.enable_password && !platform_->enable.empty()) {
    LW_CO_TRY(settle(co_await enable(*credentials.enable_password, deadline)));
  }
  LW_CO_TRY(settle(co_await turn_paging_off(deadline)));
  co_return Result<void>{};
}

// A prompt is believed when an empty line brings exactly it again: a banner's "R1#" does not come
// back. Questions may still follow a banner's prompt, so all of them are answered in one loop.
net::Task<Result<void>> CliSession::reach_prompt(const Credentials& credentials,
                                                 Deadline deadline) {
  const Phase phase = transport_login_ == TransportLogin::kDone ? Phase::kArrival : Phase::kLogin;
  bool user_sent = false;
  bool user_sent_again = false;
  bool password_sent = false;
  bool nudged = false;
  int lines_sent = 0;
  std::optional<Prompt> candidate;
  conversation_.listen(phase);
  for (int round = 0; round < kMostRounds; ++round) {
    LW_CO_ASSIGN(const Sight sight,
                 co_await conversation_.next(
                     deadline, nudged ? std::optional<Deadline>{} : Deadline::after(kSilence)));
    nudged = true;
    switch (sight.seen) {
      case Seen::kNothing:
        LW_CO_TRY(co_await conversation_.type(phase, "", "", deadline));
        break;
      case Seen::kRefused:
        co_return std::unexpected(refused("the login was refused", sight.words));
      case Seen::kUsername:
        // Asked once more without having echoed the name: the first was a banner's text.
        if (user_sent && (conversation_.reader().echo_seen() || user_sent_again || password_sent)) {
          co_return std::unexpected(refused("the user name or the password was refused", ""));
        }
        if (credentials.username.empty()) {
          co_return std::unexpected(
              refused("the device asks for a user name and none is given", ""));
        }
        user_sent_again = user_sent;
        user_sent = true;
        LW_CO_TRY(co_await conversation_.type(phase, credentials.username,
                                              conversation_.reader().screen().line(), deadline));
        break;
      case Seen::kPassword:
        if (password_sent) {
          co_return std::unexpected(refused(
              user_sent ? "the user name or the password was refused" : "the password was refused",
              ""));
        }
        password_sent = true;
        LW_CO_TRY(co_await conversation_.answer_secret(credentials.password, deadline));
        break;
      case Seen::kPressReturn:
        LW_CO_TRY(co_await conversation_.type(phase, "", "", deadline));
        break;
      case Seen::kPager:
        LW_CO_TRY(co_await conversation_.turn_page(sight, deadline));
        break;
      case Seen::kDialog:
        LW_CO_TRY(co_await reply(*sight.dialog, {}, deadline));
        break;
      case Seen::kPrompt:
      case Seen::kForeignPrompt:
        if (candidate && candidate->text == sight.prompt->text &&
            trim(conversation_.reader().screen().text()).empty()) {
          // A banner that had us send more than one empty line gets more than one prompt back.
          if (lines_sent > 1) LW_CO_TRY(co_await await_late_prompts(deadline));
          learn(*sight.prompt, sight.prompt->host);
          state_ = State::kReady;
          co_return Result<void>{};
        }
        candidate = sight.prompt;
        ++lines_sent;
        LW_CO_TRY(co_await conversation_.type(phase, "", candidate->text, deadline));
        break;
    }
  }
  co_return std::unexpected(conversation_.lost("the device asks without end and shows no prompt"));
}

net::Task<Result<void>> CliSession::await_late_prompts(Deadline deadline) {
  for (int i = 0; i < kMostRounds; ++i) {
    conversation_.listen(Phase::kArrival);
    LW_CO_ASSIGN(const Sight sight,
                 co_await conversation_.next(deadline, Deadline::after(kLatePrompt)));
    if (!sight.prompt) break;
  }
  co_return Result<void>{};
}

net::Task<Result<void>> CliSession::enable(const Secret& password, Deadline deadline) {
  bool sent = false;
  LW_CO_TRY(co_await conversation_.type(Phase::kEnable, platform_->enable, prompt_.text, deadline));
  for (int round = 0; round < kMostRounds; ++round) {
    LW_CO_ASSIGN(const Sight sight, co_await conversation_.next(deadline));
    switch (sight.seen) {
      case Seen::kPrompt:
        learn(*sight.prompt, hostname_);
        if (prompt_.mode != Mode::kUser) co_return Result<void>{};
        co_return std::unexpected(
            refused(sent ? "the enable password was refused" : "enable was refused",
                    std::string(trim(conversation_.transcript().clean(
                        conversation_.reader().screen().text().substr(0, 200)))),
                    Diagnosis::kWrongEnablePassword));
      case Seen::kRefused:
        co_return std::unexpected(refused("the enable password was refused", sight.words,
                                          Diagnosis::kWrongEnablePassword));
      case Seen::kPassword:
        if (sent)
          co_return std::unexpected(
              refused("the enable password was refused", "", Diagnosis::kWrongEnablePassword));
        sent = true;
        LW_CO_TRY(co_await conversation_.answer_secret(password, deadline));
        break;
      case Seen::kPager:
        LW_CO_TRY(co_await conversation_.turn_page(sight, deadline));
        break;
      case Seen::kDialog:
        LW_CO_TRY(co_await reply(*sight.dialog, {}, deadline));
        break;
      default:
        co_return std::unexpected(conversation_.lost("enable was answered by another prompt"));
    }
  }
  co_return std::unexpected(conversation_.lost("enable asks without end"));
}

// For this session only. A device that refuses keeps its pager, which is then answered.
net::Task<Result<void>> CliSession::turn_paging_off(Deadline deadline) {
  for (const auto& command : platform_->paging.off) {
    const auto output = co_await exchange(command, {}, deadline);
    if (!output) co_return std::unexpected(output.error());
  }
  co_return Result<void>{};
}

}  // namespace lw::session
