// Looks at what a server says first, without taking it, so that "this is not SSH" can say what it
// is instead. Private to the room.
#pragma once

#include "net/tcp_socket.h"

namespace lw::net {

// kUnsupported: not SSH, or SSH 1 only. kConnectionLost, kTimeout: with what was seen so far.
[[nodiscard]] Task<Result<void>> check_ssh_identification(TcpSocket& socket, Deadline deadline);

}  // namespace lw::net
