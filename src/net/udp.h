// A UDP socket that talks to one peer (RADIUS and its like: a datagram out, one back). Belongs to
// its executor's thread; one Task receives at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/deadline.h"
#include "base/result.h"
#include "net/endpoint.h"
#include "net/task.h"

namespace lw::net {

class UdpSocket {
 public:
  // `peer.host` is an address. kInvalidArgument when it is none, kUnreachable when there is no way.
  [[nodiscard]] static Result<UdpSocket> connect(const Executor& executor, const Endpoint& peer);
  UdpSocket(UdpSocket&&) noexcept;
  UdpSocket& operator=(UdpSocket&&) noexcept;
  ~UdpSocket();

  // kUnreachable: the peer's machine said of an earlier datagram that nobody listens there.
  [[nodiscard]] Result<void> send(std::string_view datagram);
  // One datagram of the peer's, cut at `most` bytes. kTimeout, kUnreachable as for send().
  [[nodiscard]] Task<Result<std::string>> receive(std::size_t most, Deadline deadline);

 private:
  struct State;
  explicit UdpSocket(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace lw::net
