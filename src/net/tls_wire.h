// What OpenSSL reads from and writes to: the descriptor of a TcpSocket. Unlike OpenSSL's own socket
// BIO it raises no SIGPIPE, and it remembers how the connection ended and how the peer began.
// Private to the room; belongs to the socket's thread.
#pragma once

#include <openssl/bio.h>

#include <memory>
#include <string>
#include <utility>

#include "net/tcp_socket.h"

namespace lw::net {

struct TlsWire {
  explicit TlsWire(std::shared_ptr<TcpSocket> to) : socket(std::move(to)) {}

  std::shared_ptr<TcpSocket> socket;
  bool greeting_wanted = true;
  std::string greeting;  // the peer's first bytes, for messages; bounded
  bool closed = false;   // by the peer, in order
  int error = 0;         // errno of a broken connection
};

// Null when there is no memory. `wire` must outlive the BIO.
[[nodiscard]] BIO* new_tls_wire_bio(TlsWire& wire);

}  // namespace lw::net
