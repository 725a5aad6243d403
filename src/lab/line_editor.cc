#include "lab/line_editor.h"

#include <algorithm>

namespace lw::lab {
namespace {

constexpr char kControlC = 0x03;
constexpr char kControlU = 0x15;
constexpr char kControlW = 0x17;
constexpr char kControlX = 0x18;
constexpr char kControlZ = 0x1A;
constexpr char kEscape = 0x1B;
constexpr char kBell = 0x07;
constexpr char kDelete = 0x7F;
constexpr std::size_t kScrollStep = 10;

}  // namespace

void LineEditor::set_screen(std::size_t columns, std::size_t prompt) {
  columns_ = columns;
  prompt_ = prompt;
}

std::optional<Key> LineEditor::ended(Key::Kind kind) {
  Key key{kind, text_};
  if (kind == Key::Kind::kLine || kind == Key::Kind::kInterrupt || kind == Key::Kind::kEnd) {
    text_.clear();
    hidden_ = 0;
  }
  return key;
}

void LineEditor::rub_out(std::size_t count, std::string& shown) {
  count = std::min(count, text_.size());
  text_.resize(text_.size() - count);
  hidden_ = std::min(hidden_, text_.size());
  if (echo_ == Echo::kNone) return;
  for (std::size_t i = 0; i < count; ++i) shown += "\b \b";
}

std::string LineEditor::drawn() const {
  if (echo_ == Echo::kNone) return {};
  if (echo_ == Echo::kStars) return std::string(text_.size(), '*');
  return hidden_ == 0 ? text_ : "$" + text_.substr(hidden_ + 1);
}

void LineEditor::type(char key, std::string& shown) {
  if (text_.size() >= limit_) {
    shown += kBell;
    return;
  }
  const std::size_t width = drawn().size();
  text_ += key;
  if (echo_ == Echo::kNone) return;
  // IOS does not wrap what is typed: at the right edge the line moves left and shows a $ in front.
  if (echo_ == Echo::kPlain && columns_ > prompt_ + kScrollStep + 2 &&
      prompt_ + width + 1 >= columns_) {
    hidden_ += kScrollStep;
    const std::string line = drawn();
    const std::size_t blanks = width + 1 > line.size() ? width + 1 - line.size() : 0;
    shown.append(width, '\b');
    shown += line;
    shown.append(blanks, ' ');
    shown.append(blanks, '\b');
    return;
  }
  shown += echo_ == Echo::kStars ? '*' : key;
}

std::optional<Key> LineEditor::press(char key, std::string& shown) {
  if (escape_ == Escape::kSeen) {
    escape_ = key == '[' || key == 'O' ? Escape::kSequence : Escape::kNone;
    return std::nullopt;
  }
  if (escape_ == Escape::kSequence) {
    if (key >= '@' && key <= '~') escape_ = Escape::kNone;
    return std::nullopt;
  }
  switch (key) {
    case '\r':
      return ended(Key::Kind::kLine);
    case kControlC:
      return ended(Key::Kind::kInterrupt);
    case kControlZ:
      return ended(Key::Kind::kEnd);
    case kEscape:
      escape_ = Escape::kSeen;
      return std::nullopt;
    case '\b':
    case kDelete:
      rub_out(1, shown);
      return std::nullopt;
    case kControlU:
    case kControlX:
      rub_out(text_.size(), shown);
      return std::nullopt;
    case kControlW: {
      const std::size_t end = text_.find_last_not_of(' ');
      const std::size_t blank = end == std::string::npos ? end : text_.find_last_of(' ', end);
      rub_out(text_.size() - (blank == std::string::npos ? 0 : blank + 1), shown);
      return std::nullopt;
    }
    case '?':
      if (command_keys_) {
        shown += '?';
        return ended(Key::Kind::kHelp);
      }
      break;
    case '\t':
      if (command_keys_) return ended(Key::Kind::kComplete);
      break;
    default:
      break;
  }
  if (static_cast<unsigned char>(key) >= ' ') type(key, shown);
  return std::nullopt;
}

}  // namespace lw::lab
