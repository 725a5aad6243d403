#include "lab/tls_des_only.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace lw::lab {
namespace {

constexpr std::uint16_t kRsaWithDesCbcSha = 0x0009;
constexpr std::uint16_t kSsl3 = 0x0300;
constexpr std::uint16_t kTls10 = 0x0301;  // DES suites ended with TLS 1.1 (RFC 5469)
constexpr std::uint8_t kAlert = 21;
constexpr std::uint8_t kHandshake = 22;
constexpr std::size_t kRecordHead = 5;
constexpr std::size_t kLargestRecord = (1 << 14) + 2048;
constexpr std::size_t kLargestHello = 1 << 14;

// Reads big-endian numbers from the front; ok() turns false for good when the bytes run out.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::size_t number(std::size_t size) {
    std::size_t value = 0;
    for (const char byte : take(size)) value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
  }
  std::string_view take(std::size_t size) {
    if (size > bytes_.size()) {
      ok_ = false;
      bytes_ = {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(taken.size());
    return ok_ ? taken : std::string_view();
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

struct Hello {
  std::size_t version = 0;
  std::vector<std::size_t> suites;
};

struct Parsed {
  enum class Kind { kMore, kNone, kHello };
  Kind kind = Kind::kNone;
  Hello hello = {};
};

void put(std::string& bytes, std::size_t value, std::size_t size) {
  for (std::size_t i = size; i-- > 0;) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

std::string record(std::uint8_t type, std::size_t version, std::string_view content) {
  std::string bytes(1, static_cast<char>(type));
  put(bytes, version, 2);
  put(bytes, content.size(), 2);
  return bytes += content;
}

// SSL 2.0's CLIENT-HELLO, in which a TLS client says which version and suites it really wants
// (RFC 5246, appendix E.2): specifications of three bytes, TLS suites begin with a zero.
Parsed parse_ssl2(std::string_view bytes) {
  Reader record_reader(bytes);
  const std::size_t length = record_reader.number(2) & 0x7FFF;
  if (record_reader.left() < length) return {Parsed::Kind::kMore};
  Reader reader(record_reader.take(length));
  Parsed parsed{Parsed::Kind::kHello};
  if (reader.number(1) != 1) return {};
  parsed.hello.version = reader.number(2);
  const std::size_t specifications = reader.number(2);
  reader.number(4);  // lengths of the session and the challenge
  Reader list(reader.take(specifications));
  if (!reader.ok() || specifications % 3 != 0) return {};
  while (list.left() != 0) {
    const std::size_t suite = list.number(3);
    if (suite <= 0xFFFF) parsed.hello.suites.push_back(suite);
  }
  return parsed;
}

// RFC 5246, section 7.4.1.2. Extensions say nothing that matters here.
Parsed parse_body(std::string_view body) {
  Reader reader(body);
  Parsed parsed{Parsed::Kind::kHello};
  parsed.hello.version = reader.number(2);
  reader.take(32);
  reader.take(reader.number(1));
  const std::size_t suites = reader.number(2);
  Reader list(reader.take(suites));
  if (!reader.ok() || suites % 2 != 0) return {};
  while (list.left() != 0) parsed.hello.suites.push_back(list.number(2));
  return parsed;
}

Parsed parse(std::string_view bytes) {
  if (bytes.size() < kRecordHead) return {Parsed::Kind::kMore};
  if ((static_cast<std::uint8_t>(bytes[0]) & 0x80) != 0 && bytes[2] == 1) return parse_ssl2(bytes);
  // A handshake message may be spread over records.
  std::string message;
  Reader reader(bytes);
  for (;;) {
    if (!message.empty() && message[0] != 1) return {};
    if (message.size() >= 4) {
      Reader head(message);
      head.number(1);
      const std::size_t length = head.number(3);
      if (length > kLargestHello) return {};
      if (head.left() >= length) return parse_body(head.take(length));
    }
    if (reader.left() < kRecordHead) {
      const bool wrong = reader.left() != 0 && reader.number(1) != kHandshake;
      return {wrong ? Parsed::Kind::kNone : Parsed::Kind::kMore};
    }
    const bool handshake = reader.number(1) == kHandshake;
    const bool known = reader.number(2) >> 8 == 3;
    const std::size_t length = reader.number(2);
    if (!handshake || !known || length == 0 || length > kLargestRecord) return {};
    if (reader.left() < length) return {Parsed::Kind::kMore};
    message += reader.take(length);
  }
}

std::string server_hello(std::size_t version, std::string_view seed) {
  // No key ever follows from this random number: it only has to differ between connections.
  std::array<unsigned char, EVP_MAX_MD_SIZE> random{};
  EVP_Digest(seed.data(), seed.size(), random.data(), nullptr, EVP_sha256(), nullptr);
  std::string body;
  put(body, version, 2);
  body.append(reinterpret_cast<const char*>(random.data()), 32);
  put(body, 0, 1);  // no session to resume
  put(body, kRsaWithDesCbcSha, 2);
  put(body, 0, 1);  // no compression
  std::string message;
  put(message, 2, 1);
  put(message, body.size(), 3);
  return record(kHandshake, version, message + body);
}

}  // namespace

TlsDesOnly::Reply TlsDesOnly::refuse() {
  finished_ = true;
  constexpr char kFatal = 2;
  constexpr char kHandshakeFailure = 40;
  return {record(kAlert, kTls10, std::string{kFatal, kHandshakeFailure}), true};
}

TlsDesOnly::Reply TlsDesOnly::receive(std::string_view bytes) {
  if (finished_) return {};
  received_ += bytes;
  const Parsed parsed = parse(received_);
  if (parsed.kind == Parsed::Kind::kMore && received_.size() <= kLargestHello) return {};
  if (parsed.kind != Parsed::Kind::kHello) {
    finished_ = true;
    return {{}, true};
  }
  const Hello& hello = parsed.hello;
  if (hello.version < kSsl3 ||
      std::ranges::find(hello.suites, kRsaWithDesCbcSha) == hello.suites.end()) {
    return refuse();
  }
  finished_ = true;
  return {server_hello(std::min<std::size_t>(hello.version, kTls10), received_), false};
}

}  // namespace lw::lab
