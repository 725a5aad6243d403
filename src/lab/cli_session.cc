#include "lab/cli_session.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lw::lab {
namespace {

// As a terminal line's buffer; what is typed beyond it is lost.
constexpr std::size_t kMostTypedAhead = 1024;

}  // namespace

std::string_view name(Transport transport) {
  switch (transport) {
    case Transport::kConsole:
      return "console";
    case Transport::kTelnet:
      return "telnet";
    case Transport::kSsh:
      return "ssh";
    case Transport::kHttp:
      return "http";
    case Transport::kHttps:
      return "https";
    case Transport::kBackplane:
      return "backplane";
  }
  return "unknown";
}

std::size_t CliSession::columns() const {
  return forced_columns_ == 0 ? screen_.columns : forced_columns_;
}

std::string CliSession::take_output() {
  collect_nested();
  return std::exchange(output_, {});
}

void CliSession::receive(std::string_view bytes) {
  ended_.reset();
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (finished_) return;
    if (waiting_) {
      typed_ahead_ +=
          bytes.substr(at, kMostTypedAhead - std::min(kMostTypedAhead, typed_ahead_.size()));
      return;
    }
    const char byte = bytes[at];
    // Clients end a line with CR, CR LF, CR NUL or LF: all are one Return.
    const bool second_half = std::exchange(after_return_, byte == '\r');
    if (second_half && (byte == '\n' || byte == '\0')) continue;
    if (byte == '\0') continue;
    on_activity();
    const char key = byte == '\n' ? '\r' : byte;
    collect_nested();
    if (nested_) {
      press_nested(key);
    } else {
      press(key);
    }
  }
}

void CliSession::attach(std::unique_ptr<NestedSession> nested) {
  nested_ = std::move(nested);
  nested_->on_news([this] { give_news(); });
}

void CliSession::press_nested(char key) {
  if (nested_->press(key) == NestedSession::Step::kEscaped) {
    suspended_ = std::move(nested_);
    on_nested_end(NestedEnd::kEscaped);
    settle();
    return;
  }
  collect_nested();
}

// Its output; its end. It may be calling at this moment, so it lives until the next keystrokes.
void CliSession::collect_nested() {
  if (!nested_) return;
  output_ += nested_->take_output();
  if (!nested_->finished()) return;
  ended_ = std::move(nested_);
  on_nested_end(NestedEnd::kClosed);
  settle();
}

bool CliSession::resume_nested() {
  if (!suspended_) return false;
  nested_ = std::move(suspended_);
  return true;
}

void CliSession::end_wait(const std::function<void()>& go_on) {
  waiting_ = false;
  if (finished_) return;
  go_on();
  settle();
  receive(std::exchange(typed_ahead_, {}));
  give_news();
}

std::string CliSession::execute(const std::string& line) {
  on_line(line);
  std::string output = take_page();
  if (const auto question = std::exchange(question_, std::nullopt)) {
    std::ranges::copy_if(question->text, std::back_inserter(output),
                         [](char byte) { return byte != '\r'; });
    output += '\n';
  }
  return output;
}

void CliSession::press(char key) {
  if (paging_) {
    press_at_pager(key);
    return;
  }
  if (question_ && question_->answer_key) {
    const auto answer = std::exchange(question_, std::nullopt)->answer_key;
    show("\r\n");
    answer(key);
    settle();
    return;
  }
  const std::optional<Key> done = editor_.press(key, output_);
  if (done) take_line(*done);
}

void CliSession::take_line(Key key) {
  switch (key.kind) {
    case Key::Kind::kHelp:
      show("\r\n");
      print(help_for(key.text));
      break;
    case Key::Kind::kComplete: {
      const auto whole = completed(key.text);
      if (!whole) return;
      editor_.set_text(*whole);
      show("\r\n");
      break;
    }
    case Key::Kind::kInterrupt:
    case Key::Kind::kEnd:
      show("^");
      show(key.kind == Key::Kind::kEnd ? "Z\r\n" : "C\r\n");
      if (question_ && !question_->interrupted && !may_drop_question()) break;
      if (const auto dropped = std::exchange(question_, std::nullopt)) {
        if (dropped->interrupted) dropped->interrupted(key.kind);
        if (finished_) return;
        break;
      }
      on_end_key(key.kind == Key::Kind::kEnd ? key.text : std::string());
      break;
    case Key::Kind::kLine:
      show("\r\n");
      carry_out(key.text);
      return;
  }
  settle();
}

