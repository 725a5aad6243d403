// Set-up dialogues: every question is known and answered as the caller wants, or the dialogue is
// left. Nothing is confirmed that the device did not show.
#include <fmt/core.h>

#include <set>

#include "base/text.h"
#include "session/cli_session.h"
#include "session/exec_command.h"

namespace lw::session {
namespace {

using platform::SetupDialog;
using platform::SetupQuestion;

constexpr int kMostQuestions = 200;
constexpr std::chrono::seconds kLeaving{5};

// Whether `text` holds `word` between blanks, line ends or punctuation.
bool holds_word(std::string_view text, std::string_view word) {
  const auto inside = [](char byte) {
    return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '-' || byte == '_';
  };
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool starts = at == 0 || !inside(text[at - 1]);
    const auto end = at + word.size();
    if (starts && (end == text.size() || !inside(text[end]))) return true;
  }
  return false;
}

}  // namespace

bool SetupAnswers::concern(const SetupDialog& setup) const {
  return std::ranges::any_of(setup.questions, [&](const SetupQuestion& question) {
    return plain.contains(question.id) || secret.contains(question.id);
  });
}

// How far a dialogue is.
struct CliSession::Setup {
  const SetupDialog& dialog;
  const SetupAnswers& answers;
  const SetupQuestion* last = nullptr;
  std::map<std::string_view, std::size_t> asked = {};
  std::size_t answered_at = 0;  // the text that was on the screen when the last answer was given
  bool accepted = false;
  bool confirmed = false;

  [[nodiscard]] std::string_view since_answer(std::string_view text) const {
    return text.substr(std::min(answered_at, text.size()));
  }
  // A question that comes again: the device took an answer back, the last one or those before it.
  [[nodiscard]] bool is_refused(const SetupQuestion& question) const {
    if (question.repeats) return false;
    return &question == last || (!question.reviews && asked.contains(question.id));
  }
  // Whether the review offers questions for which there are answers.
  [[nodiscard]] bool should_go_on(const SetupQuestion& question, std::string_view words) const {
    if (!question.offer || !question.offer.found_in(words)) return false;
    return std::ranges::any_of(dialog.questions, [&](const SetupQuestion& other) {
      return other.shown && !asked.contains(other.id) && answers.plain.contains(other.id);
    });
  }
  // Of the answers that the caller gave, the first that should stand in the review and does not.
  [[nodiscard]] const SetupQuestion* missing_in(std::string_view review) const {
    for (const SetupQuestion& question : dialog.questions) {
      const auto given = answers.plain.find(question.id);
      if (!question.shown || given == answers.plain.end() || !asked.contains(question.id)) continue;
      for (const auto word : split_words(given->second)) {
        if (!holds_word(review, word)) return &question;
      }
    }
    return nullptr;
  }
};

net::Task<Result<void>> CliSession::meet_setup(const SetupDialog& dialog, Phase phase,
                                               Deadline deadline) {
  if (setup_answers_ && setup_answers_->concern(dialog)) {
    const auto held = co_await hold_setup(dialog, *setup_answers_, deadline);
    if (!held) co_return std::unexpected(held.error());
    co_return co_await conversation_.type(phase, "", "", deadline);
  }
  if (dialog.decline) co_return co_await conversation_.answer(*dialog.decline, false, deadline);
  Error error = conversation_.lost(fmt::format("the device asks for {}", dialog.title));
  error.hint = "nothing was answered; linewarden prepare does it, with the values that you give";
  co_return std::unexpected(std::move(error));
}

