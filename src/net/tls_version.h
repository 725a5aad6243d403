// The versions of SSL and TLS by the numbers that go over the wire. Plain values.
#pragma once

#include <cstdint>
#include <string_view>

namespace lw::net {

enum class TlsVersion : std::uint16_t {
  kSsl3 = 0x0300,
  kTls10 = 0x0301,
  kTls11 = 0x0302,
  kTls12 = 0x0303,
  kTls13 = 0x0304,
};

// "TLS 1.2"; "an unknown version of TLS" for other numbers.
[[nodiscard]] std::string_view name(TlsVersion version);

}  // namespace lw::net
