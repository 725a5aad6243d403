#include "session/echo.h"

#include "base/text.h"

namespace lw::session {
namespace {

constexpr std::size_t kMostNoise = 16;  // bytes between two characters of the echo
constexpr std::size_t kLeastScrolled = 4;

bool is_noise(char byte) {
  return byte == '\r' || byte == '\n' || byte == '\b' || byte == ' ' || byte == '\a' ||
         byte == '\0';
}

}  // namespace

void EchoFilter::expect(std::string_view typed, std::size_t column) {
  typed_ = typed;
  held_.clear();
  matched_ = 0;
  noise_ = 0;
  column_ = column;
  waiting_ = !typed.empty();
  seen_ = false;
}

EchoFilter::Step EchoFilter::step(char byte) {
  if (matched_ < typed_.size() && byte == typed_[matched_]) {
    ++matched_;
    noise_ = 0;
    return Step::kHeld;
  }
  if (matched_ == typed_.size() && byte == '\n') return Step::kComplete;
  if (!is_noise(byte) || ++noise_ > kMostNoise) return Step::kMismatch;
  if ((byte == '\r' || byte == '\n') && matched_ > 0 && matched_ < typed_.size()) {
    width_ = column_ + matched_;
  }
  return Step::kHeld;
}

void EchoFilter::feed(std::string_view bytes, std::string& out) {
  std::size_t at = 0;
  while (waiting_ && at < bytes.size()) {
    const char byte = bytes[at++];
    switch (step(byte)) {
      case Step::kHeld:
        held_ += byte;
        break;
      case Step::kComplete:
        seen_ = true;
        waiting_ = false;
        held_.clear();
        break;
      case Step::kMismatch:
        held_ += byte;
        out += give_up();
        break;
    }
  }
  out += bytes.substr(at);
}

std::string EchoFilter::give_up() {
  waiting_ = false;
  std::string held;
  held.swap(held_);
  return held;
}

bool is_echo_line(std::string_view line, std::string_view prompt, std::string_view typed) {
  line = trim(line);
  prompt = trim(prompt);
  typed = trim(typed);
  if (line.starts_with(prompt)) line = trim(line.substr(prompt.size()));
  if (line == typed) return true;
  return line.size() > kLeastScrolled && line.front() == '$' && typed.ends_with(line.substr(1));
}

}  // namespace lw::session
