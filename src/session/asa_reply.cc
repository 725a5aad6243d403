#include "session/asa_reply.h"

#include "base/text.h"

namespace lw::session {
namespace {

constexpr std::size_t kMostSentinelLines = 12;
constexpr std::size_t kLongestSentinel = 2000;

// The last line and what stands before it, blank lines in between dropped.
std::string_view take_last_line(std::string_view& text) {
  text = trim(text);
  const auto at = text.rfind('\n');
  const auto line = at == std::string_view::npos ? text : text.substr(at + 1);
  text.remove_suffix(line.size());
  return trim(line);
}

std::vector<std::string_view> between(std::string_view text, std::string_view sentinel) {
  std::vector<std::string_view> parts;
  std::size_t from = sentinel.size();
  for (auto at = text.find(sentinel, from); at != std::string_view::npos;
       at = text.find(sentinel, from)) {
    parts.push_back(text.substr(from, at - from));
    from = at + sentinel.size();
  }
  return parts;
}

}  // namespace

std::optional<SplitReply> split_reply(std::string_view text, std::size_t parts) {
  text = trim(text);
  std::size_t end = 0;
  for (std::size_t lines = 0; lines < kMostSentinelLines && end < text.size(); ++lines) {
    end = std::min(text.find('\n', end + 1), text.size());
    if (end > kLongestSentinel) break;
    const auto sentinel = trim(text.substr(0, end));
    if (!text.ends_with(sentinel) || !privilege_level(sentinel)) continue;
    SplitReply reply{sentinel, between(text, sentinel)};
    if (reply.parts.size() == parts) return reply;
  }
  return std::nullopt;
}

std::optional<long> privilege_level(std::string_view sentinel) {
  constexpr std::string_view kWords = "privilege level";
  for (const auto line : split_lines(sentinel)) {
    const auto at = to_lower(line).find(kWords);
    if (at == std::string::npos) continue;
    auto rest = trim(line.substr(at + kWords.size()));
    if (rest.starts_with(':')) rest = trim(rest.substr(1));
    if (const auto level = parse_decimal(rest)) return level;
  }
  return std::nullopt;
}

std::optional<std::string_view> strip_config_end(std::string_view text) {
  if (take_last_line(text) != "Config OK") return std::nullopt;
  std::string_view before = text;
  if (take_last_line(before).starts_with("Cryptochecksum (changed):")) text = before;
  return text;
}

}  // namespace lw::session
