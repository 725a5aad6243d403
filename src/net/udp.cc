#include "net/udp.h"

#include <boost/asio/ip/udp.hpp>
#include <utility>

#include "net/asio.h"

namespace lw::net {

using asio::ip::udp;
using boost::system::error_code;

struct UdpSocket::State {
  explicit State(const Executor& executor) : socket(executor), alarm(executor) {}
  udp::socket socket;
  asio::steady_timer alarm;
  std::string peer;

  [[nodiscard]] std::unexpected<Error> gone(const error_code& why) const {
    return failure(ErrorCode::kUnreachable, peer + ": " + why.message());
  }
};

UdpSocket::UdpSocket(std::shared_ptr<State> state) : state_(std::move(state)) {}
UdpSocket::UdpSocket(UdpSocket&&) noexcept = default;
UdpSocket& UdpSocket::operator=(UdpSocket&&) noexcept = default;
UdpSocket::~UdpSocket() = default;

Result<UdpSocket> UdpSocket::connect(const Executor& executor, const Endpoint& peer) {
  error_code wrong;
  const auto address = asio::ip::make_address(peer.host, wrong);
  if (wrong) return failure(ErrorCode::kInvalidArgument, peer.host + " is no address");
  auto state = std::make_shared<State>(executor);
  state->peer = "udp " + to_string(peer);
  const udp::endpoint to(address, peer.port);
  state->socket.open(to.protocol(), wrong);
  if (!wrong) state->socket.connect(to, wrong);
  if (!wrong) state->socket.non_blocking(true, wrong);
  if (wrong) return state->gone(wrong);
  return UdpSocket(std::move(state));
}

Result<void> UdpSocket::send(std::string_view datagram) {
  error_code wrong;
  state_->socket.send(asio::buffer(datagram.data(), datagram.size()), 0, wrong);
  // A full buffer loses the datagram, as any router on the way may.
  if (wrong && wrong != asio::error::would_block) return state_->gone(wrong);
  return {};
}

Task<Result<std::string>> UdpSocket::receive(std::size_t most, Deadline deadline) {
  const auto state = state_;
  std::string datagram(most, '\0');
  while (!deadline.passed()) {
    state->alarm.expires_at(deadline.when());
    state->alarm.async_wait([weak = std::weak_ptr(state)](const error_code& replaced) {
      const auto waiting = weak.lock();
      error_code ignored;
      if (!replaced && waiting) waiting->socket.cancel(ignored);
    });
    const auto [wrong, count] =
        co_await state->socket.async_receive(asio::buffer(datagram), kAsTuple);
    state->alarm.cancel();
    if (!wrong) {
      datagram.resize(count);
      co_return datagram;
    }
    // An alarm of the receive before may still have gone off: the deadline decides.
    if (wrong != asio::error::operation_aborted) co_return state->gone(wrong);
  }
  co_return failure(ErrorCode::kTimeout, state->peer + " does not answer");
}

}  // namespace lw::net
