#include "net/relay.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string_view>

#include "net/loop.h"

namespace lw::net {
namespace {

constexpr std::chrono::hours kForever{24 * 365};
constexpr int kPiecesPerTurn = 16;

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

Task<bool> send_all(std::shared_ptr<TcpSocket> to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(to->descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (!would_block() || !co_await to->wait(Ready::kWrite, Deadline::after(kForever))) {
      co_return false;
    }
  }
  co_return true;
}

// True when `from` came to its end, false when either was lost.
Task<bool> copy(std::shared_ptr<TcpSocket> from, std::shared_ptr<TcpSocket> to) {
  std::array<char, 16384> piece;
  for (int pieces = 1;; ++pieces) {
    const auto count = ::recv(from->descriptor(), piece.data(), piece.size(), 0);
    if (count == 0) co_return true;
    if (count > 0) {
      if (!co_await send_all(to, {piece.data(), static_cast<std::size_t>(count)})) co_return false;
      if (pieces % kPiecesPerTurn == 0) co_await yield_turn();
    } else if (!would_block() || !co_await from->wait(Ready::kRead, Deadline::after(kForever))) {
      co_return false;
    }
  }
}

Task<> one_way(std::shared_ptr<TcpSocket> from, std::shared_ptr<TcpSocket> to) {
  const bool whole = co_await copy(from, to);
  ::shutdown(to->descriptor(), whole ? SHUT_WR : SHUT_RDWR);
  if (!whole) ::shutdown(from->descriptor(), SHUT_RDWR);
}

// Another handle on the same socket: the two directions wait independently.
std::shared_ptr<TcpSocket> twin(TcpSocket& socket) {
  const int copy = ::fcntl(socket.descriptor(), F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return nullptr;
  int domain = AF_UNIX;
  socklen_t size = sizeof domain;
  ::getsockopt(copy, SOL_SOCKET, SO_DOMAIN, &domain, &size);
  return std::make_shared<TcpSocket>(
      TcpSocket::Socket(socket.executor(), asio::generic::stream_protocol(domain, 0), copy),
      socket.peer());
}

}  // namespace

Result<void> start_relay(std::shared_ptr<TcpSocket> first, std::shared_ptr<TcpSocket> second) {
  const auto first_twin = twin(*first);
  const auto second_twin = twin(*second);
  if (!first_twin || !second_twin) {
    return failure(ErrorCode::kInternal, "no descriptor left for a connection",
                   "raise the limit on open files (ulimit -n)");
  }
  const auto nothing_more = [](const std::exception_ptr&) {};
  const Executor executor = first->executor();
  spawn(executor, [first, second_twin] { return one_way(first, second_twin); }, nothing_more);
  spawn(executor, [second, first_twin] { return one_way(second, first_twin); }, nothing_more);
  return {};
}

}  // namespace lw::net
