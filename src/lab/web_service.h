// The web port of a simulated device: an HTTP server, with TLS or without, in front of what the
// device answers. The port of the lab stands for whatever port the device is configured to use.
#pragma once

#include "base/result.h"
#include "lab/device.h"
#include "lab/faults.h"
#include "net/http_server.h"

namespace lw::lab {

// Listens at once; closes each connection while the device's own server is off. `device` belongs to
// the loop's thread and outlives the server. `transport` is kHttp or kHttps.
[[nodiscard]] Result<net::HttpServer> serve_web(net::Loop& loop, const net::Endpoint& at,
                                                Device& device, const Faults& faults,
                                                Transport transport);

}  // namespace lw::lab
