// The raw TCP Stream over a connected socket. Private to the room.
#pragma once

#include <memory>
#include <string>

#include "net/stream.h"
#include "net/tcp_socket.h"

namespace lw::net {

// `description` is for messages: "tcp 192.0.2.1:23".
[[nodiscard]] std::unique_ptr<Stream> make_tcp_stream(std::shared_ptr<TcpSocket> socket,
                                                      std::string description);

}  // namespace lw::net