void CliSession::carry_out(const std::string& typed) {
  std::string line = typed;
  const bool counts = question_ || line.find_first_not_of(' ') != std::string::npos;
  const auto struck = counts ? strike() : std::nullopt;
  if (struck && !survives(*struck, line)) return;
  if (question_) {
    const Answer answer = std::exchange(question_, std::nullopt)->answer;
    answer(line);
  } else {
    on_line(line);
  }
  settle();
  if (struck == LineStrike::kLog) show_log(log_sample(), LogStyle::kGlued);
}

bool CliSession::survives(LineStrike strike, std::string& line) {
  switch (strike) {
    case LineStrike::kCutAfter:
    case LineStrike::kLog:
      return true;
    case LineStrike::kRefuse:
      line = "no-such-thing";
      return true;
    case LineStrike::kQuestion:
      question_.reset();
      ask(std::string(kStrangeQuestion), Echo::kPlain, [](const std::string&) {});
      settle();
      return false;
    case LineStrike::kCutBefore:
    case LineStrike::kReload:
      return false;
  }
  return true;
}

void CliSession::ask(std::string question, Echo echo, Answer answer) {
  question_ = Question{std::move(question), std::move(answer), nullptr, nullptr};
  editor_.set_echo(echo);
}

void CliSession::ask_key(std::string question, std::function<void(char)> answer) {
  question_ = Question{std::move(question), nullptr, std::move(answer), nullptr};
}

void CliSession::hold(const std::shared_ptr<Dialogue>& dialogue, std::function<void()> after) {
  take_turn(dialogue, dialogue->begin(), std::move(after));
}

void CliSession::take_turn(const std::shared_ptr<Dialogue>& dialogue, Dialogue::Turn turn,
                           std::function<void()> after) {
  print(turn.text);
  if (turn.question.empty()) {
    after();
    return;
  }
  ask(std::move(turn.question), turn.echo, [this, dialogue, after](const std::string& typed) {
    take_turn(dialogue, dialogue->answer(typed), after);
  });
  question_->interrupted = [this, dialogue, after](Key::Kind key) {
    take_turn(dialogue, dialogue->interrupt(key), after);
  };
}

void CliSession::settle() { turn_page(screen_.lines == 0 ? 0 : screen_.lines - 1); }

// Shows up to `lines` screen lines of what was printed (0: all), then the pager or the prompt.
void CliSession::turn_page(std::size_t lines) {
  std::size_t at = 0;
  std::size_t column = 0;
  std::size_t shown = 0;
  const bool limited = lines != 0 && question_ == std::nullopt;
  while (at < page_.size() && !(limited && shown >= lines)) {
    const char byte = page_[at];
    if (byte == '\n') {
      output_ += "\r\n";
      column = 0;
      ++shown;
      ++at;
      continue;
    }
    if (columns() != 0 && column == columns()) {
      output_ += "\r\n";
      column = 0;
      ++shown;
      continue;
    }
    output_ += byte;
    ++column;
    ++at;
  }
  page_.erase(0, at);
  paging_ = !page_.empty();
  if (paging_) {
    output_ += pager_.prompt;
  } else if (!finished_ && !nested_ && !waiting_) {
    show_prompt();
  }
}

void CliSession::show_prompt() {
  const bool command = !question_.has_value();
  if (command) editor_.set_echo(Echo::kPlain);
  editor_.set_command_keys(command);
  const std::string text = command ? prompt() : question_->text;
  output_ += text;
  const std::size_t line = text.find_last_of("\r\n");
  shown_prompt_ = line == std::string::npos ? text : text.substr(line + 1);
  editor_.set_screen(columns(), shown_prompt_.size());
  output_ += editor_.drawn();
}

void CliSession::press_at_pager(char key) {
  output_ += pager_.erase;
  if (key == ' ') {
    settle();
  } else if (key == '\r') {
    turn_page(1);
  } else {
    page_.clear();
    settle();
  }
}

void CliSession::show_log(std::string_view message, LogStyle style) {
  if (finished_) return;
  if (style != LogStyle::kGlued) output_ += "\r\n";
  output_ += message;
  output_ += "\r\n";
  if (style == LogStyle::kRedraw && !paging_ && !waiting_) {
    output_ += shown_prompt_;
    output_ += editor_.drawn();
  }
  give_news();
}

}  // namespace lw::lab
