// Telnet over any Stream: the client's side and the device's side. The Streams belong to the thread
// of the Task that makes them.
#pragma once

#include <memory>
#include <string>

#include "base/deadline.h"
#include "base/result.h"
#include "net/endpoint.h"
#include "net/route.h"
#include "net/stream.h"
#include "net/telnet_codec.h"

namespace lw::net {

// What a client says of its terminal: so wide that devices wrap nothing (IOS takes up to 512
// columns), and without pages where the device believes it.
struct TelnetTerminal {
  WindowSize window{.columns = 511, .rows = 0};
  std::string type = "vt100";
};

[[nodiscard]] std::unique_ptr<Stream> make_telnet_client(std::unique_ptr<Stream> carrier,
                                                         TelnetTerminal terminal);

// connect_tcp(), then the client's side; errors as there.
[[nodiscard]] Task<Result<std::unique_ptr<Stream>>> connect_telnet(Endpoint endpoint, Route& route,
                                                                   Deadline deadline,
                                                                   TelnetTerminal terminal = {});

// To a console server's port, which is raw TCP or Telnet: bytes go as they are until the server
// begins to negotiate. Errors as connect_tcp().
[[nodiscard]] Task<Result<std::unique_ptr<Stream>>> connect_console(Endpoint endpoint, Route& route,
                                                                    Deadline deadline);

// The device's side. Its negotiation goes out with the first read or write.
[[nodiscard]] std::unique_ptr<Stream> make_telnet_server(std::unique_ptr<Stream> carrier);

// As a console server's raw port: bytes as they are, until the client itself begins to negotiate;
// from then on the device's side.
[[nodiscard]] std::unique_ptr<Stream> make_console_server(std::unique_ptr<Stream> carrier);

}  // namespace lw::net
