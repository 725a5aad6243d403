// A dialogue that a device holds of its own accord: questions one after the other, each answer
// checked. Pure; belongs to the session that holds it (CliSession::hold()).
#pragma once

#include <string>
#include <string_view>

#include "lab/line_editor.h"

namespace lw::lab {

class Dialogue {
 public:
  struct Turn {
    std::string text;      // shown first, lines ended by '\n'
    std::string question;  // empty: the dialogue is over
    Echo echo = Echo::kPlain;
  };

  virtual ~Dialogue() = default;

  [[nodiscard]] virtual Turn begin() = 0;
  [[nodiscard]] virtual Turn answer(std::string_view typed) = 0;
  // Instead of an answer: kInterrupt (Ctrl-C) or kEnd (Ctrl-Z).
  [[nodiscard]] virtual Turn interrupt(Key::Kind key) = 0;
};

}  // namespace lw::lab
