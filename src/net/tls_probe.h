// Finds out what cryptography a server would take, after a handshake has failed: OpenSSL's alert
// alone does not tell. Asks with hand-written hellos on at most three further connections. Private
// to the room; call from a Task of a Loop.
#pragma once

#include <optional>

#include "base/deadline.h"
#include "net/endpoint.h"
#include "net/route.h"
#include "net/task.h"
#include "net/tls_hello.h"

namespace lw::net {

struct TlsFindings {
  // What the server chose of what it was offered; nothing when it refused every hello.
  std::optional<TlsServerHello> takes = {};
  // Refused RC4 and triple DES too, so single DES is all that it has.
  bool only_des = false;
  // What it said to the last hello that it refused.
  std::optional<TlsAlert> alert = {};
};

[[nodiscard]] Task<TlsFindings> probe_tls(Endpoint endpoint, Route& route, Deadline deadline);

}  // namespace lw::net
