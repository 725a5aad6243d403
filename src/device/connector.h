// Opens sessions with devices: the one way in for all commands, so that pins, routes, deadlines,
// limits and the guard against locked accounts are the same for all of them. One Connector serves
// all threads; it outlives the sessions and Tasks that it gave.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "device/access.h"
#include "device/login_guard.h"
#include "device/session_limits.h"
#include "device/transport.h"
#include "net/crypto_profile.h"
#include "net/http.h"
#include "net/jump_hosts.h"
#include "net/loop.h"
#include "net/peer_pins.h"
#include "net/route.h"
#include "net/ssh.h"
#include "net/task.h"
#include "session/session.h"
#include "session/web_files.h"

namespace lw::device {

class Connector {
 public:
  // Pins are kept in `folder`/host_keys, uses of old cryptography in its journal.
  Connector(const std::filesystem::path& folder, const std::vector<store::SessionLimit>& limits);
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;
  ~Connector();

  // Waits for its turn, connects and logs in; the time to connect begins with its turn. Errors name
  // the device, the transport and what to do.
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::Session>>> open(
      Access access, Transport transport, Timeouts timeouts, session::Options options = {});

  // The same for the files on the flash of a device, over access.transport, which must be HTTPS
  // and the device an ASA, a PIX or an FWSM: kUnsupported otherwise.
  [[nodiscard]] net::Task<Result<std::unique_ptr<session::WebFiles>>> open_files(Access access,
                                                                                 Timeouts timeouts);

  [[nodiscard]] net::PeerPins& pins() { return pins_; }

 private:
  // A Session, or WebFiles.
  template <class Conversation>
  using Opened = Result<std::unique_ptr<Conversation>>;
  using OpenedSession = Opened<session::Session>;
  // Connects and logs in, until the deadline.
  template <class Conversation>
  using Opening = std::function<net::Task<Opened<Conversation>>(Deadline)>;

  // What open() and open_files() do around the opening itself.
  template <class Conversation>
  [[nodiscard]] net::Task<Opened<Conversation>> in_turn(Access access, Transport transport,
                                                        Timeouts timeouts,
                                                        Opening<Conversation> opening);
  // One login under the eye of the guard; errors in the device's words. Until `deadline`, in which
  // the wait for the guard counts and the connection has its own, shorter time.
  template <class Conversation>
  [[nodiscard]] net::Task<Opened<Conversation>> attempt(Access access, Transport transport,
                                                        Timeouts timeouts, Deadline deadline,
                                                        Opening<Conversation> opening);

  [[nodiscard]] Opening<session::Session> session_opening(const Access& access, Transport transport,
                                                          Timeouts timeouts,
                                                          const session::Options& options);
  [[nodiscard]] net::Task<OpenedSession> log_in(Access access, Transport transport,
                                                Timeouts timeouts, Deadline deadline,
                                                session::Options options);
  [[nodiscard]] net::Task<OpenedSession> begin_terminal(const Access& access, Transport transport,
                                                        Deadline deadline,
                                                        session::Options options);
  // Logs in over what is connected, and enters the context.
  [[nodiscard]] net::Task<OpenedSession> begin(std::unique_ptr<session::Session> session,
                                               Access access, bool terminal, Deadline deadline);
  // Through the session of the chassis that the device is a module of.
  using WayIn = std::shared_ptr<std::unique_ptr<net::Stream>>;
  [[nodiscard]] net::Task<OpenedSession> open_in_slot(Access access, Timeouts timeouts,
                                                      session::Options options);
  [[nodiscard]] net::Task<OpenedSession> begin_in_slot(WayIn way, Access access, Deadline deadline,
                                                       session::Options options);
  // Connects when it is first used.
  [[nodiscard]] OpenedSession begin_web(const Access& access, Transport transport,
                                        Timeouts timeouts, session::Options options);
  [[nodiscard]] net::Task<Opened<session::WebFiles>> log_in_for_files(Access access,
                                                                      Deadline deadline);

  // A client of the device's web server, and the way to it, which must outlive the client.
  struct Web {
    std::shared_ptr<net::Route> route;
    std::unique_ptr<net::HttpClient> http;
  };
  [[nodiscard]] Result<Web> web_of(const Access& access, Transport transport,
                                   std::size_t most_bytes);
  [[nodiscard]] Result<net::SshTarget> ssh_target(const Access& access, net::Endpoint endpoint);
  // Straight to the device, or through its jump hosts.
  [[nodiscard]] Result<std::shared_ptr<net::Route>> route_of(const Access& access);

  // Puts into the journal that `peer`, a device or server, is about to be logged in to over
  // cryptography that protects little.
  [[nodiscard]] Result<void> record_old(const std::string& peer, std::string_view protocol,
                                        net::CryptoProfile profile);
  [[nodiscard]] std::function<Result<void>(net::SshVersion)> recorder_of(
      const std::string& peer, net::CryptoProfile profile);

  const std::filesystem::path folder_;
  net::PeerPins pins_;
  SessionLimits limits_;
  LoginGuard guard_;
  net::Loop jump_loop_{1};
  net::JumpHosts jumps_;
};

}  // namespace lw::device
