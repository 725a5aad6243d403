#include "exchange/host_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "exchange/row.h"

namespace lw::exchange {
namespace {

struct Range {
  long first = 0;
  long last = 0;
  long step = 1;
  std::size_t digits = 0;  // 0: letters

  [[nodiscard]] std::string text(long value) const {
    return digits == 0 ? std::string(1, static_cast<char>(value))
                       : fmt::format("{:0{}}", value, digits);
  }
};

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto colon = text.find(':');
    parts.push_back(text.substr(0, colon));
    if (colon == std::string_view::npos) return parts;
    text.remove_prefix(colon + 1);
  }
}

bool is_letter(std::string_view text) {
  return text.size() == 1 &&
         ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
}

std::optional<Range> parse_range(std::string_view text) {
  auto parts = parts_of(text);
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  if (parts[0].empty()) parts[0] = "0";
  Range range;
  if (parts.size() == 3) {
    const auto step = parse_decimal(parts[2]);
    if (!step || *step < 1) return std::nullopt;
    range.step = *step;
  }
  if (is_letter(parts[0]) && is_letter(parts[1])) {
    range.first = parts[0][0];
    range.last = parts[1][0];
  } else {
    const auto first = parse_decimal(parts[0]);
    const auto last = parse_decimal(parts[1]);
    if (!first || !last || parts[0].size() > 9 || parts[1].size() > 9) return std::nullopt;
    range.first = *first;
    range.last = *last;
    // Leading zeros say how many digits each name has.
    range.digits = parts[0].size() > 1 && parts[0][0] == '0' ? parts[0].size() : 1;
  }
  if (range.last < range.first) return std::nullopt;
  return range;
}

}  // namespace

Result<std::vector<std::string>> expand_hosts(std::string_view pattern, std::size_t limit) {
  constexpr std::size_t kLongestPattern = 512;
  if (pattern.size() > kLongestPattern) {
    return refuse(fmt::format("a host's name has more than {} characters", kLongestPattern));
  }
  std::vector<std::string> names = {""};
  while (!pattern.empty()) {
    const std::size_t open = std::min(pattern.find('['), pattern.size());
    for (std::string& name : names) name += pattern.substr(0, open);
    pattern.remove_prefix(open);
    if (pattern.empty()) break;
    const std::size_t close = pattern.find(']');
    const auto range =
        close == std::string_view::npos ? std::nullopt : parse_range(pattern.substr(1, close - 1));
    if (!range) {
      return refuse(fmt::format("\"{}\" is no range of hosts", printable(pattern, 60)),
                    "such as r[01:10] or db-[a:f]");
    }
    const auto count = static_cast<std::size_t>((range->last - range->first) / range->step + 1);
    if (count > limit / names.size()) {
      return refuse(fmt::format("the range stands for more than {} hosts", limit));
    }
    std::vector<std::string> longer;
    longer.reserve(names.size() * count);
    for (const std::string& name : names) {
      for (long value = range->first; value <= range->last; value += range->step) {
        longer.push_back(name + range->text(value));
      }
    }
    names = std::move(longer);
    pattern.remove_prefix(close + 1);
  }
  return names;
}

}  // namespace lw::exchange
