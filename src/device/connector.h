// Opens sessions with devices: the one way in for all commands, so that pins, routes, deadlines,
// limits and the guard against locked accounts are the same for all of them. One Connector serves
// all threads; it outlives the sessions and Tasks that it gave.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "device/access.h"
#include "device/login_guard.h"
#include "device/session_limits.h"
#include "device/transport.h"
#include "net/jump_hosts.h"
#include "net/loop.h"
#include "net/peer_pins.h"
#include "net/route.h"
#include "net/task.h"
#include "session/session.h"

namespace lw::device {

// With what the layers below could not know: the device and the transport in the message, how to
// change what the device is set to in the hint, and what the code means where they knew no better.
[[nodiscard]] Error in_context(Error error, const Access& access, Transport transport);

class Connector {
 public:
  // Pins are kept in `folder`/host_keys.
  Connector(const std::filesystem::path& folder, const std::vector<store::SessionLimit>& limits);
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;
  ~Connector();

  // Waits for its turn, connects and logs in; the time to connect begins with its turn. Errors name
  // the device, the transport and what to do.
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::Session>>> open(
      Access access, Transport transport, Timeouts timeouts, session::Options options = {});

  [[nodiscard]] net::PeerPins& pins() { return pins_; }

 private:
  using Opened = Result<std::unique_ptr<session::Session>>;

  // One login under the eye of the guard; errors in the device's words. Until `deadline`, in which
  // the wait for the guard counts and the connection has its own, shorter time.
  [[nodiscard]] net::Task<Opened> attempt(Access access, Transport transport, Timeouts timeouts,
                                          Deadline deadline, session::Options options);
  [[nodiscard]] net::Task<Opened> log_in(Access access, Transport transport, Timeouts timeouts,
                                         Deadline deadline, session::Options options);
  [[nodiscard]] net::Task<Opened> begin_terminal(const Access& access, Transport transport,
                                                 Deadline deadline, session::Options options);
  // Connects when it is first used.
  [[nodiscard]] Opened begin_web(const Access& access, Transport transport, Timeouts timeouts,
                                 session::Options options);
  // Straight to the device, or through its jump hosts.
  [[nodiscard]] Result<std::shared_ptr<net::Route>> route_of(const Access& access);

  net::PeerPins pins_;
  SessionLimits limits_;
  LoginGuard guard_;
  net::Loop jump_loop_{1};
  net::JumpHosts jumps_;
};

}  // namespace lw::device
