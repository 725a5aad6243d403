// TACACS+ packets (RFC 8907) as values: header, obfuscated body, and the six kinds of body that
// logins, shells and their accounting need. Pure; any thread. Every length inside a packet is
// checked against what is there: kInvalidArgument.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace lw::lab {

inline constexpr std::size_t kTacacsHeaderSize = 12;
// The protocol allows more; no dialogue of a login comes near this.
inline constexpr std::size_t kLargestTacacsBody = 16 * 1024;

enum class TacacsType : std::uint8_t { kAuthentication = 1, kAuthorization = 2, kAccounting = 3 };

struct TacacsHeader {
  TacacsType type = TacacsType::kAuthentication;
  std::uint8_t minor_version = 0;  // 1 for PAP, 0 for ASCII logins and everything else
  std::uint8_t sequence = 1;
  std::uint8_t flags = 0;
  std::uint32_t session = 0;
  std::uint32_t length = 0;  // of the body

  static constexpr std::uint8_t kUnencrypted = 0x01;
  static constexpr std::uint8_t kSingleConnect = 0x04;
};

struct TacacsPacket {
  TacacsHeader header;
  std::string body = {};  // in clear
};

enum class TacacsAuthenType : std::uint8_t { kAscii = 1, kPap = 2 };
enum class TacacsService : std::uint8_t { kNone = 0, kLogin = 1, kEnable = 2 };

struct TacacsStart {
  std::uint8_t privilege = 1;
  TacacsAuthenType type = TacacsAuthenType::kAscii;
  TacacsService service = TacacsService::kLogin;
  std::string user = {};
  std::string port = {};
  std::string remote_address = {};
  std::string data = {};  // PAP: the password
};

enum class TacacsAuthenStatus : std::uint8_t {
  kPass = 1,
  kFail = 2,
  kGetData = 3,
  kGetUser = 4,
  kGetPass = 5,
  kRestart = 6,
  kError = 7,
  kFollow = 0x21,
};

struct TacacsReply {
  TacacsAuthenStatus status = TacacsAuthenStatus::kError;
  bool no_echo = false;
  std::string message = {};
  std::string data = {};
};

struct TacacsContinue {
  bool abort = false;
  std::string message = {};  // what the user typed
  std::string data = {};
};

// Of authorization; accounting has `flags` in front. Arguments are "name=value", or "name*value"
// where the server may leave them out.
struct TacacsRequest {
  std::uint8_t accounting_flags = 0;
  std::uint8_t method = 6;  // TACACS+
  std::uint8_t privilege = 1;
  TacacsAuthenType type = TacacsAuthenType::kAscii;
  TacacsService service = TacacsService::kLogin;
  std::string user = {};
  std::string port = {};
  std::string remote_address = {};
  std::vector<std::string> arguments = {};

  static constexpr std::uint8_t kStartFlag = 0x02;
  static constexpr std::uint8_t kStopFlag = 0x04;
};

enum class TacacsAuthorStatus : std::uint8_t {
  kPassAdd = 0x01,
  kPassReplace = 0x02,
  kFail = 0x10,
  kError = 0x11,
  kFollow = 0x21,
};

struct TacacsResponse {
  TacacsAuthorStatus status = TacacsAuthorStatus::kError;
  std::vector<std::string> arguments = {};
  std::string message = {};
  std::string data = {};
};

enum class TacacsAcctStatus : std::uint8_t { kSuccess = 1, kError = 2, kFollow = 0x21 };

struct TacacsAcctReply {
  TacacsAcctStatus status = TacacsAcctStatus::kError;
  std::string message = {};
  std::string data = {};
};

// Bodies. Texts that are longer than their length field can say are cut.
[[nodiscard]] std::string encode(const TacacsStart& start);
[[nodiscard]] std::string encode(const TacacsReply& reply);
[[nodiscard]] std::string encode(const TacacsContinue& answer);
[[nodiscard]] std::string encode(const TacacsRequest& request, TacacsType type);
[[nodiscard]] std::string encode(const TacacsResponse& response);
[[nodiscard]] std::string encode(const TacacsAcctReply& reply);
[[nodiscard]] Result<TacacsStart> decode_tacacs_start(std::string_view body);
[[nodiscard]] Result<TacacsReply> decode_tacacs_reply(std::string_view body);
[[nodiscard]] Result<TacacsContinue> decode_tacacs_continue(std::string_view body);
[[nodiscard]] Result<TacacsRequest> decode_tacacs_request(std::string_view body, TacacsType type);
[[nodiscard]] Result<TacacsResponse> decode_tacacs_response(std::string_view body);
[[nodiscard]] Result<TacacsAcctReply> decode_tacacs_acct_reply(std::string_view body);

// "priv-lvl" of "priv-lvl=15" or "priv-lvl*15" among the arguments; nullopt: none, or no level.
[[nodiscard]] std::optional<int> tacacs_privilege(const std::vector<std::string>& arguments);

// A body in or out of its obfuscation with the shared key (RFC 8907 section 4.5): a stream of MD5
// sums, no protection worth the name.
[[nodiscard]] std::string tacacs_obfuscated(const TacacsHeader& header, std::string_view body,
                                            const Secret& key);

// A whole packet as it goes over the wire; its length is set here.
[[nodiscard]] std::string encode(TacacsHeader header, std::string_view body, const Secret& key);

// Packets out of a stream of bytes, however they are cut.
class TacacsReader {
 public:
  explicit TacacsReader(Secret key) : key_(std::move(key)) {}

  void receive(std::string_view bytes) { unread_ += bytes; }
  // nullopt: more has to come. After an error the connection is of no more use.
  [[nodiscard]] Result<std::optional<TacacsPacket>> next();

 private:
  Secret key_;
  std::string unread_;
};

}  // namespace lw::lab
