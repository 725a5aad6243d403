// The first packet of an SSH 1.5 server, made by hand, with a host key whose private half nobody
// has. Test code only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lw::net {

inline constexpr std::string_view kSsh1TestKeyMd5 =
    "11:17:66:4a:4d:b4:d1:89:ae:04:67:a6:9a:aa:1e:33";
inline constexpr std::string_view kSsh1TestKeySha256 =
    "SHA256:SuHbyCe2LMLrhWuxJ5j+eHsvMtVzCEeNLhvaMMw6aD0";

inline std::string ssh1_big_endian(std::size_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

// CRC-32 as everybody has it, but begun with 0 and not inverted.
inline std::uint32_t ssh1_crc(std::string_view bytes) {
  std::uint32_t crc = 0;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
  }
  return crc;
}

// The key's modulus is the bytes 0x80 + 7i % 128 for i from 0 to 95, its exponent 65537.
inline std::string ssh1_public_key_packet() {
  using namespace std::string_literals;
  std::string modulus;
  for (int i = 0; i < 96; ++i) modulus += static_cast<char>(0x80 + (i * 7) % 128);
  const auto key = [](const std::string& n) {
    return ssh1_big_endian(8 * n.size(), 4) + ssh1_big_endian(17, 2) + "\1\0\1"s +
           ssh1_big_endian(8 * n.size(), 2) + n;
  };
  auto content = "\2"s + "cookie!!" + key(std::string(64, '\xc1')) + key(modulus) +
                 ssh1_big_endian(2, 4) + ssh1_big_endian(1 << 3, 4) + ssh1_big_endian(1 << 3, 4);
  const std::size_t padding = 8 - (content.size() + 4) % 8;
  content.insert(0, padding, '\0');
  return ssh1_big_endian(content.size() - padding + 4, 4) + content +
         ssh1_big_endian(ssh1_crc(content), 4);
}

}  // namespace lw::net
