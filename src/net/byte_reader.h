// Takes numbers and runs of bytes off the front of untrusted bytes, big-endian, as SSH writes them
// (RFC 4251 section 5). Once something was missing, all that follows is empty and good() is false.
// One owner; views point into what it was given. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lw::net {

class ByteReader {
 public:
  explicit ByteReader(std::string_view rest) : rest_(rest) {}

  std::string_view take(std::size_t count) {
    if (count > rest_.size()) good_ = false;
    const auto bytes = good_ ? rest_.substr(0, count) : std::string_view{};
    if (good_) rest_.remove_prefix(count);
    return bytes;
  }
  std::uint32_t number(std::size_t bytes) {
    std::uint32_t value = 0;
    for (const char byte : take(bytes)) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }
  // Behind its length in four bytes.
  std::string_view string() {
    const std::size_t length = number(4);
    return take(length);
  }
  [[nodiscard]] std::string_view rest() const { return good_ ? rest_ : std::string_view{}; }
  [[nodiscard]] bool good() const { return good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace lw::net
