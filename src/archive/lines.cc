#include "archive/lines.h"

#include <algorithm>

namespace lw::archive {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  lines.reserve(static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1);
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  lines.push_back(text);
  return lines;
}

std::string join_lines(std::span<const std::string_view> lines) {
  std::size_t size = 0;
  for (const std::string_view line : lines) size += line.size() + 1;
  std::string text;
  text.reserve(size);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += '\n';
    text += lines[i];
  }
  return text;
}

std::uint32_t LineNumbers::number(std::string_view line) {
  return known_.try_emplace(line, static_cast<std::uint32_t>(known_.size())).first->second;
}

std::vector<std::uint32_t> LineNumbers::numbers(std::span<const std::string_view> lines) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(lines.size());
  for (const std::string_view line : lines) numbers.push_back(number(line));
  return numbers;
}

}  // namespace lw::archive
