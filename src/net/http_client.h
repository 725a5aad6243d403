// The HTTP/1.1 client of one server, over TCP or TLS: makes what http.h describes.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "net/crypto_profile.h"
#include "net/endpoint.h"
#include "net/http.h"
#include "net/peer_pins.h"
#include "net/route.h"

namespace lw::net {

struct HttpServerAddress {
  Endpoint endpoint;
  std::optional<CryptoProfile> tls = CryptoProfile::kModern;  // nothing: plain HTTP
};

struct HttpLimits {
  std::size_t body = 64 << 20;  // bytes of one answer; its header may have 64 KiB
};

// Connects at the first send(). `pins` and `route` must outlive the client. An answer without a
// length that TLS did not end with its goodbye is an error under profile modern, and marked
// maybe_cut under the older ones, whose devices know no better.
[[nodiscard]] std::unique_ptr<HttpClient> make_http_client(HttpServerAddress address,
                                                           PeerPins& pins, Route& route,
                                                           HttpLimits limits = {});

}  // namespace lw::net
