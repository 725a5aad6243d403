// The SSH client: a shell on a device as a Stream. Speaks SSH 2; SSH 1.5, which is broken, only to
// a device that offers nothing else and only when the target allows it. Call from a Task of a Loop;
// the Stream belongs to that Task's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/deadline.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/crypto_profile.h"
#include "net/endpoint.h"
#include "net/peer_pins.h"
#include "net/route.h"
#include "net/stream.h"
#include "net/task.h"

namespace lw::net {

enum class SshVersion : std::uint8_t { k1, k2 };

struct SshTarget {
  Endpoint endpoint;
  std::string username;
  Secret password = {};
  // The terminal that is asked for: so wide that devices wrap nothing.
  int columns = 511;
  int rows = 1000;
  // PEM or OpenSSH format, without a passphrase; empty: none. Tried before the password.
  Secret private_key = {};
  CryptoProfile profile = CryptoProfile::kModern;
  bool allow_ssh1 = false;
  // Told which version is spoken, before user and password go out; an error ends the connection.
  std::function<Result<void>(SshVersion)> before_login = {};
};

// What target.before_login says; nothing when there is none.
[[nodiscard]] Result<void> tell_before_login(const SshTarget& target, SshVersion version);

// Connects, checks the host key against `pins` (which must outlive the call), logs in, opens a
// shell on a vt100. A refused password is not tried again. Beside the route's errors: kUnsupported
// (not SSH, SSH 1 only, no algorithm in common: with what each side offers and what to set),
// kHostKeyChanged, kLoginRefused, kConnectionLost.
[[nodiscard]] Task<Result<std::unique_ptr<Stream>>> connect_ssh(SshTarget target, PeerPins& pins,
                                                                Route& route, Deadline deadline);

}  // namespace lw::net
