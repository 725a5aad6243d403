#include "platform/platform.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"
#include "platform/key_armour.h"

namespace lw::platform {
namespace {

constexpr std::string_view kHidden = "<secret>";

void hide_secret(const Pattern& pattern, std::string& line) {
  re2::StringPiece groups[2];
  const re2::StringPiece piece(line);
  if (pattern->NumberOfCapturingGroups() < 1 ||
      !pattern->Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, groups, 2) ||
      groups[1].empty()) {
    return;
  }
  line.replace(static_cast<std::size_t>(groups[1].data() - line.data()), groups[1].size(), kHidden);
}

}  // namespace

std::string_view name(Mode mode) {
  switch (mode) {
    case Mode::kUser:
      return "user";
    case Mode::kPrivileged:
      return "privileged";
    case Mode::kConfigure:
      return "configure";
  }
  return "unknown";
}

std::optional<std::string> Dialog::reply(const Answers& given) const {
  if (const auto own = given.find(id); own != given.end()) return own->second;
  std::string filled;
  std::size_t at = 0;
  while (at < answer.size()) {
    const std::size_t open = answer.find('{', at);
    const std::size_t close = open == std::string::npos ? open : answer.find('}', open);
    if (close == std::string::npos) break;
    const auto value = given.find(std::string_view(answer).substr(open + 1, close - open - 1));
    if (value == given.end()) return std::nullopt;
    filled.append(answer, at, open - at).append(value->second);
    at = close + 1;
  }
  return filled.append(answer, at);
}

const TransportRule& Platform::transports_of(std::string_view os_version) const {
  return *std::ranges::find_if(transports, [&](const TransportRule& rule) {
    return !rule.matches || rule.matches.found_in(os_version);
  });
}

std::optional<int> Platform::privilege_level(std::string_view answer) const {
  if (!privilege.level) return std::nullopt;
  for (const auto line : split_lines(answer)) {
    int level = 0;
    if (RE2::PartialMatch({line.data(), line.size()}, *privilege.level, &level)) return level;
  }
  return std::nullopt;
}

std::optional<std::string_view> Platform::interactive(std::string_view command) const {
  for (const InteractiveCommand& known : interactives) {
    if (!known.command.found_in(command)) continue;
    if (!known.unless || !known.unless.found_in(command)) return known.why;
  }
  return std::nullopt;
}

bool Platform::is_asynchronous(std::string_view line) const {
  return std::ranges::any_of(asynchronous, [&](const Pattern& p) { return p.found_in(line); }) ||
         find_interruption(line) == 0;
}

std::size_t Platform::find_interruption(std::string_view line) const {
  std::size_t first = std::string_view::npos;
  const re2::StringPiece piece(line.data(), line.size());
  for (const Pattern& pattern : interrupting) {
    re2::StringPiece found;
    if (!pattern->Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, &found, 1)) continue;
    first = std::min(first, static_cast<std::size_t>(found.data() - line.data()));
  }
  return first;
}

Verdict Platform::judge(std::string_view line) const {
  if (is_asynchronous(line)) return Verdict::kPlain;
  for (const Pattern& pattern : harmless) {
    if (pattern.found_in(line)) return Verdict::kNote;
  }
  for (const ErrorMarker& marker : errors) {
    if (marker.pattern.found_in(line)) return marker.warning ? Verdict::kWarning : Verdict::kError;
  }
  return Verdict::kPlain;
}

bool Platform::is_noise(std::string_view line) const {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return noise_set.any_in(line);
}

std::string Platform::redact(std::string_view text) const {
  std::string redacted;
  redacted.reserve(text.size());
  KeyArmour armour;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    if (armour.hides(line)) line.replace(0, line.find_last_not_of('\r') + 1, kHidden);
    // In the list's order; each looks at what those before it left.
    for (auto at = secret_set.first_in(line); at; at = secret_set.first_in(line, *at + 1)) {
      hide_secret(secret_words[*at], line);
    }
    redacted += line;
    if (end < text.size()) redacted += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return redacted;
}

}  // namespace lw::platform
