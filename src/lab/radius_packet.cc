#include "lab/radius_packet.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr std::size_t kHeaderSize = 20;
constexpr std::size_t kMd5Size = 16;
constexpr std::size_t kLongestValue = 253;
constexpr std::string_view kLoopback("\x7f\0\0\x01", 4);

enum class Code : std::uint8_t { kRequest = 1, kAccept = 2, kReject = 3, kChallenge = 11 };

enum class Attribute : std::uint8_t {
  kUserName = 1,
  kUserPassword = 2,
  kNasAddress = 4,
  kServiceType = 6,
  kVendorSpecific = 26,
  kCallingStation = 31,
  kMessageAuthenticator = 80,
  kNasPortId = 87,
};

enum class Service : std::uint8_t { kLogin = 1, kAdministrative = 6, kNasPrompt = 7 };

std::string md5(std::string_view text) {
  std::string digest(kMd5Size, '\0');
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
             EVP_md5(), nullptr);
  return digest;
}

std::string hmac_md5(const Secret& key, std::string_view text) {
  std::string digest(kMd5Size, '\0');
  HMAC(EVP_md5(), key.reveal().data(), static_cast<int>(key.reveal().size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  return digest;
}

bool same(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

std::string attribute(Attribute type, std::string_view value) {
  value = value.substr(0, kLongestValue);
  std::string bytes;
  bytes += static_cast<char>(std::to_underlying(type));
  bytes += static_cast<char>(value.size() + 2);
  bytes += value;
  return bytes;
}

std::string number(Service service) {
  return {'\0', '\0', '\0', static_cast<char>(std::to_underlying(service))};
}

// RFC 2865 section 5.2.
std::string hidden(const Secret& password, std::string_view authenticator, const Secret& key) {
  std::string bytes = password.reveal().substr(0, kLongestRadiusPassword);
  bytes.resize(std::max<std::size_t>((bytes.size() + kMd5Size - 1) / kMd5Size, 1) * kMd5Size);
  std::string before(authenticator);
  for (std::size_t at = 0; at < bytes.size(); at += kMd5Size) {
    const std::string pad = md5(key.reveal() + before);
    for (std::size_t i = 0; i < kMd5Size; ++i) {
      bytes[at + i] = static_cast<char>(bytes[at + i] ^ pad[i]);
    }
    before = bytes.substr(at, kMd5Size);
  }
  return bytes;
}

std::unexpected<Error> no_answer(std::string_view why) {
  return failure(ErrorCode::kInvalidArgument, std::string(why),
                 "both sides must have the same key");
}

// The level in the attributes of Cisco's inside one vendor-specific attribute.
std::optional<int> cisco_level(std::string_view value) {
  constexpr std::string_view kCisco("\0\0\0\x09", 4);
  constexpr std::uint8_t kPair = 1;
  constexpr std::string_view kLevel = "shell:priv-lvl=";
  if (!value.starts_with(kCisco)) return std::nullopt;
  value.remove_prefix(kCisco.size());
  while (value.size() >= 2) {
    const std::size_t size = byte_at(value, 1);
    if (size < 2 || size > value.size()) return std::nullopt;
    const std::string_view text = value.substr(2, size - 2);
    if (byte_at(value, 0) == kPair && text.starts_with(kLevel)) {
      const auto level = parse_decimal(text.substr(kLevel.size()));
      if (level && *level <= 15) return static_cast<int>(*level);
    }
    value.remove_prefix(size);
  }
  return std::nullopt;
}

struct Reading {
  std::optional<int> pair_level;
  std::optional<std::uint8_t> service;
  std::optional<std::size_t> authenticator_at;  // of the Message-Authenticator's value
};

Result<Reading> read_attributes(std::string_view packet) {
  Reading reading;
  for (std::size_t at = kHeaderSize; at < packet.size();) {
    const std::size_t size = packet.size() - at < 2 ? 0 : byte_at(packet, at + 1);
    if (size < 2 || size > packet.size() - at) {
      return no_answer("a RADIUS attribute that ends behind the packet");
    }
    const std::string_view value = packet.substr(at + 2, size - 2);
    switch (Attribute(byte_at(packet, at))) {
      case Attribute::kServiceType:
        if (value.size() == 4) reading.service = byte_at(value, 3);
        break;
      case Attribute::kVendorSpecific:
        if (const auto level = cisco_level(value)) reading.pair_level = level;
        break;
      case Attribute::kMessageAuthenticator:
        if (value.size() != kMd5Size) return no_answer("a RADIUS signature of a wrong size");
        reading.authenticator_at = at + 2;
        break;
      default:
        break;
    }
    at += size;
  }
  return reading;
}

}  // namespace

std::string encode_access_request(const RadiusRequest& request, const AaaQuestion& question,
                                  const Secret& key) {
  const bool enable = question.kind == AaaQuestion::Kind::kEnable;
  const std::string attributes =
      attribute(Attribute::kMessageAuthenticator, std::string(kMd5Size, '\0')) +
      attribute(Attribute::kUserName, enable ? "$enab15$" : question.user) +
      attribute(Attribute::kUserPassword, hidden(question.password, request.authenticator, key)) +
      attribute(Attribute::kNasAddress, kLoopback) +
      attribute(Attribute::kServiceType,
                number(enable ? Service::kAdministrative : Service::kLogin)) +
      attribute(Attribute::kNasPortId, question.port) +
      attribute(Attribute::kCallingStation, question.remote_address);
  const std::size_t size = kHeaderSize + attributes.size();
  std::string packet;
  packet += static_cast<char>(std::to_underlying(Code::kRequest));
  packet += static_cast<char>(request.identifier);
  packet += static_cast<char>(size >> 8);
  packet += static_cast<char>(size);
  packet += request.authenticator + attributes;
  packet.replace(kHeaderSize + 2, kMd5Size, hmac_md5(key, packet));
  return packet;
}

Result<AaaAnswer> decode_access_answer(std::string_view packet, const RadiusRequest& request,
                                       const Secret& key) {
  if (packet.size() < kHeaderSize) return no_answer("a RADIUS packet without a header");
  const std::size_t length = std::size_t{byte_at(packet, 2)} << 8 | byte_at(packet, 3);
  if (length < kHeaderSize || length > packet.size() || length > kLargestRadiusPacket) {
    return no_answer("a RADIUS packet of a wrong length");
  }
  packet = packet.substr(0, length);  // what follows is padding (RFC 2865 section 3)
  if (byte_at(packet, 1) != request.identifier) {
    return no_answer("a RADIUS answer to another request");
  }
  std::string signed_text(packet);
  signed_text.replace(4, kRadiusAuthenticatorSize, request.authenticator);
  if (!same(md5(signed_text + key.reveal()), packet.substr(4, kRadiusAuthenticatorSize))) {
    return no_answer("a RADIUS answer with a wrong signature");
  }
  LW_ASSIGN(const Reading reading, read_attributes(packet));
  if (const auto at = reading.authenticator_at) {
    signed_text.replace(*at, kMd5Size, std::string(kMd5Size, '\0'));
    if (!same(hmac_md5(key, signed_text), packet.substr(*at, kMd5Size))) {
      return no_answer("a RADIUS answer with a wrong Message-Authenticator");
    }
  }
  switch (Code(byte_at(packet, 0))) {
    case Code::kAccept: {
      AaaAnswer answer{AaaAnswer::Verdict::kAccepted, reading.pair_level};
      const bool full = reading.service == std::to_underlying(Service::kAdministrative);
      if (!answer.privilege && full) answer.privilege = 15;
      if (!answer.privilege && reading.service == std::to_underlying(Service::kNasPrompt)) {
        answer.privilege = 1;
      }
      return answer;
    }
    case Code::kReject:
    case Code::kChallenge:
      return AaaAnswer{AaaAnswer::Verdict::kRefused};
    case Code::kRequest:
      break;
  }
  return no_answer("a RADIUS packet that is no answer");
}

}  // namespace lw::lab
