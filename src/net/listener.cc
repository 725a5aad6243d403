#include "net/listener.h"

#include <utility>

#include "net/connections.h"
#include "net/tcp_stream.h"

namespace lw::net {

TcpListener::TcpListener(std::shared_ptr<Connections> connections)
    : connections_(std::move(connections)) {}
TcpListener::TcpListener(TcpListener&&) noexcept = default;
TcpListener& TcpListener::operator=(TcpListener&& other) noexcept {
  std::swap(connections_, other.connections_);
  return *this;
}
TcpListener::~TcpListener() { stop(); }

Result<TcpListener> TcpListener::create(Loop& loop, const Endpoint& at, Handler handler,
                                        std::size_t most) {
  return create(
      loop, at,
      [handler = std::move(handler)](std::unique_ptr<Stream> stream, const std::string&) {
        return handler(std::move(stream));
      },
      most, Reach::kOneAddress);
}

Result<TcpListener> TcpListener::create(Loop& loop, const Endpoint& at, AddressedHandler handler,
                                        std::size_t most, Reach reach) {
  auto serve = [handler = std::move(handler)](std::shared_ptr<TcpSocket> socket) {
    auto description = "tcp " + socket->peer();
    auto local_address = socket->local_address();
    return handler(make_tcp_stream(std::move(socket), std::move(description)),
                   std::move(local_address));
  };
  LW_ASSIGN(auto connections, Connections::open(loop, at, most, std::move(serve), reach));
  return TcpListener(std::move(connections));
}

const Endpoint& TcpListener::local() const { return connections_->local(); }
std::size_t TcpListener::connections() const { return connections_->count(); }
void TcpListener::stop() {
  if (connections_) connections_->stop();
}

}  // namespace lw::net
