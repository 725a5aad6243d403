// The line a user is typing at a device: echo, rubbing out, keys that end it. Pure state of one
// session.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lw::lab {

enum class Echo { kPlain, kNone, kStars };

struct Key {
  enum class Kind { kLine, kHelp, kComplete, kEnd, kInterrupt };
  Kind kind;
  std::string text;  // what stands on the line
};

class LineEditor {
 public:
  // A longer line takes no more characters (a bell instead): IOS stops at 254.
  explicit LineEditor(std::size_t limit) : limit_(limit) {}

  void set_echo(Echo echo) { echo_ = echo; }
  // Help and completion work on a command line, not on an answer.
  void set_command_keys(bool on) { command_keys_ = on; }
  // Columns of the terminal and those the prompt takes; 0 columns: endless.
  void set_screen(std::size_t columns, std::size_t prompt);

  // One keystroke: Return is '\r'. Adds to `shown` what the terminal shows for it. kLine clears
  // the line, kHelp and kComplete keep it.
  [[nodiscard]] std::optional<Key> press(char key, std::string& shown);

  // What the terminal shows of the line: to draw it again after something was printed over it.
  [[nodiscard]] std::string drawn() const;
  [[nodiscard]] const std::string& text() const { return text_; }
  void set_text(std::string text) { text_ = std::move(text); }

 private:
  [[nodiscard]] std::optional<Key> ended(Key::Kind kind);
  void rub_out(std::size_t count, std::string& shown);
  void type(char key, std::string& shown);

  enum class Escape { kNone, kSeen, kSequence };
  std::string text_;
  std::size_t limit_;
  std::size_t columns_ = 0;
  std::size_t prompt_ = 0;
  std::size_t hidden_ = 0;  // characters scrolled out at the left
  Echo echo_ = Echo::kPlain;
  Escape escape_ = Escape::kNone;
  bool command_keys_ = true;
};

}  // namespace lw::lab
