// For tests: a device that works but is simple, at the far end of a stream in memory. It reacts to
// what it is sent: it has a user, modes, a name, a width, a pager and a configuration. A stream
// hands its bytes out in chunks of a chosen size and times out at once when there are none, so no
// test waits; a '\x01' in what a device says is a pause of a second in mid-text, which only a
// shorter wait sees. With a gap, each chunk really comes that much later than the one before.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "net/loop.h"
#include "net/stream.h"

namespace lw::session {

class Peer {
 public:
  virtual ~Peer() = default;
  virtual void start() = 0;
  virtual void receive(char byte) = 0;

  void say(std::string_view text) { pending += text; }

  std::string pending;
  bool closed = false;
};

class FakeStream final : public net::Stream {
 public:
  FakeStream(std::shared_ptr<Peer> peer, std::size_t chunk,
             std::chrono::milliseconds gap = std::chrono::milliseconds(0))
      : peer_(std::move(peer)), chunk_(chunk), gap_(gap) {
    peer_->start();
  }

  net::Task<Result<std::size_t>> read_some(std::span<char> buffer, Deadline deadline) override {
    if (cancelled_) co_return failure(ErrorCode::kCancelled, "cancelled");
    std::string& pending = peer_->pending;
    if (at_ == pending.size()) {
      if (peer_->closed) co_return failure(ErrorCode::kConnectionLost, "closed by the peer");
      co_return failure(ErrorCode::kTimeout, "nothing came");
    }
    while (at_ < pending.size() && pending[at_] == '\x01') {
      ++at_;
      if (deadline.remaining() < kPause) co_return failure(ErrorCode::kTimeout, "a pause");
    }
    if (at_ == pending.size()) co_return failure(ErrorCode::kTimeout, "nothing came");
    if (gap_.count() > 0) {
      const Deadline due = Deadline::at(last_ + gap_);
      co_await net::wait_until(Deadline::at(std::min(due.when(), deadline.when())));
      if (!due.passed()) co_return failure(ErrorCode::kTimeout, "not yet");
      last_ = Deadline::Clock::now();
    }
    std::size_t count = std::min({chunk_, buffer.size(), pending.size() - at_});
    count = std::min(std::string_view(pending).substr(at_, count).find('\x01'), count);
    pending.copy(buffer.data(), count, at_);
    at_ += count;
    co_return count;
  }

  net::Task<Result<void>> write(std::string_view bytes, Deadline) override {
    if (cancelled_) co_return failure(ErrorCode::kCancelled, "cancelled");
    if (at_ == peer_->pending.size()) last_ = Deadline::Clock::now();
    for (const char byte : bytes) peer_->receive(byte);
    co_return Result<void>{};
  }

  net::Task<void> close(Deadline) override { co_return; }
  void cancel() override { cancelled_ = true; }
  std::string description() const override { return "fake"; }

 private:
  static constexpr std::chrono::seconds kPause{1};

  std::shared_ptr<Peer> peer_;
  std::size_t chunk_;
  std::chrono::milliseconds gap_;
  Deadline::Clock::time_point last_ = Deadline::Clock::now();
  std::size_t at_ = 0;
  bool cancelled_ = false;
};

// How one family words things.
struct Wording {
  std::string platform;
  std::string user_question;  // empty: asks for a password only
  std::string password_question;
  std::string enable_question;
  std::string user_end;  // behind the name: "> "
  std::string privileged_end;
  std::string configure_end;  // empty: no such mode
  std::string before_prompt;  // ASA: "\r"
  std::string bad_login;
  std::string bad_enable;
  std::string bad_command;  // "^" stands for the line with the marker
  std::string pager;        // its question
  std::string pager_off;    // the command that works
  std::string saved;
};

class FakeDevice : public Peer {
 public:
  explicit FakeDevice(Wording wording) : words(std::move(wording)) {}

  enum class State { kUser, kPassword, kEnablePassword, kPrompt, kPager, kQuestion, kConfirm };

  void start() override {
    console = console || asleep || left;
    if (asleep || left) return;
    say(banner);
    if (authenticated) return become_ready();
    ask_credentials();
  }

  // How somebody left this console: nothing of it is shown again.
  void leave(const std::string& in_mode, State in_state, const std::string& half_a_line = {},
             const std::string& more_to_show = {}) {
    left = true;
    mode = in_mode;
    state = in_state;
    typed = half_a_line;
    rest = more_to_show;
  }

  void receive(char byte) override {
    if (state == State::kPager) return receive_at_pager(byte);
    if (state == State::kConfirm) {
      confirmed = confirmed || byte == '\r' || byte == 'y';
      say("\r\n");
      return show_prompt();
    }
    if (byte == '\n') return;
    if (byte == kClearLine) {
      typed.clear();
      return;
    }
    if (asleep && byte == '\r') {
      asleep = false;
      return start();
    }
    if (byte != '\r') {
      if (state != State::kPassword && state != State::kEnablePassword && echo) echo_byte(byte);
      typed += byte;
      return;
    }
    say("\r\n");
    column = 0;
    received.push_back(std::exchange(typed, ""));
    take(received.back());
  }

