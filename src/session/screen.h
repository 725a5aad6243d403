// What a device's bytes look like on a terminal: finished lines and the unfinished one at the end.
// Undoes carriage returns, backspaces and escape sequences, byte by byte, in linear time and
// bounded memory. Pure; belongs to one session.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lw::session {

class Screen {
 public:
  explicit Screen(std::size_t limit) : limit_(limit) {}

  void feed(std::string_view bytes);
  void clear();
  // Takes the last `bytes` off the unfinished line: a pager's question that was answered.
  void erase(std::size_t bytes);

  // Finished lines, each followed by one \n.
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::string& line() const { return line_; }
  // More arrived since clear() than the limit; what is over it was dropped.
  [[nodiscard]] bool overflowed() const { return overflowed_; }

 private:
  enum class Escape { kNone, kStarted, kControlSequence };

  void put(char byte);
  void finish_line();
  bool swallow_escape(char byte);

  std::size_t limit_;
  std::string text_;
  std::string line_;
  std::size_t cursor_ = 0;
  bool returned_ = false;     // a bare \r was seen: the next visible byte starts the line anew
  bool overwritten_ = false;  // trailing blanks are remnants of what was erased
  bool overflowed_ = false;
  Escape escape_ = Escape::kNone;
};

// What `bytes`, all of an answer, look like: the same lines, the last one ended like the others.
[[nodiscard]] std::string screen_text(std::string_view bytes);

}  // namespace lw::session
