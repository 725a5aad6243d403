// The web ports of simulated devices: HTTP servers, with TLS or without, in front of what the
// devices answer. A port of the lab stands for whatever port the device is configured to use.
#pragma once

#include <memory>

#include "base/result.h"
#include "lab/host.h"
#include "net/http_server.h"

namespace lw::lab {

// How the device shows itself to TLS, with a certificate that it has signed itself. Takes some
// tenths of a second. Any thread.
[[nodiscard]] Result<std::shared_ptr<const net::TlsIdentity>> make_tls_identity(
    const Device& device, const Faults& faults);

// Closes each connection for which there is no host or while the device's own server is off. What
// `find` gives belongs to the loop's thread and outlives the server. `transport` is kHttp or
// kHttps.
[[nodiscard]] Result<net::HttpServer> serve_web(net::Loop& loop, const net::Endpoint& at,
                                                net::Reach reach, Transport transport,
                                                FindHost find, std::size_t most);

}  // namespace lw::lab
