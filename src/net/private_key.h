// SSH private keys as text: what a user's key file holds becomes what the SSH client takes. Any
// thread; blocks shortly.
#pragma once

#include <optional>

#include "base/result.h"
#include "base/secret.h"

namespace lw::net {

// The key of a PEM or OpenSSH file, without its passphrase. kInvalidArgument says whether it is no
// private key, needs a passphrase, or the passphrase is wrong.
[[nodiscard]] Result<Secret> read_private_key(const Secret& file,
                                              const std::optional<Secret>& passphrase);

}  // namespace lw::net
