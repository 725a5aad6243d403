#include "net/ssh1_server.h"

#include <chrono>
#include <mutex>
#include <utility>

#include "net/connections.h"
#include "net/ssh1_server_dialog.h"
#include "net/ssh1_stream.h"
#include "net/tcp_stream.h"

namespace lw::net {
namespace {

constexpr std::chrono::seconds kHandshakeLimit{120};  // as IOS: "ip ssh time-out"
constexpr std::chrono::seconds kGoodbye{2};

Task<> part(std::unique_ptr<Stream> connection, std::string farewell) {
  const auto deadline = Deadline::after(kGoodbye);
  if (!farewell.empty() && co_await connection->write(farewell, deadline)) {
    co_await let_peer_close(*connection, deadline);
  }
  co_await connection->close(deadline);
}

// Key exchange and login, up to the request for a shell.
Task<Result<SshShell>> greet(std::unique_ptr<Stream> connection, const Ssh1ServerOptions& options) {
  const auto deadline = Deadline::after(kHandshakeLimit);
  LW_CO_ASSIGN(auto server_key,
               options.server_keys->key_for(options.host_key->bits(), Deadline::Clock::now()));
  Ssh1ServerDialog dialog(options, std::move(server_key));
  for (;;) {
    LW_CO_TRY(co_await connection->write(dialog.take_output(), deadline));
    if (dialog.started()) break;
    char wire[4096];
    LW_CO_ASSIGN(const auto count, co_await connection->read_some(wire, deadline));
    auto outcome = dialog.receive({wire, count});
    while (outcome) {
      const auto login = dialog.take_login();
      if (!login) break;
      outcome = dialog.judge(co_await options.login(login->username, login->password));
    }
    if (!outcome) {
      co_await part(std::move(connection), dialog.take_output());
      co_return std::unexpected(std::move(outcome).error());
    }
  }
  auto shell = dialog.take_shell();
  shell.stream = make_ssh1_stream(std::move(connection), dialog.take_packets());
  co_return shell;
}

}  // namespace

Task<> serve_ssh1(std::unique_ptr<Stream> connection, Ssh1ServerOptions options) {
  auto shell = co_await greet(std::move(connection), options);
  if (shell) co_await options.handler(*std::move(shell));
}

struct Ssh1Server::Service {
  std::mutex mutex;
  Ssh1ServerOptions options;

  Ssh1ServerOptions current() {
    const std::lock_guard lock(mutex);
    return options;
  }
};

Ssh1Server::Ssh1Server(std::shared_ptr<Service> service, std::shared_ptr<Connections> connections)
    : service_(std::move(service)), connections_(std::move(connections)) {}
Ssh1Server::Ssh1Server(Ssh1Server&&) noexcept = default;
Ssh1Server& Ssh1Server::operator=(Ssh1Server&& other) noexcept {
  std::swap(service_, other.service_);
  std::swap(connections_, other.connections_);
  return *this;
}
Ssh1Server::~Ssh1Server() { stop(); }

Result<Ssh1Server> Ssh1Server::create(Loop& loop, const Endpoint& at, Ssh1ServerOptions options,
                                      std::size_t most) {
  if (!options.host_key || !options.server_keys || !options.login || !options.handler) {
    return failure(ErrorCode::kInvalidArgument, "an SSH 1 server without keys, login or handler");
  }
  auto service = std::make_shared<Service>();
  service->options = std::move(options);
  auto serve = [service](std::shared_ptr<TcpSocket> socket) {
    auto description = "tcp " + socket->peer();
    return serve_ssh1(make_tcp_stream(std::move(socket), std::move(description)),
                      service->current());
  };
  LW_ASSIGN(auto connections, Connections::open(loop, at, most, std::move(serve)));
  return Ssh1Server(std::move(service), std::move(connections));
}

void Ssh1Server::replace_host_key(std::shared_ptr<const Ssh1RsaKey> host_key) {
  const std::lock_guard lock(service_->mutex);
  service_->options.host_key = std::move(host_key);
}

const Endpoint& Ssh1Server::local() const { return connections_->local(); }
std::size_t Ssh1Server::connections() const { return connections_->count(); }
void Ssh1Server::stop() {
  if (connections_) connections_->stop();
}

}  // namespace lw::net
