// The beginning of a TLS server whose cipher suites OpenSSL no longer has (DES, export): answers a
// client's hello as such a device would. It can't go further, so the client gives up or is a probe.
// For simulated devices. Private to the room.
#pragma once

#include <cstdint>
#include <vector>

#include "net/stream.h"
#include "net/tls_version.h"

namespace lw::net {

// Chooses the client's first suite among `suites`, in the older of the two's versions, or refuses
// with handshake_failure; then waits for the client to leave.
[[nodiscard]] Task<> answer_as_bygone_tls(Stream& stream, TlsVersion highest,
                                          std::vector<std::uint16_t> suites, Deadline deadline);

}  // namespace lw::net
