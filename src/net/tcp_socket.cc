#include "net/tcp_socket.h"

#include <utility>

#include "net/endpoint.h"

namespace lw::net {
namespace {

using asio::ip::tcp;

constexpr unsigned bit(Ready ready) { return static_cast<unsigned>(ready); }

}  // namespace

TcpSocket::TcpSocket(tcp::socket socket)
    : socket_(std::move(socket)), wake_(socket_.get_executor()) {
  boost::system::error_code ignored;
  socket_.native_non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
  const auto remote = socket_.remote_endpoint(ignored);
  peer_ = to_string(Endpoint{remote.address().to_string(), remote.port()});
  local_address_ = socket_.local_endpoint(ignored).address().to_string();
}

Task<Result<void>> TcpSocket::wait(Ready wanted, Deadline deadline) {
  const auto self = shared_from_this();
  for (;;) {
    if (cancelled()) co_return failure(ErrorCode::kCancelled, "cancelled");
    if ((ready_ & bit(wanted)) != 0) {
      ready_ &= ~bit(wanted);
      co_return Result<void>{};
    }
    if (std::exchange(woken_, false)) co_return Result<void>{};
    if (deadline.passed()) co_return failure(ErrorCode::kTimeout, "no answer in time");
    arm(Ready(bit(wanted) & bit(Ready::kRead)));
    arm(Ready(bit(wanted) & bit(Ready::kWrite)));
    wake_.expires_at(deadline.when());
    co_await wake_.async_wait(kAsTuple);
  }
}

// A wait that is still armed when its waiter has gone (deadline passed) is left for the next
// waiter.
void TcpSocket::arm(Ready one) {
  if (one == Ready::kNothing || (armed_ & bit(one)) != 0) return;
  armed_ |= bit(one);
  socket_.async_wait(one == Ready::kRead ? tcp::socket::wait_read : tcp::socket::wait_write,
                     [self = shared_from_this(), one](const boost::system::error_code&) {
                       self->armed_ &= ~bit(one);
                       self->ready_ |=
                           bit(one);  // also on an error: the next read or write tells which
                       self->wake_.cancel();
                     });
}

void TcpSocket::cancel() {
  cancelled_.store(true, std::memory_order_release);
  asio::post(socket_.get_executor(), [self = shared_from_this()] { self->wake_.cancel(); });
}

void TcpSocket::wake() {
  woken_ = true;
  wake_.cancel();
}

void TcpSocket::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace lw::net
