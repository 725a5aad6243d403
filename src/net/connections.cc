#include "net/connections.h"

#include <fmt/core.h>
#include <sys/socket.h>

#include <chrono>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace lw::net {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

// How long to leave the backlog alone when the process has no descriptor left for a connection.
constexpr std::chrono::milliseconds kAcceptAgain{50};

Result<void> check(const Endpoint& at, const error_code& error) {
  if (!error) return {};
  const auto message = fmt::format("cannot listen on {}: {}", to_string(at), error.message());
  if (error == asio::error::address_in_use) {
    return failure(ErrorCode::kAlreadyExists, message, "another program uses that port");
  }
  if (error == asio::error::access_denied) return failure(ErrorCode::kPermissionDenied, message);
  return failure(ErrorCode::kInvalidArgument, message);
}

// A second fence, where the system lets us: what comes over another interface meets no listener.
// Without it such a connection is closed as soon as it is accepted.
void keep_to_loopback(int descriptor) {
  constexpr std::string_view kLoopback = "lo";
  (void)::setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, kLoopback.data(), kLoopback.size());
}

bool arrived_on_loopback(const tcp::socket& socket) {
  error_code error;
  const auto local = socket.local_endpoint(error);
  return !error && local.address().is_loopback();
}

}  // namespace

Connections::Connections(Loop& loop, std::size_t most, Handler handler, Reach reach)
    : loop_(loop),
      most_(most),
      handler_(std::move(handler)),
      reach_(reach),
      executor_(loop.next()),
      acceptor_(executor_),
      retry_(executor_) {}

Result<std::shared_ptr<Connections>> Connections::open(Loop& loop, const Endpoint& at,
                                                       std::size_t most, Handler handler,
                                                       Reach reach) {
  error_code error;
  auto address = asio::ip::make_address(at.host, error);
  LW_TRY(check(at, error));
  if (reach == Reach::kAllLoopback) address = asio::ip::address_v4::any();
  auto self = std::make_shared<Connections>(loop, most, std::move(handler), reach);
  const tcp::endpoint endpoint(address, at.port);
  self->acceptor_.open(endpoint.protocol(), error);
  LW_TRY(check(at, error));
  self->acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  LW_TRY(check(at, error));
  if (reach == Reach::kAllLoopback) keep_to_loopback(self->acceptor_.native_handle());
  self->acceptor_.bind(endpoint, error);
  LW_TRY(check(at, error));
  self->acceptor_.listen(asio::socket_base::max_listen_connections, error);
  LW_TRY(check(at, error));
  self->local_ = Endpoint{at.host, self->acceptor_.local_endpoint(error).port()};
  LW_TRY(check(at, error));
  self->accepting_ = true;
  asio::post(self->executor_, [self] { self->accept_next(); });
  return self;
}

void Connections::accept_next() {
  acceptor_.async_accept(
      loop_.next(), [self = shared_from_this()](error_code error, tcp::socket socket) {
        {
          const std::lock_guard lock(self->mutex_);
          if (self->stopping_) {
            self->accepting_ = false;
            self->none_left_.notify_all();
            return;
          }
        }
        if (!error) {
          self->begin(std::move(socket));
          self->accept_next();
          return;
        }
        self->retry_.expires_after(kAcceptAgain);
        self->retry_.async_wait([self](const error_code&) { self->accept_next(); });
      });
}

void Connections::begin(tcp::socket socket) {
  if (reach_ == Reach::kAllLoopback && !arrived_on_loopback(socket)) return;
  auto connection = std::make_shared<Connection>();
  connection->socket = std::make_shared<TcpSocket>(std::move(socket));
  const auto executor = connection->socket->executor();
  {
    const std::lock_guard lock(mutex_);
    if (open_.size() >= most_) return;
    connection->place = open_.insert(open_.end(), connection);
  }
  // Started from its own thread: the cancellation signal may be touched by that thread alone.
  asio::post(executor, [self = shared_from_this(), connection, executor] {
    asio::co_spawn(
        executor, [self, connection] { return self->handler_(connection->socket); },
        asio::bind_cancellation_slot(connection->cancel.slot(),
                                     [self, connection](const std::exception_ptr&) {
                                       connection->socket->close();
                                       const std::lock_guard lock(self->mutex_);
                                       self->open_.erase(connection->place);
                                       self->none_left_.notify_all();
                                     }));
  });
}

std::size_t Connections::count() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

void Connections::stop() {
  std::unique_lock lock(mutex_);
  if (!stopping_) {
    stopping_ = true;
    asio::post(executor_, [self = shared_from_this()] {
      error_code ignored;
      self->acceptor_.close(ignored);
      self->retry_.cancel();
    });
    for (const auto& connection : open_) {
      connection->socket->cancel();
      asio::post(connection->socket->executor(),
                 [connection] { connection->cancel.emit(asio::cancellation_type::terminal); });
    }
  }
  none_left_.wait(lock, [this] { return open_.empty() && !accepting_; });
}

}  // namespace lw::net
