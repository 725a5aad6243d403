// Why a TLS handshake failed and what to do about it, in words: from the profile, OpenSSL's reason
// and what the server was found to take. Private to the room; pure.
#pragma once

#include <string_view>

#include "base/error.h"
#include "net/crypto_profile.h"
#include "net/tls_probe.h"

namespace lw::net {

// What OpenSSL's reason (SSL_R_…) alone explains; nullopt when the server must be asked.
[[nodiscard]] std::optional<Error> explain_reason(int reason, CryptoProfile profile);

// `own` is the handshake's own error: its code stays when the server was found to take nothing.
[[nodiscard]] Error explain_findings(const TlsFindings& findings, CryptoProfile profile,
                                     const Error& own);

}  // namespace lw::net
