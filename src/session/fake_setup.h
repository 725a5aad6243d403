// For tests: a factory-new device on its console, which asks before it has a prompt. It keeps what
// it was told, asks again for what it does not take, and leaves the dialogue at a key.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "session/fake_device.h"

namespace lw::session {

class FakeSetup final : public Peer {
 public:
  struct Question {
    std::string id;
    std::function<std::string()> text;
    std::function<bool(const std::string&)> takes = {};  // none: everything
    std::string complaint = {};
    std::function<void(const std::string&)> then = {};  // may move `at`
  };

  [[nodiscard]] static std::function<std::string()> words(std::string text) {
    return [text] { return text; };
  }

  void start() override {
    if (at_prompt) return show_prompt();
    if (!shown_long_ago) ask();
  }

  void receive(char byte) override {
    if (byte == leave_key && !at_prompt) {
      abandoned = true;
      values.clear();
      say("\r\n");
      return finish();
    }
    if (byte == '\x15') return typed.clear();
    if (byte == '\n') return;
    if (byte != '\r') {
      say(std::string(1, hides ? '*' : byte));
      typed += byte;
      return;
    }
    say("\r\n");
    const std::string line = std::exchange(typed, "");
    if (at_prompt) return obey(line);
    answer(line);
  }

  std::vector<Question> questions;
  std::size_t at = 0;
  std::map<std::string, std::string> values;
  std::vector<std::string> lines;  // typed at the prompt
  std::string name = "new";
  std::string prompt_end = "> ";
  std::string farewell;
  char leave_key = '\x1a';
  bool hides = false;           // echoes stars
  bool at_prompt = false;       // begins with a prompt, and the dialogue with "setup"
  bool shown_long_ago = false;  // nobody sees the question that stands there
  std::string refuses_setup;    // what is said to "setup"; empty: it begins
  bool abandoned = false;
  bool finished = false;

 private:
  void ask() { say("\r\n" + questions[at].text()); }

  void answer(const std::string& line) {
    const Question& question = questions[at];
    if (question.takes && !question.takes(line)) {
      say(question.complaint + "\r\n");
      return ask();
    }
    values[question.id] += (values.contains(question.id) ? "|" : "") + line;
    ++at;
    if (question.then) question.then(line);
    if (at < questions.size()) return ask();
    finished = true;
    say(farewell);
    finish();
  }

  void finish() {
    at_prompt = true;
    show_prompt();
  }

  void show_prompt() { say("\r\n" + name + prompt_end); }

  void obey(const std::string& line) {
    if (line.empty()) return show_prompt();
    lines.push_back(line);
    if (line == "setup" && !refuses_setup.empty()) {
      say(refuses_setup);
    } else if (line == "setup") {
      at_prompt = false;
      return ask();
    }
    if (line == "enable" && prompt_end == "> ") prompt_end = "# ";
    show_prompt();
  }

  std::string typed;
};

}  // namespace lw::session
