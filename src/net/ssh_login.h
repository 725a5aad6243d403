// Logs an SSH-2 client in by the methods that the server offers: the key if there is one, then the
// password, then the same password to keyboard-interactive questions. A refused password is never
// sent a second time. Private to the room.
#pragma once

#include "net/ssh.h"
#include "net/ssh_session.h"

namespace lw::net {

// kLoginRefused (password or key, and what the server offers), kInvalidArgument (a private key that
// cannot be read), kUnsupported (no method in common, or a question that is not for a user name or
// a password).
[[nodiscard]] Task<Result<void>> ssh_log_in(SshSession& session, const SshTarget& target,
                                            Deadline deadline);

}  // namespace lw::net
