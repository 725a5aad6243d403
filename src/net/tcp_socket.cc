#include "net/tcp_socket.h"

#include <sys/socket.h>

#include <cstring>
#include <utility>

#include "net/endpoint.h"

namespace lw::net {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr unsigned bit(Ready ready) { return static_cast<unsigned>(ready); }

// The same address as TCP's own kind, which can be written.
tcp::endpoint as_tcp(const TcpSocket::Socket::endpoint_type& endpoint) {
  tcp::endpoint address;
  std::memcpy(address.data(), endpoint.data(), endpoint.size());
  address.resize(endpoint.size());
  return address;
}

std::string peer_of(const TcpSocket::Socket& socket) {
  error_code unknown;
  const auto remote = socket.remote_endpoint(unknown);
  if (unknown) return "a peer that is gone";
  const auto address = as_tcp(remote);
  return to_string(Endpoint{address.address().to_string(), address.port()});
}

std::string local_address_of(const TcpSocket::Socket& socket) {
  error_code unknown;
  const auto local = socket.local_endpoint(unknown);
  return unknown ? std::string() : as_tcp(local).address().to_string();
}

}  // namespace

TcpSocket::TcpSocket(tcp::socket socket) : TcpSocket(Socket(std::move(socket)), "") {
  error_code ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
  peer_ = peer_of(socket_);
  local_address_ = local_address_of(socket_);
}

TcpSocket::TcpSocket(Socket socket, std::string peer)
    : socket_(std::move(socket)),
      wake_(socket_.get_executor(), asio::steady_timer::time_point::max()),
      alarm_(socket_.get_executor()),
      peer_(std::move(peer)) {
  error_code ignored;
  socket_.native_non_blocking(true, ignored);
}

Task<Result<void>> TcpSocket::wait(Ready wanted, Deadline deadline) {
  const auto self = shared_from_this();
  for (;;) {
    if (cancelled()) co_return failure(ErrorCode::kCancelled, "cancelled");
    if ((ready_ & bit(wanted)) != 0 || std::exchange(woken_, false)) {
      ready_ &= ~bit(wanted);
      co_return Result<void>{};
    }
    if (deadline.passed()) co_return failure(ErrorCode::kTimeout, "no answer in time");
    arm(Ready(bit(wanted) & bit(Ready::kRead)));
    arm(Ready(bit(wanted) & bit(Ready::kWrite)));
    set_alarm(deadline);
    co_await wake_.async_wait(kAsTuple);
  }
}

// An alarm that is set is left until it goes off, however often the deadline moves on: setting one
// is a system call, and a conversation waits all the time.
void TcpSocket::set_alarm(Deadline deadline) {
  if (alarm_set_ && alarm_.expiry() <= deadline.when()) return;
  alarm_set_ = true;
  alarm_.expires_at(deadline.when());
  alarm_.async_wait([weak = weak_from_this()](const error_code& replaced) {
    const auto self = weak.lock();
    if (replaced || !self) return;
    self->alarm_set_ = false;
    self->wake_.cancel();
  });
}

void TcpSocket::wake() {
  woken_ = true;
  wake_.cancel();
}

// A wait that is still armed when its waiter has gone (deadline passed) is left for the next
// waiter.
void TcpSocket::arm(Ready one) {
  if (one == Ready::kNothing || (armed_ & bit(one)) != 0) return;
  armed_ |= bit(one);
  socket_.async_wait(one == Ready::kRead ? Socket::wait_read : Socket::wait_write,
                     [self = shared_from_this(), one](const error_code&) {
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

void TcpSocket::close() {
  error_code ignored;
  socket_.close(ignored);
}

Result<SocketPair> join_sockets(const Executor& one, const Executor& other,
                                const std::string& peer) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) {
    return failure(ErrorCode::kInternal, "no descriptor left for a connection",
                   "raise the limit on open files (ulimit -n)");
  }
  const asio::generic::stream_protocol local(AF_UNIX, 0);
  return SocketPair{std::make_shared<TcpSocket>(TcpSocket::Socket(one, local, ends[0]), peer),
                    std::make_shared<TcpSocket>(TcpSocket::Socket(other, local, ends[1]), peer)};
}

}  // namespace lw::net
