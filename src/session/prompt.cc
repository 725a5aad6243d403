#include "session/prompt.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lw::session {
namespace {

constexpr std::size_t kLongestPrompt = 300;
constexpr std::size_t kShortestCutName = 10;

}  // namespace

std::optional<Prompt> read_prompt(const platform::Platform& platform, std::string_view line) {
  if (line.empty() || line.size() > kLongestPrompt) return std::nullopt;
  for (const auto& candidate : platform.prompts) {
    re2::StringPiece host;
    if (re2::RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), *candidate.pattern,
                               &host)) {
      return Prompt{candidate.mode, std::string(host.data(), host.size()), std::string(line)};
    }
  }
  return std::nullopt;
}

bool belongs_to(const platform::Platform& platform, const Prompt& prompt, std::string_view host) {
  if (prompt.host == host) return true;
  const platform::Pair& pair = platform.pair;
  if (pair.role_in(host) && pair.without_role(prompt.host) == pair.without_role(host)) return true;
  return prompt.mode == platform::Mode::kConfigure && prompt.host.size() >= kShortestCutName &&
         host.starts_with(prompt.host);
}

bool may_rename(std::string_view command) {
  constexpr std::array<std::string_view, 7> kRenaming = {
      "hostname", "host-name", "prompt", "changeto", "set system name", "set prompt", "switchto"};
  std::string text = to_lower(trim(command));
  if (text.starts_with("no ")) text.erase(0, 3);
  return std::ranges::any_of(kRenaming,
                             [&](std::string_view word) { return text.starts_with(word); });
}

}  // namespace lw::session
