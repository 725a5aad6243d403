// Base64 (RFC 4648) as pasted certificates and HTTP credentials come in. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lw::lab {

// Line ends inside are passed over. nullopt when it is no base64, or over 64 KiB.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace lw::lab
