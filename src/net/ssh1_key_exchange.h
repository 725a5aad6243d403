// What the two sides of SSH protocol 1 compute from the keys and the cookie
// (draft-ylonen-ssh-protocol-00, "Key Exchange and Server Host Authentication"). Private to the
// room, pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "net/ssh1_rsa.h"

namespace lw::net {

// 16 bytes: MD5 of host modulus, server modulus, cookie. That order is what programs do (PuTTY,
// OpenSSH); the draft's text can be read the other way round.
[[nodiscard]] std::string ssh1_session_id(std::string_view host_modulus,
                                          std::string_view server_modulus, std::string_view cookie);

// The key or its mask, from the other: the first half is combined with the session id.
[[nodiscard]] Secret ssh1_masked(const Secret& session_key, std::string_view session_id);

// The client's session key, 32 bytes, encrypted with the smaller key first and then with the
// larger. kInvalidArgument when it is none.
[[nodiscard]] Result<Secret> ssh1_session_key(const Ssh1RsaKey& host, const Ssh1RsaKey& server,
                                              std::string_view cookie, std::string_view encrypted);

}  // namespace lw::net
