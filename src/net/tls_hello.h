// The first messages of a TLS handshake as plain values: what a client asks and a server answers.
// For cryptography that OpenSSL no longer has: asking a server about it, and simulating one.
// Private to the room; pure; every byte that is read is hostile. RFC 5246 section 7.4.1, RFC 6101
// for SSL 3.0.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "net/tls_version.h"

namespace lw::net {

using TlsRandom = std::array<std::uint8_t, 32>;

struct TlsClientHello {
  TlsVersion version = TlsVersion::kTls12;
  std::vector<std::uint16_t> suites;
};

struct TlsServerHello {
  TlsVersion version = TlsVersion::kTls12;
  std::uint16_t suite = 0;
};

struct TlsAlert {
  std::uint8_t description = 0;
};

// Not enough has arrived to tell.
struct TlsUnfinished {};
// Neither a ServerHello nor an alert: another protocol, or a broken one.
struct NotTls {};
using TlsAnswer = std::variant<TlsUnfinished, TlsServerHello, TlsAlert, NotTls>;

// The record that carries it. From TLS 1.2 on with the extensions without which a server of that
// age would not choose elliptic curves or name a signature; none before, since old servers stumble
// over them.
[[nodiscard]] std::string encode(const TlsClientHello& hello, const TlsRandom& random);

// Reads the start of what a server sent; what follows the first answer does not matter. Warnings,
// which say that the server goes on, are passed over.
[[nodiscard]] TlsAnswer read_tls_answer(std::string_view bytes);

using TlsQuestion = std::variant<TlsUnfinished, TlsClientHello, NotTls>;
[[nodiscard]] TlsQuestion read_client_hello(std::string_view bytes);
[[nodiscard]] std::string encode(const TlsServerHello& hello, const TlsRandom& random);
// A fatal one.
[[nodiscard]] std::string encode(const TlsAlert& alert);

inline constexpr TlsAlert kHandshakeFailure{40};

// "handshake_failure", or "alert 123": RFC 5246 section 7.2.
[[nodiscard]] std::string alert_name(std::uint8_t description);

}  // namespace lw::net
