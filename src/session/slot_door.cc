#include "session/slot_door.h"

#include "base/text.h"

namespace lw::session {
namespace {

constexpr std::size_t kMostEntryBytes = 16 * 1024;
constexpr std::size_t kLongestWord = 300;  // of a line that may be the supervisor's
constexpr std::size_t kMostHeld = 1024;
constexpr std::size_t kWordsShown = 200;

std::string_view last_finished_line(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  const auto at = text.rfind('\n');
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

}  // namespace

SlotEntry::SlotEntry(std::shared_ptr<const platform::Platform> supervisor, std::string prompt)
    : supervisor_(std::move(supervisor)), prompt_(trim(prompt)), screen_(kMostEntryBytes) {}

std::size_t SlotEntry::feed(std::string_view bytes) {
  for (std::size_t taken = 0; taken < bytes.size(); ++taken) {
    if (opened_) return taken;
    screen_.feed(bytes.substr(taken, 1));
    if (screen_.text().size() == looked_at_) continue;
    looked_at_ = screen_.text().size();
    opened_ = supervisor_->chassis.opened.found_in(last_finished_line(screen_.text()));
  }
  return bytes.size();
}

bool SlotEntry::back_at_prompt() const { return !opened_ && trim(screen_.line()) == prompt_; }

SlotEntry::Refusal SlotEntry::refusal() const {
  Refusal refusal;
  bool echo = true;
  for (const std::string_view line : split_lines(screen_.text())) {
    const std::string_view words = trim(line);
    if (words.empty()) continue;
    if (!std::exchange(echo, false)) refusal.words = printable(words, kWordsShown);
    for (const platform::SlotRefusal& known : supervisor_->chassis.refusals) {
      if (known.words.found_in(words)) return {printable(words, kWordsShown), known.why};
    }
  }
  return refusal;
}

SlotExit::SlotExit(std::shared_ptr<const platform::Platform> supervisor, std::string prompt)
    : supervisor_(std::move(supervisor)), prompt_(trim(prompt)) {}

void SlotExit::feed(std::string_view bytes, std::string& out) {
  for (const char byte : bytes) {
    if (ended_) return;
    if (watching_) {
      hold(byte, out);
    } else {
      take(byte, out);
    }
  }
}

void SlotExit::take(char byte, std::string& out) {
  out += byte;
  if (byte == '\r') return;
  if (byte != '\n') {
    if (line_.size() <= kLongestWord) line_ += byte;
    return;
  }
  watching_ = !prompt_.empty() && line_.size() <= kLongestWord &&
              supervisor_->chassis.closed.found_in(line_);
  line_.clear();
}

void SlotExit::hold(char byte, std::string& out) {
  held_ += byte;
  if (matched_ == 0 && (byte == '\r' || byte == '\n' || byte == ' ') && held_.size() < kMostHeld) {
    return;
  }
  if (byte == prompt_[matched_]) {
    ended_ = ++matched_ == prompt_.size();
    return;
  }
  // The words were the module's own.
  watching_ = false;
  matched_ = 0;
  const std::string held = std::exchange(held_, "");
  for (const char one : held) take(one, out);
}

}  // namespace lw::session
