// What a simulated device asks of a TACACS+ or RADIUS server, and what it hears. The device sees
// nothing of how the question travels; who gives it an AaaClient keeps that alive for as long as
// the device. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/secret.h"

namespace lw::lab {

enum class AaaProtocol { kTacacs, kRadius };

struct AaaServer {
  AaaProtocol protocol = AaaProtocol::kTacacs;
  std::string address = {};
  std::uint16_t port = 0;
  Secret key = {};
  std::chrono::seconds timeout{5};  // of each attempt
  int retransmits = 0;              // RADIUS: attempts after the first
};

struct AaaQuestion {
  enum class Kind {
    kLogin,
    kEnable,  // to level 15
    kShell,   // TACACS+: may the user have an exec shell, and at which level
  };
  Kind kind = Kind::kLogin;
  std::string user = {};
  Secret password = {};  // not for kShell
  std::string port = "tty0";
  std::string remote_address = {};
};

struct AaaAnswer {
  enum class Verdict {
    kAccepted,
    kRefused,   // final
    kNoAnswer,  // nobody there, an error, or nothing that the key fits: the next may be asked
  };
  Verdict verdict = Verdict::kNoAnswer;
  std::optional<int> privilege = std::nullopt;  // when the server gave one
};

class AaaClient {
 public:
  virtual ~AaaClient() = default;
  // `done` is called once, at once or later.
  virtual void ask(AaaServer server, AaaQuestion question, std::function<void(AaaAnswer)> done) = 0;
};

}  // namespace lw::lab
