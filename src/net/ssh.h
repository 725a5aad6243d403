// The SSH-2 client: a shell on a device as a Stream. Call from a Task of a Loop; the Stream belongs
// to that Task's thread.
#pragma once

#include <memory>
#include <string>

#include "base/deadline.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/endpoint.h"
#include "net/peer_pins.h"
#include "net/route.h"
#include "net/stream.h"
#include "net/task.h"

namespace lw::net {

struct SshTarget {
  Endpoint endpoint;
  std::string username;
  Secret password;
  // The terminal that is asked for: so wide that devices wrap nothing.
  int columns = 511;
  int rows = 1000;
};

// Connects, checks the host key against `pins` (which must outlive the call), logs in once by
// password or keyboard-interactive, opens a shell on a vt100. Beside connect_tcp()'s errors:
// kUnsupported (not SSH, SSH 1 only, no algorithm in common), kHostKeyChanged, kLoginRefused,
// kConnectionLost.
[[nodiscard]] Task<Result<std::unique_ptr<Stream>>> connect_ssh(SshTarget target, PeerPins& pins,
                                                                Route& route, Deadline deadline);

}  // namespace lw::net
