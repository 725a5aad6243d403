// RADIUS (RFC 2865) as a router's client speaks it: an Access-Request with a hidden password and a
// Message-Authenticator (RFC 3579), and what the answer gives. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "lab/aaa_client.h"

namespace lw::lab {

inline constexpr std::size_t kLargestRadiusPacket = 4096;
inline constexpr std::size_t kRadiusAuthenticatorSize = 16;
// The password field has no room for more.
inline constexpr std::size_t kLongestRadiusPassword = 128;

struct RadiusRequest {
  std::uint8_t identifier = 0;
  std::string authenticator = {};  // kRadiusAuthenticatorSize random bytes
};

// An enable is a login of the user "$enab15$" (inferred, as the service type Administrative is).
// The question is a login or an enable.
[[nodiscard]] std::string encode_access_request(const RadiusRequest& request,
                                                const AaaQuestion& question, const Secret& key);

// The answer to `request`: accepted, with the level that "shell:priv-lvl" or else the service type
// gives, or refused. A challenge is a refusal, as nobody answers it (inferred). kInvalidArgument:
// not an answer to that, or not by who has the key; wait for another.
[[nodiscard]] Result<AaaAnswer> decode_access_answer(std::string_view packet,
                                                     const RadiusRequest& request,
                                                     const Secret& key);

}  // namespace lw::lab
