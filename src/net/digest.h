// SHA-256 of bytes, for people to compare. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace lw::net {

// 64 lower-case hexadecimal digits, as sha256sum prints them.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace lw::net
