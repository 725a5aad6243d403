#include "platform/pair.h"

#include <re2/re2.h>

#include <algorithm>

namespace lw::platform {
namespace {

// Where in `host` the state stands; empty: nowhere.
std::string_view state_in(const Pattern& pattern, std::string_view host) {
  re2::StringPiece state;
  if (!pattern || !re2::RE2::PartialMatch({host.data(), host.size()}, *pattern, &state)) return {};
  return {state.data(), state.size()};
}

}  // namespace

std::optional<UnitRole> Pair::role_in(std::string_view host) const {
  if (!state_in(prompt_standby, host).empty()) return UnitRole::kStandby;
  if (!state_in(prompt_active, host).empty()) return UnitRole::kActive;
  return std::nullopt;
}

std::string Pair::without_role(std::string_view host) const {
  for (const Pattern* pattern : {&prompt_standby, &prompt_active}) {
    const std::string_view state = state_in(*pattern, host);
    if (state.empty()) continue;
    std::string rest(host);
    return rest.erase(static_cast<std::size_t>(state.data() - host.data()), state.size());
  }
  return std::string(host);
}

bool Pair::is_write(std::string_view typed) const {
  return std::ranges::any_of(writes, [&](const Pattern& p) { return p.found_in(typed); });
}

}  // namespace lw::platform
