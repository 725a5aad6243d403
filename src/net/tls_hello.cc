#include "net/tls_hello.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace lw::net {
namespace {

constexpr std::uint8_t kAlertRecord = 21;
constexpr std::uint8_t kHandshakeRecord = 22;
constexpr std::uint8_t kCloseNotify = 0;
constexpr std::uint8_t kClientHello = 1;
constexpr std::uint8_t kServerHello = 2;
constexpr std::uint16_t kSecureRenegotiation = 0x00FF;  // RFC 5746: "I know of it"
constexpr std::size_t kLargestRecord = (1 << 14) + 2048;
constexpr std::size_t kLongestSessionId = 32;
// Of a ServerHello: type, length, version, random, and a session id of that length.
constexpr std::size_t kSuiteAtMost = 4 + 2 + 32 + 1 + kLongestSessionId;

void add8(std::string& to, std::size_t value) { to += static_cast<char>(value & 0xFF); }
void add16(std::string& to, std::size_t value) {
  add8(to, value >> 8);
  add8(to, value);
}
void add_sized16(std::string& to, std::string_view bytes) {
  add16(to, bytes.size());
  to += bytes;
}

std::string list16(std::initializer_list<std::uint16_t> values) {
  std::string bytes;
  for (const auto value : values) add16(bytes, value);
  return bytes;
}

std::string extensions() {
  constexpr std::uint16_t kSupportedGroups = 10;
  constexpr std::uint16_t kPointFormats = 11;
  constexpr std::uint16_t kSignatureAlgorithms = 13;
  std::string groups;
  add_sized16(groups, list16({0x0017, 0x0018, 0x0019, 0x001D}));  // P-256, P-384, P-521, X25519
  std::string signatures;
  // RSA, RSA-PSS and ECDSA with SHA-256 to SHA-512, then RSA, DSA and ECDSA with SHA-1, RSA with
  // MD5.
  add_sized16(signatures, list16({0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806, 0x0403, 0x0503,
                                  0x0603, 0x0201, 0x0202, 0x0203, 0x0101}));
  std::string all;
  add16(all, kSupportedGroups);
  add_sized16(all, groups);
  add16(all, kPointFormats);
  add_sized16(all, std::string_view("\x01\x00", 2));  // uncompressed
  add16(all, kSignatureAlgorithms);
  add_sized16(all, signatures);
  return all;
}

// Big-endian bytes from hostile input; nullopt when they have not all arrived.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}
  std::optional<std::uint32_t> number(std::size_t width) {
    if (rest_.size() < width) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      value = value << 8 | static_cast<std::uint8_t>(rest_[i]);
    }
    rest_.remove_prefix(width);
    return value;
  }
  bool skip(std::size_t width) {
    if (rest_.size() < width) return false;
    rest_.remove_prefix(width);
    return true;
  }
  std::string_view take_at_most(std::size_t width) {
    const auto part = rest_.substr(0, width);
    rest_.remove_prefix(part.size());
    return part;
  }

 private:
  std::string_view rest_;
};

std::optional<TlsVersion> version_of(std::uint32_t number) {
  constexpr std::uint32_t kMajor = 3;
  if (number >> 8 != kMajor) return std::nullopt;
  return TlsVersion(number);
}

// What both hellos begin with: header, version, random, session id.
struct HelloStart {
  TlsVersion version;
};
using Start = std::variant<TlsUnfinished, HelloStart, NotTls>;

Start read_start(Bytes& bytes, std::uint8_t wanted_type) {
  const auto type = bytes.number(1);
  if (type && *type != wanted_type) return NotTls{};
  if (!bytes.number(3)) return TlsUnfinished{};
  const auto number = bytes.number(2);
  if (!number) return TlsUnfinished{};
  const auto version = version_of(*number);
  if (!version) return NotTls{};
  if (!bytes.skip(sizeof(TlsRandom))) return TlsUnfinished{};
  const auto session_id = bytes.number(1);
  if (session_id && *session_id > kLongestSessionId) return NotTls{};
  if (!session_id || !bytes.skip(*session_id)) return TlsUnfinished{};
  return HelloStart{*version};
}

TlsAnswer read_server_hello(std::string_view message) {
  Bytes bytes(message);
  const auto start = read_start(bytes, kServerHello);
  if (std::holds_alternative<NotTls>(start)) return NotTls{};
  const auto* const read = std::get_if<HelloStart>(&start);
  const auto suite = read != nullptr ? bytes.number(2) : std::nullopt;
  if (!suite) return TlsUnfinished{};
  return TlsServerHello{read->version, static_cast<std::uint16_t>(*suite)};
}

