#include "session/reader.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"
#include "session/output.h"

namespace lw::session {
namespace {

constexpr std::size_t kLongestQuestion = 2048;  // a dialog's text, over several lines
constexpr std::size_t kLongestLine = 512;       // an unfinished line that is over this is output
constexpr int kMostLogLines = 20;               // behind a prompt or question that they hid

std::string_view tail(std::string_view text, std::size_t length) {
  return text.size() > length ? text.substr(text.size() - length) : text;
}

// The last line that is not empty.
std::string_view last_line(std::string_view text) {
  text = trim(tail(text, kLongestLine));
  const auto at = text.rfind('\n');
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

}  // namespace

Reader::Reader(std::shared_ptr<const platform::Platform> platform, std::size_t limit)
    : platform_(std::move(platform)), screen_(limit) {}

void Reader::begin(Phase phase, std::string_view typed, std::string_view prompt) {
  echoes_ = echoes_ || (phase_ == Phase::kCommand && echo_seen_);
  phase_ = phase;
  typed_ = typed;
  prompt_ = prompt;
  screen_.clear();
  echo_.expect(typed, prompt.size());
  refusal_.reset();
  followed_ = 0;
  answered_ = 0;
  echo_seen_ = false;
  ends_line_ = false;
  rename_allowed_ = false;
}

void Reader::begin_setup(const platform::SetupDialog& setup) {
  phase_ = Phase::kSetup;
  setup_ = &setup;
  host_.reset();
}

void Reader::answered(std::string_view typed) {
  rest();
  echo_.expect(typed, screen_.line().size());
  ends_line_ = true;
  // The question was dealt with: what stands on its line from now on is new.
  screen_.feed("\n");
  followed_ = screen_.text().size();
  answered_ = followed_;
}

void Reader::pager_answered(const Sight& sight) { screen_.erase(sight.length); }

void Reader::feed(std::string_view bytes) {
  if (!echo_.waiting()) {
    screen_.feed(bytes);
  } else {
    plain_.clear();
    echo_.feed(bytes, plain_);
    if (echo_.seen() && !ends_line_) echo_seen_ = true;
    if (echo_.width()) width_ = echo_.width();
    screen_.feed(plain_);
  }
  follow_lines();
}

void Reader::rest() {
  if (!echo_.waiting()) return;
  screen_.feed(echo_.give_up());
  follow_lines();
}

// Each finished line is looked at once.
void Reader::follow_lines() {
  const bool wants_echo = !echo_seen_ && !typed_.empty();
  const bool wants_refusal = (phase_ == Phase::kLogin || phase_ == Phase::kEnable) && !refusal_;
  const std::string_view text = screen_.text();
  if (!wants_echo && !wants_refusal) {
    followed_ = text.size();
    return;
  }
  while (followed_ < text.size()) {
    const std::size_t end = text.find('\n', followed_);
    const auto line = text.substr(followed_, std::min(end - followed_, kLongestQuestion));
    followed_ = end + 1;
    if (!echo_seen_ && !typed_.empty() && is_echo_line(line, prompt_, typed_)) echo_seen_ = true;
    const auto& login = platform_->login;
    const bool refused = phase_ == Phase::kEnable
                             ? login.enable_refused.found_in(line)
                             : phase_ == Phase::kLogin && login.refused.found_in(line);
    if (refused && !refusal_) refusal_ = std::string(trim(line));
  }
}

Sight Reader::look() {
  if (refusal_) {
    Sight sight;
    sight.seen = Seen::kRefused;
    sight.evidence = Evidence::kStrong;
    sight.words = *refusal_;
    return sight;
  }
  if (screen_.line().size() > kLongestLine || echo_.waiting()) return {};
  if (auto sight = find_prompt()) return *std::move(sight);
  if (auto sight = find_pager()) return *std::move(sight);
  if (auto sight = find_question(end())) return *std::move(sight);
  if (const auto hidden = end_before_log()) {
    if (auto sight = find_prompt_before_log(*hidden)) return *std::move(sight);
    if (auto sight = find_question(*hidden)) {
      sight->evidence = std::min(sight->evidence, Evidence::kDoubtful);
      return *std::move(sight);
    }
  }
  return {};
}

bool Reader::is_behind_login() const { return phase_ == Phase::kArrival || secret_given_; }

Sight Reader::prompt_sight(const Prompt& prompt, Evidence evidence) const {
  Sight sight;
  sight.seen =
      host_ && !belongs_to(*platform_, prompt, *host_) ? Seen::kForeignPrompt : Seen::kPrompt;
  sight.evidence = host_ && sight.seen == Seen::kPrompt ? evidence : Evidence::kWeak;
  // Behind a login nothing is at stake: what looks like a first prompt is only asked to show itself
  // again, and one that does so has shown more than any rest could.
  if (is_behind_login() && !host_) sight.evidence = Evidence::kStrong;
  sight.prompt = prompt;
  return sight;
}

std::optional<Sight> Reader::find_prompt() const {
  const std::string& line = screen_.line();
  Evidence evidence = echo_seen_ || typed_.empty() ? Evidence::kStrong
                      : echoes_                    ? Evidence::kDoubtful
                                                   : Evidence::kWeak;
  if (may_ask_behind_prompt()) evidence = Evidence::kDoubtful;
  if (const auto prompt = read_prompt(*platform_, line)) {
    if (!host_ || belongs_to(*platform_, *prompt, *host_) || rename_allowed_ ||
        may_rename(typed_)) {
      return prompt_sight(*prompt, evidence);
    }
    return std::nullopt;
  }
  // A log message without a line end of its own, the prompt glued to it (ASA's replication text,
  // verified). A switch-over changes the end of the name.
  for (const std::string_view name : names_in_front()) {
    const std::size_t at = line.rfind(name);
    if (at != std::string::npos && at > 0) {
      const auto prompt = read_prompt(*platform_, std::string_view(line).substr(at));
      if (prompt && belongs_to(*platform_, *prompt, *host_) &&
          platform_->is_asynchronous(std::string_view(line).substr(0, at))) {
        return prompt_sight(*prompt, Evidence::kWeak);
      }
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> Reader::names_in_front() const {
  if (!host_) return {};
  const std::string_view host = *host_;
  const std::size_t slash = host.find('/');
  if (slash == std::string_view::npos) return {host};
  return {host, host.substr(0, slash)};
}

bool Reader::may_ask_behind_prompt() const {
  return std::ranges::any_of(platform_->dialogs, [&](const platform::Dialog& dialog) {
    return dialog.behind_prompt && dialog.command.found_in(typed_);
  });
}

// Log messages are printed over what waits, on consoles, and on any terminal of a failover pair or
// with "terminal monitor"; devices do not always print it again. What was answered waits no more.
std::optional<Reader::End> Reader::end_before_log() const {
  if (!screen_.line().empty()) return std::nullopt;
  std::string_view text = std::string_view(screen_.text()).substr(answered_);
  bool log_seen = false;
  for (int i = 0; i < kMostLogLines && !text.empty(); ++i) {
    text.remove_suffix(1);
    const std::size_t start = text.rfind('\n') + 1;
    const std::string_view line = text.substr(start, kLongestQuestion);
    text = text.substr(0, start);
    if (line.empty()) continue;
    std::size_t at = find_log_message(*platform_, line);
    if (at == std::string_view::npos) {
      if (!log_seen) return std::nullopt;
      at = line.size();
    } else if (at == 0) {
      at = length_of_question_like_a_host(line);
    }
    log_seen = true;
    if (at > 0) return end_of(text, line.substr(0, at));
  }
  return std::nullopt;
}

// A message may begin with the device's name and a colon, and so "Username: " looks like one.
std::size_t Reader::length_of_question_like_a_host(std::string_view line) const {
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos) return 0;
  const std::string_view asked = line.substr(0, colon + 2);
  const auto& login = platform_->login;
  const bool question = (phase_ == Phase::kLogin && login.username.found_in(asked)) ||
                        (may_ask_password() && login.password.found_in(asked));
  return question && platform_->is_asynchronous(line.substr(asked.size())) ? asked.size() : 0;
}

bool Reader::may_ask_password() const {
  return phase_ == Phase::kLogin || phase_ == Phase::kEnable;
}

std::optional<Sight> Reader::find_prompt_before_log(const End& end) const {
  if (!host_ && !is_behind_login()) return std::nullopt;
  const auto prompt = read_prompt(*platform_, end.line);
  if (!prompt || (host_ && !belongs_to(*platform_, *prompt, *host_))) return std::nullopt;
  return prompt_sight(*prompt, Evidence::kWeak);
}

std::optional<Sight> Reader::find_pager() const {
  const std::string& line = screen_.line();
  re2::StringPiece piece(line.data(), line.size());
  if (line.empty() || !platform_->paging.more ||
      !platform_->paging.more->Match(piece, 0, line.size(), re2::RE2::UNANCHORED, &piece, 1)) {
    return std::nullopt;
  }
  Sight sight;
  sight.seen = Seen::kPager;
  sight.evidence = Evidence::kStrong;
  sight.length = line.size() - static_cast<std::size_t>(piece.data() - line.data());
  return sight;
}

std::optional<Sight> Reader::find_question(const End& end) const {
  const std::string& line = end.line;
  Sight sight;
  const auto& login = platform_->login;
  const bool arriving = phase_ <= Phase::kArrival || (phase_ == Phase::kSetup && line.empty());
  if (arriving && login.press_return.found_in(line.empty() ? last_line(end.lines) : line)) {
    sight.seen = Seen::kPressReturn;
    return sight;
  }
  if (line.empty()) return std::nullopt;
  if (phase_ == Phase::kSetup) return find_setup_question(end);
  if (phase_ == Phase::kLogin && login.username.found_in(line)) {
    sight.seen = Seen::kUsername;
    if (secret_given_) sight.evidence = Evidence::kDoubtful;
    if (!typed_.empty() && !echo_seen_) sight.evidence = Evidence::kUnechoed;
    return sight;
  }
  if (may_ask_password() && login.password.found_in(line)) {
    sight.seen = Seen::kPassword;
    const bool asked_for = echo_seen_ && !(secret_given_ && phase_ == Phase::kLogin);
    sight.evidence = asked_for ? Evidence::kStrong : Evidence::kDoubtful;
    return sight;
  }
  if (phase_ != Phase::kCommand) {
    if (const auto setup = find_setup(end)) return setup;
  }
  if (const auto* dialog = find_dialog(end)) {
    sight.seen = Seen::kDialog;
    sight.dialog = dialog;
    return sight;
  }
  return std::nullopt;
}

Reader::End Reader::end_of(std::string_view text, std::string_view line) {
  std::string lines(tail(text, kLongestQuestion - kLongestLine));
  lines += line;
  return {std::string(line), std::move(lines)};
}

Reader::End Reader::end() const { return end_of(screen_.text(), screen_.line()); }

bool Reader::End::has(const platform::Pattern& question) const {
  return question.found_in(line) || question.found_in(lines);
}

const platform::Dialog* Reader::find_dialog(const End& end) const {
  for (const auto& dialog : platform_->dialogs) {
    if (dialog.command && !dialog.command.found_in(typed_)) continue;
    if (end.has(dialog.question)) return &dialog;
  }
  return nullptr;
}

std::optional<Sight> Reader::find_setup(const End& end) const {
  for (const auto& setup : platform_->setups) {
    if (!end.has(setup.begins)) continue;
    Sight sight;
    sight.seen = Seen::kSetup;
    sight.setup = &setup;
    return sight;
  }
  // One that somebody began, or that the Return began which woke the line.
  for (const auto& setup : platform_->setups) {
    for (const auto& question : setup.questions) {
      if (setup.abandon.empty() || phase_ > Phase::kArrival || !end.has(question.question))
        continue;
      Sight sight;
      sight.seen = Seen::kSetupQuestion;
      sight.setup = &setup;
      sight.setup_question = &question;
      return sight;
    }
  }
  return std::nullopt;
}

std::optional<Sight> Reader::find_setup_question(const End& end) const {
  Sight sight;
  for (const auto& question : setup_->questions) {
    if (!end.has(question.question)) continue;
    sight.seen = Seen::kSetupQuestion;
    sight.setup_question = &question;
    return sight;
  }
  if (!end.has(setup_->begins)) return std::nullopt;
  sight.seen = Seen::kSetup;
  sight.setup = setup_;
  return sight;
}

bool Reader::looks_like_question() const {
  const auto line = trim(screen_.line());
  return !line.empty() && line.size() <= kLongestLine &&
         (line.back() == '?' || line.back() == ':' || line.back() == ']');
}

std::string Reader::last_lines() const {
  return std::string(tail(screen_.text(), kLongestQuestion)) +
         std::string(tail(screen_.line(), kLongestLine));
}

}  // namespace lw::session
