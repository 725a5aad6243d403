#include "configtext/source_lines.h"

#include <iconv.h>

#include <algorithm>
#include <limits>

namespace lw::configtext {
namespace {

// Blanks of captured text: also form feeds, and the no-break space (0xA0) that word processors
// leave.
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\xA0'; }

std::uint16_t bounded(std::size_t count) {
  return static_cast<std::uint16_t>(
      std::min<std::size_t>(count, std::numeric_limits<std::uint16_t>::max()));
}

bool has_control(std::string_view line) {
  bool found = false;
  for (const char c : line) found |= static_cast<unsigned char>(c) < 0x20 && c != '\t';
  return found;
}

// Where the real text starts after what a pager used to erase its question: backspaces, blanks,
// carriage returns and ANSI erasures. Blanks after the last erasing character are the line's own
// indentation.
std::size_t after_erasure(std::string_view line, std::size_t at) {
  std::size_t text_start = at;
  while (at < line.size()) {
    const char c = line[at];
    if (c == '\b' || c == '\r') {
      text_start = ++at;
    } else if (c == '\x1B' && at + 1 < line.size() && line[at + 1] == '[') {
      at += 2;
      while (at < line.size() && (line[at] < '@' || line[at] > '~')) ++at;
      text_start = at = std::min(at + 1, line.size());
    } else if (c == ' ') {
      ++at;
    } else {
      break;
    }
  }
  return text_start;
}

// Cuts off everything up to and including a pager's question. True when there was one.
bool cut_pager(std::string_view& line) {
  constexpr std::string_view kIosMore = "--More--";
  constexpr std::string_view kAsaMore = "<--- More --->";
  const std::size_t first = line.find_first_not_of(" \r\b\f");
  if (first == std::string_view::npos) return false;
  const std::string_view rest = line.substr(first);
  const std::string_view marker = rest.starts_with(kIosMore)   ? kIosMore
                                  : rest.starts_with(kAsaMore) ? kAsaMore
                                                               : std::string_view{};
  if (marker.empty()) return false;
  line.remove_prefix(after_erasure(line, first + marker.size()));
  return true;
}

void take_indent(SourceLine& line) {
  std::size_t columns = 0;
  std::string_view text = line.text;
  while (!text.empty()) {
    if (text.front() == '\t') {
      columns = (columns / 8 + 1) * 8;
    } else if (text.front() == ' ' || text.front() == '\xA0') {
      ++columns;
    } else if (text.starts_with("\xC2\xA0")) {  // the no-break space in UTF-8
      ++columns;
      text.remove_prefix(1);
    } else if (text.front() != '\f' && text.front() != '\r') {
      break;
    }
    text.remove_prefix(1);
  }
  line.indent = bounded(columns);
  line.text = text;
}

}  // namespace

LineCutter::LineCutter(std::string_view text)
    : text_(text), separator_(text.find('\n') == std::string_view::npos ? '\r' : '\n') {}

bool LineCutter::next(SourceLine& line) {
  if (position_ >= text_.size()) return false;
  const std::size_t end = std::min(text_.find(separator_, position_), text_.size());
  line.text = text_.substr(position_, end - position_);
  line.pager = false;
  position_ = end + 1;

  std::size_t blanks = 0;
  while (!line.text.empty() && is_blank(line.text.back())) {
    blanks += line.text.back() == '\r' ? 0 : 1;
    line.text.remove_suffix(1);
  }
  line.trailing_blanks = bounded(blanks);
  if (!line.text.empty() && (line.text.front() == '-' || line.text.front() == '<' ||
                             line.text.front() == ' ' || has_control(line.text))) {
    line.pager = cut_pager(line.text);
    // ASA puts a bare carriage return in front of lines; what follows the last one is what a
    // terminal shows.
    while (!line.text.empty() && line.text.front() == '\r') line.text.remove_prefix(1);
  }
  take_indent(line);
  return true;
}

std::string utf8_from_utf16(std::string_view bytes) {
  const bool little = bytes.starts_with("\xFF\xFE");
  if (!little && !bytes.starts_with("\xFE\xFF")) return {};
  bytes.remove_prefix(2);
  iconv_t converter = ::iconv_open("UTF-8", little ? "UTF-16LE" : "UTF-16BE");
  if (converter == reinterpret_cast<iconv_t>(-1)) return {};
  std::string text(bytes.size() * 2, '\0');  // a UTF-16 unit is at most three bytes of UTF-8
  char* in = const_cast<char*>(bytes.data());
  char* out = text.data();
  std::size_t in_left = bytes.size();
  std::size_t out_left = text.size();
  ::iconv(converter, &in, &in_left, &out, &out_left);  // what is malformed ends the copy
  ::iconv_close(converter);
  text.resize(text.size() - out_left);
  return text;
}

}  // namespace lw::configtext