std::string handshake_record(TlsVersion version, std::uint8_t type, std::string_view body) {
  std::string message;
  add8(message, type);
  add8(message, body.size() >> 16);
  add_sized16(message, body);
  std::string record;
  add8(record, kHandshakeRecord);
  add16(record, static_cast<std::uint16_t>(version));
  add_sized16(record, message);
  return record;
}

std::string hello_start(TlsVersion version, const TlsRandom& random) {
  std::string body;
  add16(body, static_cast<std::uint16_t>(version));
  body.append(random.begin(), random.end());
  add8(body, 0);  // no session to resume
  return body;
}

}  // namespace

std::string encode(const TlsClientHello& hello, const TlsRandom& random) {
  std::string suites;
  for (const auto suite : hello.suites) add16(suites, suite);
  add16(suites, kSecureRenegotiation);
  std::string body = hello_start(hello.version, random);
  add_sized16(body, suites);
  body.append("\x01\x00", 2);  // no compression
  if (hello.version >= TlsVersion::kTls12) add_sized16(body, extensions());
  // The record's own version is the lowest: servers that know no other refuse a record of TLS 1.2.
  return handshake_record(std::min(hello.version, TlsVersion::kTls10), kClientHello, body);
}

std::string encode(const TlsServerHello& hello, const TlsRandom& random) {
  std::string body = hello_start(hello.version, random);
  add16(body, hello.suite);
  add8(body, 0);  // no compression
  return handshake_record(hello.version, kServerHello, body);
}

std::string encode(const TlsAlert& alert) {
  constexpr std::uint8_t kFatal = 2;
  std::string record;
  add8(record, kAlertRecord);
  add16(record, static_cast<std::uint16_t>(TlsVersion::kTls10));
  add16(record, 2);
  add8(record, kFatal);
  add8(record, alert.description);
  return record;
}

TlsQuestion read_client_hello(std::string_view bytes) {
  Bytes rest(bytes);
  const auto type = rest.number(1);
  if (type && *type != kHandshakeRecord) return NotTls{};
  if (!rest.number(2)) return TlsUnfinished{};
  const auto length = rest.number(2);
  if (length && (*length == 0 || *length > kLargestRecord)) return NotTls{};
  if (!length) return TlsUnfinished{};
  const auto start = read_start(rest, kClientHello);
  if (std::holds_alternative<NotTls>(start)) return NotTls{};
  const auto* const read = std::get_if<HelloStart>(&start);
  const auto size = read != nullptr ? rest.number(2) : std::nullopt;
  if (!size) return TlsUnfinished{};
  TlsClientHello hello{read->version, {}};
  for (std::uint32_t i = 0; i < *size; i += 2) {
    const auto suite = rest.number(2);
    if (!suite) return TlsUnfinished{};
    hello.suites.push_back(static_cast<std::uint16_t>(*suite));
  }
  return hello;
}

TlsAnswer read_tls_answer(std::string_view bytes) {
  Bytes rest(bytes);
  std::string message;  // a handshake message may lie in pieces in several records
  for (;;) {
    const auto type = rest.number(1);
    if (!type) break;
    if (*type != kHandshakeRecord && *type != kAlertRecord) return NotTls{};
    const auto major = rest.number(1);
    if (major && *major != 3) return NotTls{};
    if (!rest.number(1)) break;
    const auto length = rest.number(2);
    if (!length) break;
    if (*length == 0 || *length > kLargestRecord) return NotTls{};
    const auto payload = rest.take_at_most(*length);
    if (*type == kAlertRecord) {
      if (*length < 2) return NotTls{};
      if (payload.size() < 2) break;
      constexpr char kWarning = 1;
      const auto description = static_cast<std::uint8_t>(payload[1]);
      if (payload[0] == kWarning && description != kCloseNotify) continue;
      return TlsAlert{description};
    }
    message += payload.substr(0, kSuiteAtMost + 2);
    const auto answer = read_server_hello(message);
    if (!std::holds_alternative<TlsUnfinished>(answer)) return answer;
    if (payload.size() < *length) break;
  }
  return TlsUnfinished{};
}

std::string alert_name(std::uint8_t description) {
  switch (description) {
    case kCloseNotify:
      return "close_notify";
    case 10:
      return "unexpected_message";
    case 20:
      return "bad_record_mac";
    case 40:
      return "handshake_failure";
    case 47:
      return "illegal_parameter";
    case 50:
      return "decode_error";
    case 70:
      return "protocol_version";
    case 71:
      return "insufficient_security";
    case 80:
      return "internal_error";
    case 112:
      return "unrecognized_name";
    default:
      return fmt::format("alert {}", description);
  }
}

}  // namespace lw::net
