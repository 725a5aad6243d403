#include <fmt/core.h>

#include "base/text.h"
#include "net/foreign_protocol.h"
#include "session/cli_session.h"

namespace lw::session {
namespace {

using platform::Mode;

constexpr int kMostRounds = 60;  // questions, pages and prompts before a login is given up
// A console line may say nothing until somebody presses Enter.
constexpr std::chrono::seconds kSilence{2};
constexpr std::chrono::milliseconds kLatePrompt{150};
constexpr std::chrono::seconds kGreetingLimit{2};
constexpr int kMostWakings = 3;
constexpr int kMostOthersRefused = 2;
constexpr int kMostEmptyAnswers = 5;  // devices ask for the enable password up to three times
constexpr std::chrono::seconds kGoodbye{2};

Error refused(std::string_view what, const std::string& words,
              Diagnosis diagnosis = Diagnosis::kWrongLogin) {
  return Error{ErrorCode::kLoginRefused,
               words.empty() ? std::string(what) : fmt::format("{}: \"{}\"", what, words),
               "check the credentials; nothing is tried twice, so that no account is locked",
               diagnosis};
}

// `sent`: the enable password was asked for and given.
Error not_raised(bool sent, const std::string& words) {
  if (sent) {
    return refused("the enable password was refused", words, Diagnosis::kWrongEnablePassword);
  }
  return Error{ErrorCode::kLoginRefused, fmt::format("enable was refused: \"{}\"", words),
               "set an enable password on the device, or give the user privilege 15 there",
               Diagnosis::kTooLittlePrivilege};
}

}  // namespace

// What the way to the prompt ended in, told from the device's first words.
Error CliSession::explain_arrival(Error error) const {
  const std::string& greeting = conversation_.greeting();
  if (error.code == ErrorCode::kConnectionLost && greeting.empty()) {
    error.message = "closed before it said anything: " + error.message;
    error.hint =
        "it may be out of lines or sessions, or an access list may refuse this address; a console "
        "may be in use";
    error.diagnosis = Diagnosis::kClosedAtOnce;
  }
  const bool asked = transport_login_ != TransportLogin::kDone;
  const bool foreign = greeting.starts_with("SSH-") || greeting.starts_with("HTTP/") ||
                       greeting.starts_with("\x15\x03") || greeting.starts_with("\x16\x03");
  if (asked && foreign && error.code != ErrorCode::kLoginRefused &&
      error.code != ErrorCode::kCancelled) {
    return {ErrorCode::kUnsupported, "no terminal answers there: " + net::what_it_sent(greeting),
            net::foreign_protocol_hint(greeting), Diagnosis::kNotThisProtocol};
  }
  return error;
}

net::Task<Result<void>> CliSession::login(const Credentials& credentials, Deadline deadline) {
  if (state_ != State::kNew) {
    co_return failure(ErrorCode::kInvalidArgument, "this session has logged in already");
  }
  if (auto arrived = co_await reach_prompt(credentials, deadline); !arrived) {
    LW_CO_TRY(settle(Result<void>(std::unexpected(explain_arrival(std::move(arrived).error())))));
  }
  if (prompt_.mode == Mode::kUser && credentials.enable_password && !platform_->enable.empty()) {
    auto raised = co_await enable(*credentials.enable_password, deadline);
    if (!raised) {
      const bool stays = transport_login_ == TransportLogin::kConsole;
      const bool there = stays && raised.error().code == ErrorCode::kLoginRefused &&
                         co_await return_to_prompt(deadline.within(kGoodbye));
      if (!there) state_ = State::kOver;
      co_return raised;
    }
  }
  LW_CO_TRY(settle(co_await turn_paging_off(deadline)));
  co_return Result<void>{};
}

// What was said and heard on the way to the prompt.
struct CliSession::Arrival {
  Phase phase;
  bool console;
  bool user_sent = false;
  bool user_sent_again = false;
  bool password_sent = false;
  bool leaving = false;  // the configuration mode in which somebody left the console
  bool heard = false;
  int wakings = 0;
  int others_refused = 0;  // logins that somebody else began on the console
  int lines_sent = 0;
  std::optional<Prompt> candidate = {};
};

// A prompt is believed when an empty line brings exactly it again: a banner's "R1#" does not come
// back. Questions may still follow a banner's prompt, so all of them are answered in one loop.
net::Task<Result<void>> CliSession::reach_prompt(const Credentials& credentials,
                                                 Deadline deadline) {
  Arrival arrival{
      .phase = transport_login_ == TransportLogin::kDone ? Phase::kArrival : Phase::kLogin,
      .console = transport_login_ == TransportLogin::kConsole};
  conversation_.listen(arrival.phase);
  // What was typed there before, and a question that waits for a single key, are taken back
  // (inferred: Ctrl-U on all families).
  if (arrival.console) {
    // A question that the line shows by itself would be taken for the answer to Return, and the
    // one that is the answer for a second question.
    LW_CO_TRY(co_await conversation_.hear_out(deadline.within(kGreetingLimit)));
    // Return would take what a set-up dialogue offers.
    if (conversation_.reader().look().seen != Seen::kSetup) {
      LW_CO_TRY(co_await conversation_.clear_line(deadline));
      LW_CO_TRY(co_await wake(arrival, deadline));
    }
  }
  for (int round = 0; round < kMostRounds; ++round) {
    const auto patience = arrival.heard ? std::nullopt : std::optional(Deadline::after(kSilence));
    LW_CO_ASSIGN(const Sight sight, co_await conversation_.next(deadline, patience));
    arrival.heard = sight.seen != Seen::kNothing || !arrival.console;
    switch (sight.seen) {
      case Seen::kNothing:
      case Seen::kPressReturn:
        LW_CO_TRY(co_await wake(arrival, deadline));
        break;
      case Seen::kRefused:
        if (arrival.console && !arrival.password_sent &&
            ++arrival.others_refused <= kMostOthersRefused) {
          LW_CO_TRY(co_await conversation_.type(arrival.phase, "", "", deadline));
          break;
        }
        co_return std::unexpected(refused("the login was refused", sight.words));
      case Seen::kUsername:
        LW_CO_TRY(co_await give_username(arrival, credentials, deadline));
        break;
      case Seen::kPassword:
        if (arrival.password_sent) {
          co_return std::unexpected(refused(arrival.user_sent
                                                ? "the user name or the password was refused"
                                                : "the password was refused",
                                            ""));
        }
        arrival.password_sent = true;
        LW_CO_TRY(co_await conversation_.answer_secret(credentials.password, deadline));
        break;
      case Seen::kPager:
        // On a console nobody has asked for more of what stands there.
        LW_CO_TRY(arrival.console && !arrival.password_sent
                      ? co_await conversation_.quit_pager(sight, deadline)
                      : co_await conversation_.turn_page(sight, deadline));
        break;
      case Seen::kSetup:
        LW_CO_TRY(co_await meet_setup(*sight.setup, arrival.phase, deadline));
        break;
      case Seen::kSetupQuestion:
        if (!arrival.console) {
          co_return std::unexpected(conversation_.lost("the device asks for its first settings"));
        }
        LW_CO_TRY(co_await meet_begun_setup(sight, arrival.phase, deadline));
        break;
      case Seen::kDialog:
        if (arrival.leaving) {
          co_return std::unexpected(conversation_.lost(
              "somebody left the console in the middle of a change, and the device asks what to "
              "do with it"));
        }
        LW_CO_TRY(co_await reply(*sight.dialog, {}, deadline));
        break;
      case Seen::kPrompt:
      case Seen::kForeignPrompt:
        LW_CO_TRY(co_await try_prompt(arrival, *sight.prompt, deadline));
        if (state_ == State::kReady) co_return Result<void>{};
        break;
    }
  }
  co_return std::unexpected(conversation_.lost("the device asks without end and shows no prompt"));
}

net::Task<Result<void>> CliSession::wake(Arrival& arrival, Deadline deadline) {
  if (arrival.console && ++arrival.wakings > kMostWakings) {
    co_return failure(ErrorCode::kTimeout, "the console says nothing",
                      "check the device's power, the cable and the speed of the line");
  }
  co_return co_await conversation_.type(arrival.phase, "", "", deadline);
}

net::Task<Result<void>> CliSession::give_username(Arrival& arrival, const Credentials& credentials,
                                                  Deadline deadline) {
  // Asked once more without having echoed the name: the first was a banner's text.
  if (arrival.user_sent &&
      (conversation_.reader().echo_seen() || arrival.user_sent_again || arrival.password_sent)) {
    co_return std::unexpected(refused("the user name or the password was refused", ""));
  }
  if (credentials.username.empty()) {
    co_return std::unexpected(
        refused("the device asks for a user name and none is given", "", Diagnosis::kNoUserName));
  }
  arrival.user_sent_again = arrival.user_sent;
  arrival.user_sent = true;
  co_return co_await conversation_.type(arrival.phase, credentials.username,
                                        conversation_.reader().screen().line(), deadline);
}

net::Task<Result<void>> CliSession::try_prompt(Arrival& arrival, Prompt prompt, Deadline deadline) {
  const bool again = arrival.candidate && arrival.candidate->text == prompt.text &&
                     trim(conversation_.reader().screen().text()).empty();
  if (again && arrival.console && prompt.mode == Mode::kConfigure) {
    if (arrival.leaving && ++arrival.lines_sent > kMostRounds / 2) {
      co_return std::unexpected(conversation_.lost("the device does not leave configuration mode"));
    }
    arrival.leaving = true;
    arrival.candidate.reset();
    co_return co_await conversation_.type(arrival.phase, platform_->end_configure, prompt.text,
                                          deadline);
  }
  if (again) {
    // A banner that had us send more than one empty line gets more than one prompt back.
    if (arrival.lines_sent > 1) LW_CO_TRY(co_await await_late_prompts(deadline));
    std::string host = prompt.host;
    learn(std::move(prompt), std::move(host));
    state_ = State::kReady;
    co_return Result<void>{};
  }
  arrival.candidate = prompt;
  ++arrival.lines_sent;
  co_return co_await conversation_.type(arrival.phase, "", prompt.text, deadline);
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
            not_raised(sent, std::string(trim(conversation_.transcript().clean(
                                 conversation_.reader().screen().text().substr(0, 200))))));
      case Seen::kRefused:
        co_return std::unexpected(not_raised(sent, sight.words));
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
      case Seen::kSetup:
        LW_CO_TRY(co_await meet_setup(*sight.setup, Phase::kEnable, deadline));
        break;
      default:
        co_return std::unexpected(conversation_.lost("enable was answered by another prompt"));
    }
  }
  co_return std::unexpected(conversation_.lost("enable asks without end"));
}

// A console keeps whoever was let in, so that logging out must be possible: what the device still
// asks is answered with nothing until its prompt is there.
net::Task<bool> CliSession::return_to_prompt(Deadline deadline) {
  for (int i = 0; i < kMostEmptyAnswers; ++i) {
    if (!co_await conversation_.type(Phase::kEnable, "", "", deadline)) break;
    const auto sight = co_await conversation_.next(deadline);
    if (!sight) break;
    if (sight->seen == Seen::kPrompt) co_return true;
    if (sight->seen != Seen::kPassword && sight->seen != Seen::kRefused) break;
  }
  co_return false;
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
