// The SSH-2 client from a connected socket to a session that has keys and knows its peer; logging
// in is ssh_login.h. Private to the room. Belongs to the socket's thread.
#pragma once

#include <memory>

#include "net/peer_pins.h"
#include "net/ssh.h"
#include "net/ssh_session.h"

namespace lw::net {

// Agrees on algorithms and keys as the target's profile allows and checks the host key against
// `pins`. Our identification goes out before the server's is known, which saves a round trip.
// kUnsupported when the server speaks no SSH 2, or there is no algorithm in common, or the host key
// is too small: nothing but plink's older algorithms can help in the last two cases.
[[nodiscard]] Task<Result<std::unique_ptr<SshSession>>> shake_hands(
    std::shared_ptr<TcpSocket> socket, const SshTarget& target, PeerPins& pins, Deadline deadline);

}  // namespace lw::net
