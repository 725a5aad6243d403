// The TLS client for those of this room that need more of the connection than a Stream shows.
// Private to the room.
#pragma once

#include <memory>

#include "net/tls.h"
#include "net/tls_stream.h"

namespace lw::net {

// As connect_tls(), over a socket that is connected to the target already; `route` is for asking
// the server about its cryptography when the handshake fails.
[[nodiscard]] Task<Result<std::unique_ptr<TlsStream>>> start_tls(std::shared_ptr<TcpSocket> socket,
                                                                 TlsTarget target, PeerPins& pins,
                                                                 Route& route, Deadline deadline);

}  // namespace lw::net
