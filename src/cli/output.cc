#include "cli/output.h"

#include <fmt/format.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/text.h"
#include "cli/table.h"

namespace lw::cli {
namespace {

constexpr std::size_t kNarrowest = 40;
constexpr std::size_t kLongestMessage = 2000;

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

std::size_t terminal_width(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::max<std::size_t>(size.ws_col, kNarrowest);
  }
  return 80;
}

std::string_view code(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return "32";
    case Tone::kBad:
      return "31";
    case Tone::kWarning:
      return "33";
    case Tone::kFaint:
      return "2";
    case Tone::kStrong:
      return "1";
  }
  return "0";
}

}  // namespace

Output::Output(OutputOptions options) : options_(options) {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  colors_ =
      !options_.json && (options_.color == ColorChoice::kAlways ||
                         (options_.color == ColorChoice::kAuto && terminal && !is_set("NO_COLOR")));
  if (terminal) width_ = terminal_width(STDOUT_FILENO);
  std::setlocale(LC_CTYPE, "");
  symbols_ = std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
  const char* kind = std::getenv("TERM");
  progress_terminal_ =
      ::isatty(STDERR_FILENO) == 1 && (kind == nullptr || std::string_view(kind) != "dumb");
}

void Output::write(std::string_view text) {
  clear_progress();
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void Output::line(std::string_view text) {
  write(text);
  std::fputc('\n', stdout);
}

void Output::flush() { std::fflush(stdout); }

std::string Output::paint(Tone tone, std::string_view text) const {
  if (!colors_ || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code(tone), text);
}

void Output::message(std::string_view text) {
  clear_progress();
  const std::string shown = printable(text, kLongestMessage) + "\n";
  std::fwrite(shown.data(), 1, shown.size(), stderr);
}

void Output::fail(const Error& error) {
  message("linewarden: " + error.message);
  if (!error.hint.empty()) message("  hint: " + error.hint);
}

void Output::progress(std::string_view text) {
  if (!progress_terminal_) return;
  const std::string shown =
      "\r" + fit(printable(text), terminal_width(STDERR_FILENO) - 1) + "\x1b[K";
  std::fwrite(shown.data(), 1, shown.size(), stderr);
  progress_shown_ = true;
}

void Output::clear_progress() {
  if (!progress_shown_) return;
  std::fputs("\r\x1b[K", stderr);
  progress_shown_ = false;
}

ExitStatus Output::finish(ExitStatus status) {
  clear_progress();
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
  message(fmt::format("linewarden: cannot write the answer: {}", std::strerror(errno)));
  return ExitStatus::kUsage;
}

}  // namespace lw::cli
