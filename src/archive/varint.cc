#include "archive/varint.h"

#include <limits>

namespace lw::archive {

void put_number(std::string& into, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) into += static_cast<char>(number | 0x80);
  into += static_cast<char>(number);
}

void put_text(std::string& into, std::string_view text) {
  put_number(into, text.size());
  into += text;
}

void put_signed(std::string& into, std::int64_t number) {
  put_number(into,
             (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63));
}

std::uint64_t NumberReader::number(std::uint64_t most) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; good_; shift += 7) {
    if (left_.empty() || shift > 63) break;
    const auto byte = static_cast<std::uint8_t>(left_.front());
    left_.remove_prefix(1);
    const std::uint64_t bits = byte & 0x7F;
    if (shift == 63 && bits > 1) break;
    number |= bits << shift;
    if (byte < 0x80) {
      if (number > most) break;
      return number;
    }
  }
  good_ = false;
  return 0;
}

std::int64_t NumberReader::signed_number() {
  const std::uint64_t bits = number(std::numeric_limits<std::uint64_t>::max());
  return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
}

std::string_view NumberReader::text(std::uint64_t most) {
  const std::uint64_t size = number(most);
  if (size > left_.size()) good_ = false;
  if (!good_) return {};
  const std::string_view text = left_.substr(0, size);
  left_.remove_prefix(size);
  return text;
}

}  // namespace lw::archive