net::Task<Result<void>> CliSession::meet_begun_setup(Sight sight, Phase phase, Deadline deadline) {
  const bool wanted = setup_answers_ && setup_answers_->concern(*sight.setup);
  if (wanted && sight.setup_question->first) {
    co_return co_await meet_setup(*sight.setup, phase, deadline);
  }
  LW_CO_TRY(co_await conversation_.press(sight.setup->abandon, deadline));
  if (!wanted) {
    conversation_.listen(phase);
    co_return Result<void>{};
  }
  co_return failure(
      ErrorCode::kConflict,
      fmt::format("somebody left the console in the middle of \"{}\": it was left, "
                  "with nothing changed",
                  sight.setup->title),
      "erase the device's configuration and reload it, or begin the dialogue again at "
      "the console; then try again");
}

net::Task<Result<SetupEnd>> CliSession::set_up(std::string setup, SetupAnswers answers,
                                               Deadline deadline) {
  LW_CO_TRY(ready());
  const auto dialog = std::ranges::find(platform_->setups, setup, &SetupDialog::id);
  if (dialog == platform_->setups.end() || dialog->command.empty()) {
    co_return failure(
        ErrorCode::kUnsupported,
        fmt::format("{} has no command for a dialogue \"{}\"", platform_->name, setup));
  }
  if (answers.approve && !answers.approve(*dialog)) {
    co_return failure(ErrorCode::kCancelled, "the set-up dialogue was not held");
  }
  if (dialog->in_configure && prompt_.mode != platform::Mode::kConfigure) {
    LW_CO_TRY(settle(co_await exchange(platform_->configure, {}, deadline)));
  }
  conversation_.reader().begin_setup(*dialog);
  LW_CO_TRY(
      settle(co_await conversation_.type(Phase::kSetup, dialog->command, prompt_.text, deadline)));
  Setup held{*dialog, answers};
  const auto end = settle(co_await ask_through(held, deadline));
  if (!end && held.confirmed && end.error().code == ErrorCode::kConnectionLost) {
    co_return SetupEnd::kSessionOver;
  }
  if (!end) co_return std::unexpected(end.error());
  if (!end->prompt) {
    co_return std::unexpected(
        settle(Result<void>(std::unexpected(conversation_.lost("the device ended the session"))))
            .error());
  }
  const std::string words(
      trim(conversation_.transcript().clean(conversation_.reader().screen().text())));
  LW_CO_TRY(settle(co_await learn_again(*end->prompt, "", deadline)));
  if (held.asked.empty()) {
    LW_CO_TRY(co_await check_role(deadline));
    co_return failure(
        ErrorCode::kCommandRejected,
        fmt::format("the device does not begin its dialogue: \"{}\"", printable(words, 400)));
  }
  LW_CO_TRY(settle(co_await leave_configuration(Leaving::kApply, deadline)));
  co_return SetupEnd::kPrompt;
}

net::Task<Result<Sight>> CliSession::hold_setup(const SetupDialog& dialog,
                                                const SetupAnswers& answers, Deadline deadline) {
  if (answers.approve && !answers.approve(dialog)) {
    co_return failure(ErrorCode::kCancelled,
                      fmt::format("the set-up dialogue \"{}\" was not held", dialog.title),
                      "the device still stands in it");
  }
  conversation_.reader().begin_setup(dialog);
  Setup setup{dialog, answers};
  co_return co_await ask_through(setup, deadline);
}

net::Task<Result<Sight>> CliSession::ask_through(Setup& setup, Deadline deadline) {
  Error error = conversation_.lost("the set-up dialogue has no end");
  for (int round = 0; round < kMostQuestions; ++round) {
    auto sight = co_await conversation_.next(deadline);
    if (!sight) {
      error = std::move(sight).error();
      break;
    }
    Result<void> answered;
    switch (sight->seen) {
      case Seen::kPager:
        answered = co_await conversation_.turn_page(*sight, deadline);
        break;
      case Seen::kSetup:
        if (setup.accepted) {
          answered = std::unexpected(conversation_.lost("the device does not begin its dialogue"));
        } else {
          setup.accepted = true;
          answered = co_await conversation_.answer(setup.dialog.accept, false, deadline);
        }
        break;
      case Seen::kSetupQuestion:
        answered = co_await answer_question(setup, *sight->setup_question, deadline);
        break;
      default:
        co_return *std::move(sight);
    }
    if (!answered) {
      error = std::move(answered).error();
      break;
    }
  }
  co_return std::unexpected(co_await abandon_setup(setup, std::move(error)));
}

