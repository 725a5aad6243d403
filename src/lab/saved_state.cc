#include "lab/saved_state.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lw::lab {

std::string saved_state_text(std::string_view head, const std::optional<HostKeys>& keys,
                             std::string_view startup) {
  return fmt::format("{}keys {}\n{}", head, keys ? keys->modulus : 0, startup);
}

Result<SavedState> read_saved_state(std::string_view text, std::string_view head,
                                    std::string_view device) {
  constexpr long kLargestModulus = 4096;
  constexpr std::string_view kKeys = "keys ";
  if (!text.starts_with(head)) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("this is no saved state of a simulated {}", device));
  }
  text.remove_prefix(head.size());
  const std::size_t end = text.find('\n');
  const auto modulus = text.starts_with(kKeys) && end != std::string_view::npos
                           ? parse_decimal(text.substr(kKeys.size(), end - kKeys.size()))
                           : std::nullopt;
  if (!modulus || *modulus > kLargestModulus) {
    return failure(ErrorCode::kInvalidArgument,
                   "the saved state does not say which keys there are");
  }
  return SavedState{static_cast<int>(*modulus), std::string(text.substr(end + 1))};
}

}  // namespace lw::lab
