#include "net/ssh1_packets.h"

#include <openssl/rand.h>

#include <boost/crc.hpp>

namespace lw::net {
namespace {

constexpr std::size_t kLengthSize = 4;
constexpr std::size_t kBlock = 8;
constexpr std::size_t kCrcSize = 4;
constexpr std::size_t kShortest = 1 + kCrcSize;

std::size_t padding_for(std::size_t length) { return kBlock - length % kBlock; }

// As in Ethernet, but from zero and not inverted at the end.
std::uint32_t crc_of(std::string_view bytes) {
  boost::crc_optimal<32, 0x04C11DB7, 0, 0, true, true> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

std::unexpected<Error> not_a_packet(std::string message) {
  return failure(ErrorCode::kInvalidArgument, std::move(message));
}

}  // namespace

Result<void> Ssh1Packets::encrypt_with(std::uint8_t cipher, const Secret& session_key) {
  LW_ASSIGN(encryption_, Ssh1Cipher::create(cipher, session_key, Ssh1Cipher::Direction::kEncrypt));
  LW_ASSIGN(decryption_, Ssh1Cipher::create(cipher, session_key, Ssh1Cipher::Direction::kDecrypt));
  return {};
}

Result<std::optional<Ssh1Packet>> Ssh1Packets::next() {
  const auto waiting = std::string_view(received_).substr(taken_);
  if (waiting.size() < kLengthSize) return std::nullopt;
  LW_ASSIGN(const std::size_t length, Ssh1Reader(waiting).number());
  if (length < kShortest || length > kLongest) {
    return not_a_packet("an SSH 1 packet of impossible length");
  }
  const std::size_t size = padding_for(length) + length;
  if (waiting.size() < kLengthSize + size) return std::nullopt;

  std::string body(waiting.substr(kLengthSize, size));
  taken_ += kLengthSize + size;
  if (taken_ == received_.size() || taken_ > kLongest) {
    received_.erase(0, taken_);
    taken_ = 0;
  }
  if (decryption_) LW_TRY(decryption_->apply(body));
  const auto checked = std::string_view(body).substr(0, size - kCrcSize);
  LW_ASSIGN(const std::uint32_t crc,
            Ssh1Reader(std::string_view(body).substr(checked.size())).number());
  if (crc != crc_of(checked)) return not_a_packet("an SSH 1 packet with a wrong check sum");
  const std::size_t type_at = padding_for(length);
  return Ssh1Packet{static_cast<Ssh1Type>(static_cast<std::uint8_t>(checked[type_at])),
                    std::string(checked.substr(type_at + 1))};
}

Result<std::string> Ssh1Packets::encode(Ssh1Type type, std::string_view data) {
  const std::size_t length = 1 + data.size() + kCrcSize;
  if (length > kLongest) return failure(ErrorCode::kInternal, "an SSH 1 packet that is too long");
  std::string padding(padding_for(length), '\0');
  if (encryption_) {
    RAND_bytes(reinterpret_cast<unsigned char*>(padding.data()), static_cast<int>(padding.size()));
  }
  std::string packet = Ssh1Writer()
                           .number(static_cast<std::uint32_t>(length))
                           .raw(padding)
                           .byte(static_cast<std::uint8_t>(type))
                           .raw(data)
                           .take();
  packet += Ssh1Writer().number(crc_of(std::string_view(packet).substr(kLengthSize))).take();
  if (encryption_) LW_TRY(encryption_->apply(std::span(packet).subspan(kLengthSize)));
  return packet;
}

}  // namespace lw::net
