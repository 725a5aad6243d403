// Logs an SSH client in: one attempt, by the method that the server offers. Private to the room.
#pragma once

#include "base/secret.h"
#include "net/ssh_session.h"

namespace lw::net {

// kLoginRefused, kUnsupported (no method in common, or a question that is not for a password).
[[nodiscard]] Task<Result<void>> ssh_log_in(SshSession& session, const Secret& password,
                                            Deadline deadline);

}  // namespace lw::net
