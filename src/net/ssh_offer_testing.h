// An SSH-2 server's KEXINIT packet with given lists, made by hand. Test code only.
#pragma once

#include <initializer_list>
#include <string>

namespace lw::net {

inline std::string in_four_bytes(std::size_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xff);
  return text;
}

inline std::string kexinit(std::initializer_list<std::string> lists) {
  auto payload = "\x14" + std::string(16, 'c');
  for (const auto& list : lists) payload += in_four_bytes(list.size()) + list;
  payload += std::string(5, '\0');
  return in_four_bytes(payload.size() + 5) + "\x04" + payload + "pppp";
}

}  // namespace lw::net
