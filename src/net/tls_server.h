// The server's half of a TLS connection. All servers share one OpenSSL context and each connection
// takes what its identity says: ten thousand simulated devices cost a certificate each, not a
// context. Private to the room.
#pragma once

#include <memory>

#include "net/tls_identity.h"
#include "net/tls_stream.h"

namespace lw::net {

// The connection after its handshake. With bygone suites always kUnsupported, once the client has
// had its answer.
[[nodiscard]] Task<Result<std::unique_ptr<TlsStream>>> accept_tls(
    std::shared_ptr<TcpSocket> socket, std::shared_ptr<const TlsIdentity> identity,
    Deadline deadline);

}  // namespace lw::net
