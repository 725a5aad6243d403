// SSH that libssh does not speak, by PuTTY's plink run as a child: version 1.5, and version 2 with
// algorithms of the last century. The Streams belong to the calling Task's thread. Private to the
// room: connect_ssh() decides when.
#pragma once

#include <memory>

#include "net/peer_pins.h"
#include "net/route.h"
#include "net/ssh.h"
#include "net/stream.h"
#include "net/tcp_socket.h"

namespace lw::net {

// `socket` is connected to a server that has said, and nobody has read, that it speaks version 1.
// Its host key is read and checked against `pins` ("ssh1-rsa") before plink logs in, over the same
// connection.
[[nodiscard]] Task<Result<std::unique_ptr<Stream>>> connect_ssh1(std::shared_ptr<TcpSocket> socket,
                                                                 const SshTarget& target,
                                                                 PeerPins& pins, Deadline deadline);

// Opens one connection when the host key is pinned, and two when it is not: the first sees it.
[[nodiscard]] Task<Result<std::unique_ptr<Stream>>> connect_ssh2_by_plink(const SshTarget& target,
                                                                          PeerPins& pins,
                                                                          Route& route,
                                                                          Deadline deadline);

}  // namespace lw::net
