// The raw TCP Stream and the connecting below it; private to the room: TLS and SSH need the socket.
#pragma once

#include <memory>
#include <string>

#include "net/endpoint.h"
#include "net/stream.h"
#include "net/tcp_socket.h"

namespace lw::net {

[[nodiscard]] Task<Result<std::shared_ptr<TcpSocket>>> connect_socket(const Endpoint& endpoint,
                                                                      Deadline deadline);

// `description` is for messages: "tcp 192.0.2.1:23".
[[nodiscard]] std::unique_ptr<Stream> make_tcp_stream(std::shared_ptr<TcpSocket> socket,
                                                      std::string description);

}  // namespace lw::net
