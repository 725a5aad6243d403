// What every simulated command line shares: keystrokes to lines, questions and their answers,
// output paged to the screen, the prompt. A device family derives from it and says what lines do.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "lab/device.h"
#include "lab/dialogue.h"
#include "lab/line_editor.h"
#include "lab/nested_session.h"

namespace lw::lab {

// How a family's pager looks.
struct PagerStyle {
  std::string_view prompt;
  std::string_view erase;
};

// "logging synchronous" draws the prompt and what was typed again. Glued: the message begins where
// the screen ends, behind a prompt too.
enum class LogStyle { kPlain, kRedraw, kGlued };

struct Screen {
  std::size_t columns = 80;  // 0: endless
  std::size_t lines = 24;    // 0: no paging
};

// In which mode the lines of a web request are carried out.
enum class RequestMode { kExec, kConfigure };

class CliSession : public Session {
 public:
  CliSession(PagerStyle pager, std::size_t line_limit) : pager_(pager), editor_(line_limit) {}

  void receive(std::string_view bytes) final;
  [[nodiscard]] std::string take_output() final;
  [[nodiscard]] bool finished() const final { return finished_; }
  [[nodiscard]] bool waiting() const final { return waiting_; }

  // Carries out one line without a terminal, as for a web server: no echo, no pages, no prompt;
  // what the command printed, lines ended by '\n'. Where it asks a question, the question's text
  // ends the output and nothing answers it, so that nothing is done (unknown of real devices).
  // Not for a session that a terminal is connected to.
  [[nodiscard]] std::string execute(const std::string& line);

  // A message from the device's log, in the middle of whatever is on the screen.
  void show_log(std::string_view message, LogStyle style);

 protected:
  using Answer = std::function<void(const std::string&)>;

  [[nodiscard]] virtual std::string prompt() const = 0;
  virtual void on_line(const std::string& line) = 0;
  virtual void on_end_key(const std::string& line) = 0;
  // Whether Ctrl-C and Ctrl-Z leave a question: not before there is a user.
  [[nodiscard]] virtual bool may_drop_question() const = 0;
  [[nodiscard]] virtual std::string help_for(std::string_view line) const = 0;
  [[nodiscard]] virtual std::optional<std::string> completed(std::string_view line) const = 0;
  // A log message as this family shows it, for faults.
  [[nodiscard]] virtual std::string log_sample() const = 0;
  // A key was pressed: idle timers start again.
  virtual void on_activity() = 0;

  // Text for the screen, lines ended by '\n'; paged when a command has written more than a screen.
  void print(std::string_view text) { page_ += text; }
  // Takes back what print() has collected: to filter it.
  [[nodiscard]] std::string take_page() { return std::exchange(page_, {}); }
  // Bytes for the screen as they are, at once.
  void show(std::string_view bytes) { output_ += bytes; }
  void ask(std::string question, Echo echo, Answer answer);
  // A question that one key answers, such as [confirm].
  void ask_key(std::string question, std::function<void(char)> answer);
  // Asks what `dialogue` asks until it is over, then calls `after`.
  void hold(const std::shared_ptr<Dialogue>& dialogue, std::function<void()> after);
  void finish() { finished_ = true; }

  // From now on keystrokes go to `nested`, until it ends or its escape keys are typed.
  void attach(std::unique_ptr<NestedSession> nested);
  // Its device has ended it; or it waits for resume_nested().
  enum class NestedEnd { kClosed, kEscaped };
  virtual void on_nested_end(NestedEnd /*end*/) {}
  // Whether there was one that had been escaped from.
  bool resume_nested();
  [[nodiscard]] bool has_suspended() const { return suspended_ != nullptr; }
  void drop_suspended() { suspended_.reset(); }

  // Goes on with `then` once `ask` has called what it is given, with the answer: at once or later.
  // Until then the session shows no prompt, and what is typed is kept. An answer that comes when
  // the session has gone, or has finished, is dropped.
  template <class T>
  void wait_for(const std::function<void(std::function<void(T)>)>& ask,
                std::function<void(T)> then) {
    struct Wait {
      bool over = false;
      bool began = false;
    };
    const auto wait = std::make_shared<Wait>();
    ask([this, wait, then = std::move(then), here = std::weak_ptr(here_)](T answer) {
      if (here.expired()) return;
      wait->over = true;
      if (wait->began) {
        end_wait([&] { then(std::move(answer)); });
      } else {
        then(std::move(answer));
      }
    });
    wait->began = !wait->over;
    if (wait->began) waiting_ = true;
  }
  // First output of a session: what print() collected, then the question or the prompt.
  void settle();

  Screen& screen() { return screen_; }
  [[nodiscard]] const Screen& screen() const { return screen_; }
  // Typed columns before the line: where a caret must point.
  [[nodiscard]] std::size_t prompt_columns() const { return shown_prompt_.size(); }
  // The device wraps at this column whatever was asked (a fault); 0: as asked.
  void force_columns(std::size_t columns) { forced_columns_ = columns; }

 private:
  void end_wait(const std::function<void()>& go_on);
  void press(char key);
  void press_nested(char key);
  void collect_nested();
  void press_at_pager(char key);
  void take_line(Key key);
  void carry_out(const std::string& typed);
  // Whether the line is still to be carried out, and how it reads.
  [[nodiscard]] bool survives(LineStrike strike, std::string& line);
  void take_turn(const std::shared_ptr<Dialogue>& dialogue, Dialogue::Turn turn,
                 std::function<void()> after);
  void turn_page(std::size_t lines);
  void show_prompt();
  [[nodiscard]] std::size_t columns() const;

  struct Question {
    std::string text;
    Answer answer;
    std::function<void(char)> answer_key;
    std::function<void(Key::Kind)> interrupted = {};  // not given: may_drop_question() says
  };

  PagerStyle pager_;
  LineEditor editor_;
  Screen screen_;
  std::string output_;
  std::string page_;          // what the running command has printed and the screen has not shown
  std::string shown_prompt_;  // the last line on the screen, left of what is typed
  std::optional<Question> question_;
  std::unique_ptr<NestedSession> nested_;
  std::unique_ptr<NestedSession> suspended_;
  std::unique_ptr<NestedSession> ended_;
  std::size_t forced_columns_ = 0;
  std::string typed_ahead_;
  std::shared_ptr<const int> here_ = std::make_shared<const int>(0);  // for as long as it lives
  bool waiting_ = false;
  bool paging_ = false;
  bool after_return_ = false;
  bool finished_ = false;
};

}  // namespace lw::lab