  Wording words;
  std::string name = "R1";
  std::string user = "admin";
  std::string password = "pass-word";
  std::string enable_password = "en-able";
  std::string banner;
  std::string motd;                          // behind the login
  bool asleep = false;                       // says nothing before Return was pressed
  bool left = false;                         // see leave()
  bool console = false;                      // stays connected behind a logout
  bool confirmed = false;                    // a question for a single key was answered by yes
  std::size_t cut_name = std::string::npos;  // of a longer one, in configuration mode
  std::size_t width = 0;                     // 0: never wraps
  std::size_t page = 0;                      // lines; 0: no pager
  bool echo = true;
  bool authenticated = false;
  bool starts_privileged = false;
  std::map<std::string, std::string> answers;  // command -> what it prints
  // Command -> question, and what is printed for an answer.
  std::map<std::string, std::pair<std::string, std::function<std::string(const std::string&)>>>
      questions;
  std::set<std::string> contexts;
  std::vector<std::string> configuration;
  std::vector<std::string> received;
  std::string mode;  // "", "privileged", "configure"
  State state = State::kUser;

  [[nodiscard]] std::string prompt() const {
    if (mode == "configure") return name.substr(0, cut_name) + words.configure_end;
    return name + (mode == "privileged" ? words.privileged_end : words.user_end);
  }

  void show_prompt() {
    state = State::kPrompt;
    say(words.before_prompt + prompt());
    column = prompt().size();
  }

 private:
  static constexpr char kClearLine = '\x15';
  static constexpr std::string_view kChange = "changeto context ";

  void receive_at_pager(char byte) {
    if (byte == '\n') return;
    const bool any_key_quits = words.pager == " --More-- ";
    if (byte != ' ' && byte != '\r' && byte != 'q' && !any_key_quits) return;
    say(std::string(words.pager.size(), '\b') + std::string(words.pager.size(), ' ') +
        std::string(words.pager.size(), '\b'));
    if (byte == ' ' || byte == '\r') return show_page();
    rest.clear();
    show_prompt();
  }

  void echo_byte(char byte) {
    say(std::string(1, byte));
    if (width > 0 && ++column == width) {
      say("\r\n");
      column = 0;
    }
  }

  void ask_credentials() {
    state = words.user_question.empty() ? State::kPassword : State::kUser;
    say(words.user_question.empty() ? words.password_question : words.user_question);
  }

  void become_ready() {
    mode = starts_privileged ? "privileged" : "";
    say(motd);
    show_prompt();
  }

  void take(const std::string& line) {
    switch (state) {
      case State::kUser:
        user_given = line;
        if (line.empty()) return ask_credentials();
        state = State::kPassword;
        return say(words.password_question);
      case State::kPassword:
        if (line == password && (words.user_question.empty() || user_given == user)) {
          return become_ready();
        }
        say(words.bad_login + "\r\n\r\n");
        return ask_credentials();
      case State::kEnablePassword:
        if (line == enable_password) {
          mode = "privileged";
        } else {
          say(words.bad_enable + "\r\n");
        }
        return show_prompt();
      case State::kQuestion:
        state = State::kPrompt;
        say(answer_question(line));
        return show_prompt();
      default:
        return obey(line);
    }
  }

  void obey(const std::string& line) {
    if (line == "enable" && mode.empty()) {
      state = State::kEnablePassword;
      return say(words.enable_question);
    }
    if (line == "exit" && mode != "configure") {
      if (!console) {
        closed = true;
        return;
      }
      asleep = true;
      return say("\r\n" + name + " con0 is now available\r\n\r\nPress RETURN to get started.\r\n");
    }
    if (line == "configure terminal" && mode == "privileged" && !words.configure_end.empty()) {
      mode = "configure";
      return show_prompt();
    }
    if ((line == "end" || line == "exit") && mode == "configure") {
      mode = "privileged";
      return show_prompt();
    }
    if (line == words.pager_off) {
      page = 0;
      return show_prompt();
    }
    if (line == "write memory") return print(words.saved);
    if (const auto question = questions.find(line); question != questions.end()) {
      say(question->second.first);
      answer_question = question->second.second;
      state = State::kQuestion;
      return;
    }
    if (const auto answer = answers.find(line); answer != answers.end()) {
      return print(answer->second);
    }
    if (line.starts_with(kChange) && contexts.contains(line.substr(kChange.size()))) {
      name = name.substr(0, name.find('/')) + "/" + line.substr(kChange.size());
      return show_prompt();
    }
    if (line.starts_with("bad") || (!line.empty() && mode != "configure")) return refuse(line);
    if (line.starts_with("hostname ")) name = line.substr(9);
    if (!line.empty()) configuration.push_back(line);
    show_prompt();
  }

  void refuse(const std::string& line) {
    std::string text = words.bad_command;
    if (const auto at = text.find("<>"); at != std::string::npos) text.replace(at, 2, line);
    if (text.starts_with('^')) text.insert(0, prompt().size() + 1, ' ');
    print(text + "\r\n");
  }

  void print(const std::string& text) {
    rest = text;
    show_page();
  }

  void show_page() {
    state = State::kPrompt;
    if (page == 0) say(std::exchange(rest, ""));
    for (std::size_t line = 0; !rest.empty(); ++line) {
      if (page > 0 && line == page) {
        state = State::kPager;
        return say(words.pager);
      }
      const auto end = rest.find('\n');
      const auto count = end == std::string::npos ? rest.size() : end + 1;
      say(rest.substr(0, count));
      rest.erase(0, count);
    }
    show_prompt();
  }

  std::string typed;
  std::string user_given;
  std::string rest;
  std::size_t column = 0;
  std::function<std::string(const std::string&)> answer_question;
};

}  // namespace lw::session
