// The way through one hop, which is itself reached by another route: the connections to that hop,
// and which of them a new channel goes over. Thread-safe. Private to the room.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "net/jump_connection.h"
#include "net/route.h"

namespace lw::net {

class JumpChain final : public Route {
 public:
  // `before` leads to the hop. `loop` and `pins` are used until stop() has returned.
  JumpChain(Loop& loop, PeerPins& pins, JumpLimits limits, SshTarget hop,
            std::shared_ptr<Route> before);

  Task<Result<std::shared_ptr<TcpSocket>>> open(Endpoint endpoint, Deadline deadline) override;

  // Whether a chain for `hop` behind `before` would be this one: the same in all that counts for a
  // login, secrets too.
  [[nodiscard]] bool leads_through(const SshTarget& hop, const Route* before) const;
  [[nodiscard]] std::size_t connections() const;
  void stop();              // cancels; nothing can be opened any more
  void wait_until_ended();  // not from a thread of the Loop

 private:
  [[nodiscard]] Result<std::shared_ptr<JumpConnection>> pick();
  void bury_ended();

  Loop& loop_;
  PeerPins& pins_;
  const JumpLimits limits_;
  const SshTarget hop_;
  const std::shared_ptr<Route> before_;
  const std::string name_;

  mutable std::mutex mutex_;
  std::list<std::shared_ptr<JumpConnection>> connections_;
  bool stopped_ = false;
  std::optional<Error> refused_;  // what the hop said to the login
  Deadline ask_again_ = Deadline::after({});
};

}  // namespace lw::net
