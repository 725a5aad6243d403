#include "cli/table.h"

#include <algorithm>

#include "base/text.h"

namespace lw::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowestColumn = 8;
constexpr std::size_t kNarrowestLast = 20;

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
}

std::string fit(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t taken = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (starts_character(text[at]) && taken++ == width - 1) break;
    ++at;
  }
  return std::string(text.substr(0, at)) + "…";
}

std::string fill(std::string_view text, std::size_t width) {
  std::string filled = fit(text, width);
  filled.append(width - columns(filled), ' ');
  return filled;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  for (const std::string_view word : split_words(text)) {
    const std::size_t size = columns(word);
    if (used > 0 && used + 1 + size > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) {
      lines.back() += ' ';
      ++used;
    }
    lines.back() += word;
    used += size;
  }
  return lines;
}

Table::Table(std::vector<std::string> titles) { rows_.push_back(std::move(titles)); }

void Table::add(std::vector<std::string> cells) {
  cells.resize(rows_.front().size());
  rows_.push_back(std::move(cells));
}

std::vector<std::string> Table::lines(std::size_t width) const {
  const std::size_t count = rows_.front().size();
  std::vector<std::size_t> widths(count, 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < count; ++i) widths[i] = std::max(widths[i], columns(row[i]));
  }
  const auto before_last = [&] {
    std::size_t sum = 0;
    for (std::size_t i = 0; i + 1 < count; ++i) sum += widths[i] + kGap;
    return sum;
  };
  while (width < before_last() + std::min(widths.back(), kNarrowestLast)) {
    const auto widest = std::max_element(widths.begin(), widths.end() - 1);
    if (widest == widths.end() - 1 || *widest <= kNarrowestColumn) break;
    --*widest;
  }
  const std::size_t indent = before_last();
  const std::size_t last = width > indent + kNarrowestLast ? width - indent : kNarrowestLast;

  std::vector<std::string> lines;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i + 1 < count; ++i) {
      line += fill(row[i], widths[i]) + std::string(kGap, ' ');
    }
    for (const auto& part : wrap(row.back(), last)) {
      line += part;
      line.erase(line.find_last_not_of(' ') + 1);
      lines.push_back(std::move(line));
      line = std::string(indent, ' ');
    }
  }
  return lines;
}

}  // namespace lw::cli
