// Routes through jump hosts: one SSH connection for each chain of hops, opened when first needed
// and shared by all devices behind it, opened anew when it died, closed when nobody has used it for
// a while. Thread-safe: a Route may be used from Tasks of any Loop. Create after those Loops, and
// destroy before them and not from one of their threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include "net/loop.h"
#include "net/peer_pins.h"
#include "net/route.h"
#include "net/ssh.h"

namespace lw::net {

struct JumpLimits {
  std::size_t channels = 100;              // over one connection; beyond, another one is opened
  std::chrono::seconds connect{30};        // to a logged-in connection to a hop
  std::chrono::milliseconds idle{60'000};  // without a channel, before a connection is closed
};

class JumpHosts {
 public:
  // Connections run on `loop`, with the hops' host keys pinned in `pins`; both outlive this.
  JumpHosts(Loop& loop, PeerPins& pins, JumpLimits limits = {});
  JumpHosts(const JumpHosts&) = delete;
  JumpHosts& operator=(const JumpHosts&) = delete;
  ~JumpHosts();  // ends all connections

  // Through hops[0], then hops[1] …; none: straight. Connects nothing yet. The route's errors begin
  // with "through jump host HOST:PORT", and beside those of connect_tcp() are those of a login to a
  // hop, whose name is then in Error::hop. A hop that refused the login is not asked again for five minutes.
  [[nodiscard]] std::shared_ptr<Route> via(std::vector<SshTarget> hops);

  [[nodiscard]] std::size_t connections() const;  // open or being opened

 private:
  struct Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace lw::net
