// Why client and server could not agree on algorithms or on the host key, and what to do about it.
// Pure; any thread; what a server offers may be any bytes. Private to the room.
#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "net/crypto_profile.h"
#include "net/ssh_offer.h"

namespace lw::net {

// kUnsupported, naming what each side offers for the first method that has nothing in common, and
// as hint the cryptography profile that would do for all of them, or what else to do. nullopt when
// there is something in common for every method.
[[nodiscard]] std::optional<Error> explain_disagreement(const SshOffer& offer,
                                                        CryptoProfile profile);

// kUnsupported when `text`, libssh's last words, tell that the host key was not accepted; else
// nullopt.
[[nodiscard]] std::optional<Error> explain_signature(std::string_view text, CryptoProfile profile);

// nullopt when an RSA host key of so many bits is large enough for the profile.
[[nodiscard]] std::optional<Error> refuse_small_key(int bits, CryptoProfile profile);

}  // namespace lw::net
