// Why client and server could not agree on algorithms, and what to do about it: made of the words
// that libssh 0.10 leaves. Pure; any thread. Private to the room.
#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "net/crypto_profile.h"

namespace lw::net {

// kUnsupported, naming what each side offered for the method in question, and as hint the
// cryptography profile that would do, or what else to do. nullopt when `text` tells of something
// else. The server's part of it may be any bytes.
[[nodiscard]] std::optional<Error> explain_disagreement(std::string_view text,
                                                        CryptoProfile profile);

// nullopt when an RSA host key of so many bits is large enough for the profile.
[[nodiscard]] std::optional<Error> refuse_small_key(int bits, CryptoProfile profile);

}  // namespace lw::net
