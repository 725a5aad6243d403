// Cuts raw captured text into lines and takes off what terminals and pagers left in them. Pure;
// views point into the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lw::configtext {

struct SourceLine {
  std::string_view text;     // without indentation, trailing blanks, line ending, pager remnant
  std::uint16_t indent = 0;  // columns
  std::uint16_t trailing_blanks = 0;
  bool pager = false;  // a pager's `--More--` stood here
};

class LineCutter {
 public:
  explicit LineCutter(std::string_view text);

  // False at the end of the text.
  [[nodiscard]] bool next(SourceLine& line);
  // Offset of the text that next() has not looked at yet.
  [[nodiscard]] std::size_t position() const { return position_; }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  char separator_;  // LF; CR in a text that has no LF at all
};

// The text of a file with a UTF-16 byte order mark as UTF-8; empty when it has none or is
// malformed.
[[nodiscard]] std::string utf8_from_utf16(std::string_view bytes);

}  // namespace lw::configtext
