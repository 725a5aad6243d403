// How old the cryptography may be that is agreed on with a peer: one word for SSH and TLS, set per
// device. A plain value.
//
//   modern   what is recommended today
//   legacy   SHA-1 key exchanges, ssh-rsa and CBC; TLS 1.0 and 1.1 with AES
//   ancient  whatever the libraries still speak; never chosen by the program itself
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace lw::net {

enum class CryptoProfile : std::uint8_t { kModern, kLegacy, kAncient };

inline constexpr std::array kCryptoProfiles = {CryptoProfile::kModern, CryptoProfile::kLegacy,
                                               CryptoProfile::kAncient};

[[nodiscard]] std::string_view name(CryptoProfile profile);
// kInvalidArgument with the list of those that there are.
[[nodiscard]] Result<CryptoProfile> parse_crypto_profile(std::string_view text);

}  // namespace lw::net
