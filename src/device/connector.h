// Opens sessions with devices: the one way in for all commands, so that pins, routes, deadlines and
// limits are the same for all of them. One Connector serves all threads; it outlives the sessions
// and Tasks that it gave.
#pragma once

#include <filesystem>
#include <memory>

#include "base/deadline.h"
#include "base/result.h"
#include "device/access.h"
#include "device/transport.h"
#include "net/peer_pins.h"
#include "net/task.h"
#include "session/session.h"

namespace lw::device {

class Connector {
 public:
  // Pins are kept in `folder`/host_keys.
  explicit Connector(const std::filesystem::path& folder);
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;
  ~Connector();

  // Connects and logs in. Errors name the device, the transport and what to do.
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::Session>>> open(
      Access access, Transport transport, Deadline deadline, session::Options options = {});

  [[nodiscard]] net::PeerPins& pins() { return pins_; }

 private:
  [[nodiscard]] net::Task<Result<std::unique_ptr<net::Stream>>> connect(const Access& access,
                                                                        Transport transport,
                                                                        Deadline deadline);

  net::PeerPins pins_;
};

}  // namespace lw::device
