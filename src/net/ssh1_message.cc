#include "net/ssh1_message.h"

#include <algorithm>
#include <bit>

namespace lw::net {
namespace {

// Larger than any terminal; keeps hostile numbers out of an int.
constexpr std::uint32_t kMostCells = 0xFFFF;
constexpr std::uint32_t kNoFlags = 0;

std::string_view without_leading_zeros(std::string_view magnitude) {
  magnitude.remove_prefix(std::min(magnitude.find_first_not_of('\0'), magnitude.size()));
  return magnitude;
}

int cells(std::uint32_t value) { return static_cast<int>(std::min(value, kMostCells)); }

}  // namespace

Ssh1Writer& Ssh1Writer::byte(std::uint8_t value) {
  data_ += static_cast<char>(value);
  return *this;
}

Ssh1Writer& Ssh1Writer::number(std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) data_ += static_cast<char>(value >> shift & 0xFF);
  return *this;
}

Ssh1Writer& Ssh1Writer::text(std::string_view bytes) {
  number(static_cast<std::uint32_t>(bytes.size()));
  return raw(bytes);
}

Ssh1Writer& Ssh1Writer::integer(std::string_view magnitude) {
  magnitude = without_leading_zeros(magnitude);
  std::size_t bits = magnitude.size() * 8;
  if (bits != 0) {
    bits -= static_cast<std::size_t>(std::countl_zero(static_cast<std::uint8_t>(magnitude[0])));
  }
  byte(static_cast<std::uint8_t>(bits >> 8)).byte(static_cast<std::uint8_t>(bits & 0xFF));
  return raw(magnitude);
}

Ssh1Writer& Ssh1Writer::raw(std::string_view bytes) {
  data_ += bytes;
  return *this;
}

Result<std::uint8_t> Ssh1Reader::byte() {
  LW_ASSIGN(const auto bytes, raw(1));
  return static_cast<std::uint8_t>(bytes[0]);
}

Result<std::uint32_t> Ssh1Reader::number() {
  LW_ASSIGN(const auto bytes, raw(4));
  std::uint32_t value = 0;
  for (const char one : bytes) value = value << 8 | static_cast<std::uint8_t>(one);
  return value;
}

Result<std::string_view> Ssh1Reader::text() {
  LW_ASSIGN(const std::uint32_t size, number());
  return raw(size);
}

Result<std::string_view> Ssh1Reader::integer() {
  LW_ASSIGN(const std::uint8_t high, byte());
  LW_ASSIGN(const std::uint8_t low, byte());
  LW_ASSIGN(const auto bytes, raw((static_cast<std::size_t>(high) * 256 + low + 7) / 8));
  return without_leading_zeros(bytes);
}

Result<std::string_view> Ssh1Reader::raw(std::size_t size) {
  if (size > rest_.size()) {
    return failure(ErrorCode::kInvalidArgument, "an SSH 1 message ends within a field");
  }
  const auto bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return bytes;
}

std::string encode(const Ssh1PublicKeys& keys) {
  return Ssh1Writer()
      .raw(keys.cookie)
      .number(static_cast<std::uint32_t>(keys.server_bits))
      .integer(keys.server_exponent)
      .integer(keys.server_modulus)
      .number(static_cast<std::uint32_t>(keys.host_bits))
      .integer(keys.host_exponent)
      .integer(keys.host_modulus)
      .number(kNoFlags)
      .number(keys.ciphers)
      .number(keys.logins)
      .take();
}

Result<Ssh1PublicKeys> decode_ssh1_public_keys(std::string_view data) {
  Ssh1Reader reader(data);
  Ssh1PublicKeys keys;
  LW_ASSIGN(keys.cookie, reader.raw(kSsh1CookieSize));
  LW_ASSIGN(keys.server_bits, reader.number());
  LW_ASSIGN(keys.server_exponent, reader.integer());
  LW_ASSIGN(keys.server_modulus, reader.integer());
  LW_ASSIGN(keys.host_bits, reader.number());
  LW_ASSIGN(keys.host_exponent, reader.integer());
  LW_ASSIGN(keys.host_modulus, reader.integer());
  LW_TRY(reader.number());
  LW_ASSIGN(keys.ciphers, reader.number());
  LW_ASSIGN(keys.logins, reader.number());
  return keys;
}

std::string encode(const Ssh1SessionKey& key) {
  return Ssh1Writer()
      .byte(key.cipher)
      .raw(key.cookie)
      .integer(key.encrypted_key)
      .number(kNoFlags)
      .take();
}

Result<Ssh1SessionKey> decode_ssh1_session_key(std::string_view data) {
  Ssh1Reader reader(data);
  Ssh1SessionKey key;
  LW_ASSIGN(key.cipher, reader.byte());
  LW_ASSIGN(key.cookie, reader.raw(kSsh1CookieSize));
  LW_ASSIGN(key.encrypted_key, reader.integer());
  LW_TRY(reader.number());
  return key;
}

Result<Ssh1Terminal> decode_ssh1_terminal(std::string_view data) {
  Ssh1Reader reader(data);
  LW_TRY(reader.text());
  LW_ASSIGN(const std::uint32_t rows, reader.number());
  LW_ASSIGN(const std::uint32_t columns, reader.number());
  return Ssh1Terminal{cells(rows), cells(columns)};
}

}  // namespace lw::net
