#include "session/screen.h"

#include <algorithm>

namespace lw::session {
namespace {

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == '\x7f'; }

}  // namespace

void Screen::feed(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (text_.size() + line_.size() >= limit_) {
      overflowed_ = true;
      return;
    }
    // Ordinary text at the end of the line is nearly everything: append it in one go.
    if (escape_ == Escape::kNone && !returned_ && cursor_ == line_.size()) {
      const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
      const auto end = std::find_if(begin, bytes.end(), is_control);
      const std::size_t room = limit_ - text_.size() - line_.size();
      const std::size_t count = std::min(static_cast<std::size_t>(end - begin), room);
      line_.append(bytes.substr(at, count));
      cursor_ = line_.size();
      at += count;
      if (count > 0) continue;
    }
    put(bytes[at++]);
  }
}

void Screen::put(char byte) {
  if (swallow_escape(byte)) return;
  if (byte == '\n') {
    finish_line();
  } else if (byte == '\r') {
    returned_ = true;
    cursor_ = 0;
  } else if (byte == '\b') {
    returned_ = false;
    if (cursor_ > 0) --cursor_;
    overwritten_ = true;
  } else if (!is_control(byte) || byte == '\t') {
    if (returned_) {
      // Devices redraw the whole line after a bare \r (spinners, pagers, ASA's prompt).
      overwritten_ = overwritten_ || !line_.empty();
      line_.clear();
      returned_ = false;
    }
    if (cursor_ < line_.size()) {
      line_[cursor_] = byte;
    } else {
      line_.push_back(byte);
    }
    ++cursor_;
  }
}

bool Screen::swallow_escape(char byte) {
  switch (escape_) {
    case Escape::kNone:
      if (byte != '\x1b') return false;
      escape_ = Escape::kStarted;
      return true;
    case Escape::kStarted:
      escape_ = byte == '[' ? Escape::kControlSequence : Escape::kNone;
      return !is_control(byte);
    case Escape::kControlSequence:
      if (is_control(byte)) {  // a broken sequence must not eat the text behind it
        escape_ = Escape::kNone;
        return false;
      }
      if (byte >= '@' && byte <= '~') escape_ = Escape::kNone;
      return true;
  }
  return false;
}

void Screen::finish_line() {
  if (overwritten_) {
    const auto last = line_.find_last_not_of(' ');
    line_.resize(last == std::string::npos ? 0 : last + 1);
  }
  text_ += line_;
  text_ += '\n';
  line_.clear();
  cursor_ = 0;
  returned_ = false;
  overwritten_ = false;
}

void Screen::clear() {
  text_.clear();
  line_.clear();
  cursor_ = 0;
  returned_ = false;
  overwritten_ = false;
  overflowed_ = false;
}

void Screen::erase(std::size_t bytes) {
  line_.resize(line_.size() - std::min(bytes, line_.size()));
  cursor_ = line_.size();
  overwritten_ = true;
}

std::string screen_text(std::string_view bytes) {
  Screen screen(bytes.size() + 2);
  screen.feed(bytes);
  if (!screen.line().empty()) screen.feed("\n");
  return screen.text();
}

}  // namespace lw::session
