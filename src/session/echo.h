// Takes the echo of what was sent out of what a device sends back, also where the device wraps it
// at its idea of the terminal's width. Bytes are held back only while they may still be echo. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lw::session {

class EchoFilter {
 public:
  // `column`: where the typed text begins on the screen.
  void expect(std::string_view typed, std::size_t column);
  // Appends to `out` what is not echo.
  void feed(std::string_view bytes, std::string& out);
  // What is held back after all, when nothing more comes.
  [[nodiscard]] std::string give_up();

  [[nodiscard]] bool waiting() const { return waiting_; }
  [[nodiscard]] bool holding() const { return !held_.empty(); }
  [[nodiscard]] bool seen() const { return seen_; }
  // The width at which the device wrapped the echo, when it did.
  [[nodiscard]] std::optional<std::size_t> width() const { return width_; }

 private:
  enum class Step { kHeld, kComplete, kMismatch };
  [[nodiscard]] Step step(char byte);

  std::string typed_;
  std::string held_;
  std::size_t matched_ = 0;
  std::size_t noise_ = 0;
  std::size_t column_ = 0;
  bool waiting_ = false;
  bool seen_ = false;
  std::optional<std::size_t> width_;
};

// Whether a whole line of the screen is the echo of `typed` behind `prompt`, also scrolled by IOS:
// "R1#$d of a long command".
[[nodiscard]] bool is_echo_line(std::string_view line, std::string_view prompt,
                                std::string_view typed);

}  // namespace lw::session
