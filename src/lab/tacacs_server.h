// The lab's own TACACS+ server (RFC 8907), since Debian has none: ASCII and PAP logins, enable,
// authorization of shells, accounting. One dialog is one connection; pure: bytes in, bytes out. One
// thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "lab/tacacs_packet.h"

namespace lw::lab {

struct AaaUser {
  std::string name = {};
  Secret password = {};
  Secret enable = {};  // empty: the user can't enable
  int privilege = 1;   // what the authorization of a shell gives
};

struct AaaServerFaults {
  bool silent = false;                 // "silent": reads, and says nothing
  bool wrong_key = false;              // "wrong-key": has another key than it should
  bool error_reply = false;            // "error-reply": answers every question with ERROR
  std::chrono::milliseconds delay{0};  // "slow:N": each answer comes N milliseconds late
};

// kInvalidArgument lists the names that there are.
[[nodiscard]] Result<void> add_aaa_fault(AaaServerFaults& faults, std::string_view name);

// What a lab file says of a server.
struct AaaServerDescription {
  std::string name = {};
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  Secret key = {};
  std::vector<AaaUser> users = {};
  AaaServerFaults faults = {};
};

class TacacsServerDialog {
 public:
  // `server` must outlive it.
  explicit TacacsServerDialog(const AaaServerDescription& server);

  // kInvalidArgument: the client makes no sense, and the connection is to be closed.
  [[nodiscard]] Result<void> receive(std::string_view bytes);
  [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }

 private:
  // A login that is under way.
  struct Login {
    std::uint8_t next_sequence = 1;
    TacacsService service = TacacsService::kLogin;
    std::string user;
  };

  Result<void> answer(const TacacsPacket& packet);
  Result<void> authenticate(const TacacsPacket& packet);
  void begin(const TacacsHeader& header, const TacacsStart& start);
  void go_on(const TacacsHeader& header, Login login, const TacacsContinue& typed);
  void ask_for(const TacacsHeader& header, Login login);
  [[nodiscard]] bool right(const Login& login, std::string_view typed) const;
  void authorize(const TacacsHeader& header, const TacacsRequest& request);
  [[nodiscard]] const AaaUser* find(std::string_view user) const;
  void send(const TacacsHeader& to, std::string_view body);
  void reply(const TacacsHeader& to, TacacsAuthenStatus status, std::string_view message = {});

  const AaaServerDescription& server_;
  Secret key_;
  TacacsReader reader_;
  std::map<std::uint32_t, Login> logins_;  // by session
  std::string output_;
};

}  // namespace lw::lab