net::Task<Result<void>> CliSession::answer_question(Setup& setup, const SetupQuestion& question,
                                                    Deadline deadline) {
  const std::string& text = conversation_.reader().screen().text();
  const std::string_view words = setup.since_answer(text);
  if (setup.is_refused(question)) {
    co_return failure(
        ErrorCode::kCommandRejected,
        fmt::format("the device does not take the answer to \"{}\": \"{}\"", setup.last->id,
                    printable(trim(conversation_.transcript().clean(words)), 400)));
  }
  if (setup.should_go_on(question, words)) {
    ++setup.asked[question.id];
    setup.last = &question;
    LW_CO_TRY(co_await conversation_.answer(question.take_offer, false, deadline));
    setup.answered_at = conversation_.reader().screen().text().size();
    co_return Result<void>{};
  }
  if (question.reviews) {
    if (const SetupQuestion* missing = setup.missing_in(words)) {
      co_return failure(ErrorCode::kConflict,
                        fmt::format("the device shows another \"{}\" than it was told, and it was "
                                    "not confirmed",
                                    missing->id));
    }
    setup.confirmed = true;
  }
  const std::size_t before = setup.asked[question.id]++;
  setup.last = &question;
  const auto secret = setup.answers.secret.find(question.id);
  if (secret != setup.answers.secret.end()) {
    LW_CO_TRY(co_await conversation_.answer_secret(secret->second, deadline));
    setup.answered_at = conversation_.reader().screen().text().size();
    co_return Result<void>{};
  }
  std::optional<std::string> answer = question.answer;
  if (const auto plain = setup.answers.plain.find(question.id);
      plain != setup.answers.plain.end()) {
    answer = plain->second;
    if (question.repeats) {
      const auto all = split_words(plain->second);
      answer = before < all.size() ? std::string(all[before]) : std::string();
    }
  }
  if (!answer) {
    co_return std::unexpected(conversation_.lost(
        fmt::format("the device asks for \"{}\" and no answer was given", question.id)));
  }
  LW_CO_TRY(check_command(*answer));
  LW_CO_TRY(co_await conversation_.answer(*std::move(answer), false, deadline));
  setup.answered_at = conversation_.reader().screen().text().size();
  co_return Result<void>{};
}

// After an error: out of the dialogue, so that the next one to come finds a prompt.
net::Task<Error> CliSession::abandon_setup(const Setup& setup, Error error) {
  const bool reachable =
      error.code != ErrorCode::kConnectionLost && error.code != ErrorCode::kCancelled;
  if (setup.confirmed) {
    error.message += "; the settings had been confirmed before";
  } else if (setup.dialog.abandon.empty() || !reachable) {
    error.message += "; the device may still stand in the dialogue, with nothing confirmed";
  } else {
    const Deadline deadline = Deadline::after(kLeaving);
    bool left = false;
    if (co_await conversation_.press(setup.dialog.abandon, deadline)) {
      const auto sight = co_await conversation_.next(deadline);
      left = sight && (sight->prompt || sight->seen == Seen::kPressReturn);
    }
    error.message += left ? "; the dialogue was left, and nothing was changed"
                          : "; the dialogue could not be left: the device may still stand in it, "
                            "with nothing confirmed";
  }
  co_return error;
}

net::Task<Result<SetupEnd>> Session::set_up(std::string setup, SetupAnswers, Deadline) {
  co_return failure(ErrorCode::kUnsupported,
                    fmt::format("the dialogue \"{}\" needs a terminal", setup),
                    "reach the device over its console, SSH or Telnet: --over console");
}

}  // namespace lw::session
