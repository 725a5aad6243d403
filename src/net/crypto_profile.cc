#include "net/crypto_profile.h"

#include <fmt/core.h>

#include "base/text.h"

namespace lw::net {

std::string_view name(CryptoProfile profile) {
  switch (profile) {
    case CryptoProfile::kModern:
      return "modern";
    case CryptoProfile::kLegacy:
      return "legacy";
    case CryptoProfile::kAncient:
      return "ancient";
  }
  return "";
}

Result<CryptoProfile> parse_crypto_profile(std::string_view text) {
  for (const CryptoProfile profile : kCryptoProfiles) {
    if (text == name(profile)) return profile;
  }
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("there is no cryptography profile '{}'", printable(text, 80)),
                 "use modern, legacy or ancient");
}

}  // namespace lw::net
