// The way into a session with a module of a chassis and out of it, told from the bytes on the
// supervisor's terminal: where the module begins to speak, and where the supervisor speaks again.
// Pure; belongs to one ModuleStream.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "platform/platform.h"
#include "session/screen.h"

namespace lw::session {

// What stands on the terminal behind the command that leads to the module.
class SlotEntry {
 public:
  // `prompt`: the supervisor's.
  SlotEntry(std::shared_ptr<const platform::Platform> supervisor, std::string prompt);

  // Up to the byte that opens the session; how many were taken.
  std::size_t feed(std::string_view bytes);
  [[nodiscard]] bool opened() const { return opened_; }
  // The supervisor's prompt stands at the end: it did not open a session, if nothing follows.
  [[nodiscard]] bool back_at_prompt() const;
  // What the supervisor says about it, as one line: the last that it said, or one that the
  // platform knows; `why` then says what it means.
  struct Refusal {
    std::string words;
    std::string why;
  };
  [[nodiscard]] Refusal refusal() const;

 private:
  std::shared_ptr<const platform::Platform> supervisor_;
  std::string prompt_;
  Screen screen_;
  std::size_t looked_at_ = 0;
  bool opened_ = false;
};

// Watches what the module says for the supervisor's word that the session has ended, which is
// believed when its prompt follows: a module may print the same words.
class SlotExit {
 public:
  SlotExit(std::shared_ptr<const platform::Platform> supervisor, std::string prompt);

  // Appends to `out` what is the module's.
  void feed(std::string_view bytes, std::string& out);
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  void take(char byte, std::string& out);
  void hold(char byte, std::string& out);

  std::shared_ptr<const platform::Platform> supervisor_;
  std::string prompt_;
  std::string line_;  // the unfinished one, bounded
  std::string held_;  // what may be the supervisor's prompt behind its word
  std::size_t matched_ = 0;
  bool watching_ = false;
  bool ended_ = false;
};

}  // namespace lw::session
