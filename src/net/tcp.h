// Plain TCP: a connection to an endpoint as a Stream. Call from a Task of a Loop; the Stream
// belongs to that Task's thread.
#pragma once

#include <memory>

#include "base/deadline.h"
#include "base/result.h"
#include "net/endpoint.h"
#include "net/route.h"
#include "net/stream.h"
#include "net/task.h"

namespace lw::net {

// Looks the host up and tries its addresses in turn, families alternating, each with its share of
// the time. kUnreachable (no such host, no route, refused) and kTimeout say which in message and
// hint. Cancelled with the Task.
[[nodiscard]] Task<Result<std::unique_ptr<Stream>>> connect_tcp(Endpoint endpoint, Route& route,
                                                                Deadline deadline);

}  // namespace lw::net
