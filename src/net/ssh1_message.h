// The messages of SSH protocol 1.5 and how their fields are coded (draft-ylonen-ssh-protocol-00,
// "Data Type Encodings"). Private to the room, pure. Every length that a peer states is checked
// against what is there: kInvalidArgument.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lw::net {

// Those that a server without forwarding, compression and public-key logins gives a meaning.
enum class Ssh1Type : std::uint8_t {
  kDisconnect = 1,
  kPublicKey = 2,
  kSessionKey = 3,
  kUser = 4,
  kAuthPassword = 9,
  kRequestPty = 10,
  kWindowSize = 11,
  kExecShell = 12,
  kExecCommand = 13,
  kSuccess = 14,
  kFailure = 15,
  kStdinData = 16,
  kStdoutData = 17,
  kEof = 19,
  kExitStatus = 20,
  kIgnore = 32,
  kExitConfirmation = 33,
  kDebug = 36,
};

// The numbers that the messages carry.
inline constexpr std::uint8_t kSsh1CipherDes = 2;
inline constexpr std::uint8_t kSsh1CipherTripleDes = 3;
inline constexpr std::uint32_t kSsh1AuthPassword = 3;
inline constexpr std::size_t kSsh1CookieSize = 8;
inline constexpr std::size_t kSsh1SessionKeySize = 32;

struct Ssh1Packet {
  Ssh1Type type = Ssh1Type::kIgnore;
  std::string data;
};

class Ssh1Writer {
 public:
  Ssh1Writer& byte(std::uint8_t value);
  Ssh1Writer& number(std::uint32_t value);
  Ssh1Writer& text(std::string_view bytes);
  // A multiple-precision integer, given as its bytes, most significant first.
  Ssh1Writer& integer(std::string_view magnitude);
  Ssh1Writer& raw(std::string_view bytes);
  [[nodiscard]] std::string take() { return std::move(data_); }

 private:
  std::string data_;
};

// Views point into what it was given. What follows the last field asked for is no error: the draft
// wants it ignored.
class Ssh1Reader {
 public:
  explicit Ssh1Reader(std::string_view data) : rest_(data) {}
  [[nodiscard]] Result<std::uint8_t> byte();
  [[nodiscard]] Result<std::uint32_t> number();
  [[nodiscard]] Result<std::string_view> text();
  [[nodiscard]] Result<std::string_view> integer();
  [[nodiscard]] Result<std::string_view> raw(std::size_t size);

 private:
  std::string_view rest_;
};

// Servers send it first.
struct Ssh1PublicKeys {
  std::string cookie;
  int server_bits = 0;
  std::string server_exponent, server_modulus;
  int host_bits = 0;
  std::string host_exponent, host_modulus;
  std::uint32_t ciphers = 0;  // masks: bit 1 << number
  std::uint32_t logins = 0;
};
[[nodiscard]] std::string encode(const Ssh1PublicKeys& keys);
[[nodiscard]] Result<Ssh1PublicKeys> decode_ssh1_public_keys(std::string_view data);

// A client's answer.
struct Ssh1SessionKey {
  std::uint8_t cipher = 0;
  std::string cookie;
  std::string encrypted_key;
};
[[nodiscard]] std::string encode(const Ssh1SessionKey& key);
[[nodiscard]] Result<Ssh1SessionKey> decode_ssh1_session_key(std::string_view data);

// Of a REQUEST_PTY; the terminal's name and modes are read over.
struct Ssh1Terminal {
  int rows = 0;
  int columns = 0;
};
[[nodiscard]] Result<Ssh1Terminal> decode_ssh1_terminal(std::string_view data);

}  // namespace lw::net
