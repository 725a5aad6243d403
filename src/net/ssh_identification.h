// Looks at what a server says first, without taking it: which version of SSH it speaks, and when it
// is no SSH server, what it is instead. Private to the room.
#pragma once

#include "net/ssh.h"
#include "net/tcp_socket.h"

namespace lw::net {

// "SSH-1.5-…" is 1; "SSH-1.99-…" stands for both, so 2 (RFC 4253 section 5.1). kUnsupported: not SSH. kConnectionLost, kTimeout: with what was seen so far.
[[nodiscard]] Task<Result<SshVersion>> find_ssh_version(TcpSocket& socket, Deadline deadline);

}  // namespace lw::net
