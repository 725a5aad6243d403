// Puts a reply on the wire as its delivery says, faults included. Private to the room.
#pragma once

#include <string_view>

#include "net/http_codec.h"
#include "net/http_server.h"
#include "net/stream.h"

namespace lw::net {

enum class AfterReply { kNextRequest, kClose, kCut };

// The bytes of a reply, and whether the connection may go on after it. `method` is the request's.
struct EncodedReply {
  std::string bytes;
  AfterReply after = AfterReply::kNextRequest;
};
[[nodiscard]] EncodedReply encode_reply(HttpReply reply, std::string_view method,
                                        HttpVersion asked_in, bool keep_alive);

// Writes all of them, in pieces with pauses where the delivery says so.
[[nodiscard]] Task<Result<void>> write_in_pieces(Stream& stream, std::string bytes,
                                                 HttpDelivery delivery, Deadline deadline);

}  // namespace lw::net
