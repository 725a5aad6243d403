// The Stream of a shell over an SSH 1 connection, on the server's side. Private to the room.
#pragma once

#include <memory>

#include "net/ssh1_packets.h"
#include "net/stream.h"

namespace lw::net {

// `packets` as the login left them. close() reports exit status 0 and waits for the client's
// confirmation. A write that fails half-way ends the connection: packets have no gaps.
[[nodiscard]] std::unique_ptr<Stream> make_ssh1_stream(std::unique_ptr<Stream> carrier,
                                                       Ssh1Packets packets);

// Reads over what the peer sends until it closes, or the deadline. Closing a socket with bytes of
// the peer unread makes the system reset the connection, and the peer lose the last words it was
// sent.
[[nodiscard]] Task<> let_peer_close(Stream& stream, Deadline deadline);

}  // namespace lw::net
