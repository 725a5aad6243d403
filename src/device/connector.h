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
#include "net/peer_pins.h"
#include "net/task.h"
#include "session/session.h"

namespace lw::device {

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

  [[nodiscard]] net::Task<Opened> log_in(Access access, Transport transport, Deadline deadline,
                                         session::Options options);
  [[nodiscard]] net::Task<Result<std::unique_ptr<net::Stream>>> connect(const Access& access,
                                                                        Transport transport,
                                                                        Deadline deadline);

  net::PeerPins pins_;
  SessionLimits limits_;
  LoginGuard guard_;
};

}  // namespace lw::device
