// How a connection to an endpoint is opened: straight, or through other hosts. What speaks SSH, TLS
// or Telnet takes a Route and need not know. A Route outlives the Tasks that use it; open() may be
// called from any Task of any Loop.
#pragma once

#include <memory>

#include "base/deadline.h"
#include "base/result.h"
#include "net/endpoint.h"
#include "net/task.h"

namespace lw::net {

class TcpSocket;  // private to the room

class Route {
 public:
  virtual ~Route() = default;

  // A connected socket of the calling Task's thread. Errors as connect_tcp().
  [[nodiscard]] virtual Task<Result<std::shared_ptr<TcpSocket>>> open(Endpoint endpoint,
                                                                      Deadline deadline) = 0;
};

// Straight to the endpoint's address. Lives as long as the program.
[[nodiscard]] Route& direct_route();

}  // namespace lw::net
