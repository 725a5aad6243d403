// Copies bytes between two connected sockets, both ways, as fast as the slower side takes them, and
// passes on that a side has no more to say. Private to the room.
#pragma once

#include <memory>

#include "net/tcp_socket.h"

namespace lw::net {

// Starts on the sockets' executor (of both: the same), and ends when both sides are done, one is
// lost, or the Loop goes. To end it earlier, shut one of the sockets down.
[[nodiscard]] Result<void> start_relay(std::shared_ptr<TcpSocket> first,
                                       std::shared_ptr<TcpSocket> second);

}  // namespace lw::net
