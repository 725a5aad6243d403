// Where a command's answer goes: standard output for the answer (people's text, or one JSON
// document), standard error for messages and the progress line. Used from one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace lw::cli {

enum class ColorChoice { kAuto, kAlways, kNever };
enum class Tone { kGood, kBad, kWarning, kFaint, kStrong };

struct OutputOptions {
  bool json = false;
  ColorChoice color = ColorChoice::kAuto;
};

class Output {
 public:
  Output() = default;
  explicit Output(OutputOptions options);

  [[nodiscard]] bool json() const { return options_.json; }
  // Standard output shows UTF-8: marks such as ✓ may be used instead of words.
  [[nodiscard]] bool symbols() const { return symbols_; }
  // Columns of the terminal; kUnlimited when standard output is none.
  [[nodiscard]] std::size_t width() const { return width_; }
  static constexpr std::size_t kUnlimited = static_cast<std::size_t>(-1);

  // To standard output; `line` adds the line end.
  void write(std::string_view text);
  void line(std::string_view text = {});
  // What was written goes out now: for a command that keeps running.
  void flush();
  // In colour where standard output shows colours.
  [[nodiscard]] std::string paint(Tone tone, std::string_view text) const;

  // To standard error, one line; control characters of foreign text are made visible.
  void message(std::string_view text);
  void fail(const Error& error);
  // One line that is overwritten, when standard error is a terminal; nothing otherwise.
  void progress(std::string_view text);

  // Flushes. An answer that could not be written (full disk) is bad usage, not success.
  [[nodiscard]] ExitStatus finish(ExitStatus status);

 private:
  void clear_progress();

  OutputOptions options_;
  bool colors_ = false;
  bool symbols_ = false;
  bool progress_terminal_ = false;
  bool progress_shown_ = false;
  std::size_t width_ = kUnlimited;
};

}  // namespace lw::cli
