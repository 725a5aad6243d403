// The TLS client: a connection to a device as a Stream, its certificate pinned on first use. Call
// from a Task of a Loop; the Stream belongs to that Task's thread.
#pragma once

#include <memory>

#include "base/deadline.h"
#include "base/result.h"
#include "net/crypto_profile.h"
#include "net/endpoint.h"
#include "net/peer_pins.h"
#include "net/route.h"
#include "net/stream.h"
#include "net/task.h"

namespace lw::net {

struct TlsTarget {
  Endpoint endpoint;
  CryptoProfile profile = CryptoProfile::kModern;
};

// Connects and agrees on keys. The certificate counts by its SHA-256 fingerprint alone, whatever
// its issuer and name: pinned on first use, refused when it has changed. One that is pinned may be
// out of its dates (devices' clocks are wrong), a new one may not. Beside connect_tcp()'s errors:
// kUnsupported (not TLS, or nothing in common: then says what each side takes, which it finds out
// over up to three more connections), kHostKeyChanged, kUnauthenticated (dates), kConnectionLost.
[[nodiscard]] Task<Result<std::unique_ptr<Stream>>> connect_tls(TlsTarget target, PeerPins& pins,
                                                                Route& route, Deadline deadline);

}  // namespace lw::net
