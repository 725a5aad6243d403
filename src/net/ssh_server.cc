#include "net/ssh_server.h"

#include <libssh/server.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <mutex>
#include <utility>

#include "net/connections.h"
#include "net/ssh_server_dialog.h"
#include "net/ssh_session.h"
#include "net/ssh_stream.h"
#include "net/tcp_stream.h"

namespace lw::net {
namespace {

constexpr std::chrono::seconds kHandshakeLimit{120};  // as IOS: "ip ssh time-out"
constexpr std::chrono::seconds kGoodbye{2};

// What a client asks beside its shell: window changes, more channels, keep-alives. Libssh queues
// the messages; each wants an answer.
void decline_the_rest(ssh_session session) {
  while (ssh_message message = ssh_message_get(session)) {
    ssh_message_reply_default(message);
    ssh_message_free(message);
  }
}

// A peer that reads what was offered can say why there was no agreement; closing with its bytes
// unread makes the system reset the connection and take them away from it.
Task<> let_peer_read(std::shared_ptr<TcpSocket> socket) {
  const auto deadline = Deadline::after(kGoodbye);
  ::shutdown(socket->descriptor(), SHUT_WR);
  for (char unread[1024];;) {
    const auto count = ::recv(socket->descriptor(), unread, sizeof unread, MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) co_return;
    if (count < 0 && !co_await socket->wait(Ready::kRead, deadline)) co_return;
  }
}

// The handshake and the login. What is asked of the login may take as long as its Task.
Task<Result<SshShell>> greet(std::shared_ptr<TcpSocket> socket, const SshAnswerer& answerer) {
  const auto deadline = Deadline::after(kHandshakeLimit);
  const auto description = "ssh " + socket->peer();
  LW_CO_ASSIGN(auto session, SshSession::create(std::move(socket)));
  LW_CO_TRY(answerer.identity->accept(*session));
  const auto handle = session->handle();
  LW_CO_ASSIGN(const int agreed,
               co_await session->drive([&] { return ssh_handle_key_exchange(handle); }, SSH_AGAIN,
                                       deadline));
  if (agreed != SSH_OK) {
    co_await let_peer_read(session->shared_socket());
    co_return failure(ErrorCode::kConnectionLost, session->error_text());
  }
  SshServerDialog dialog(answerer);
  int started = SSH_AGAIN;
  for (;;) {
    LW_CO_ASSIGN(started, co_await session->drive([&] { return dialog.advance(handle); }, SSH_AGAIN,
                                                  deadline));
    const auto login = dialog.take_login();
    if (!login) break;
    dialog.judge(co_await answerer.login(login->username, login->password));
  }
  if (started != SSH_OK) co_return failure(ErrorCode::kConnectionLost, session->error_text());
  auto shell = dialog.take_shell();
  shell.stream =
      make_ssh_stream(std::move(session), dialog.channel(), description, decline_the_rest);
  co_return shell;
}

Task<> serve(const SshChooser& choose, std::shared_ptr<TcpSocket> socket) {
  SshArrival arrival{socket->local_address(), socket->peer().substr(0, socket->peer().rfind(':'))};
  const std::optional<SshAnswerer> answerer = co_await choose(std::move(arrival));
  if (!answerer) co_return;
  if (answerer->other_protocol) {
    auto description = "tcp " + socket->peer();
    co_await answerer->other_protocol(make_tcp_stream(std::move(socket), std::move(description)));
    co_return;
  }
  auto shell = co_await greet(std::move(socket), *answerer);
  if (shell) co_await answerer->handler(*std::move(shell));
}

}  // namespace

LoginFunction judged_at_once(
    std::function<LoginAnswer(std::string_view username, const Secret& password)> judge) {
  return [judge = std::move(judge)](std::string username, Secret password) -> Task<LoginAnswer> {
    co_return judge(username, password);
  };
}

// The one answerer of a server that has no chooser; its identity may be replaced.
struct SshServer::Fixed {
  SshServerOptions options;
  std::mutex mutex;
  SshAnswerer answerer;

  Result<void> use(const Secret& host_key) {
    LW_ASSIGN(auto identity,
              SshIdentity::create(host_key, options.identification, options.algorithms));
    const std::lock_guard lock(mutex);
    answerer.identity = std::move(identity);
    return {};
  }

  SshAnswerer current() {
    const std::lock_guard lock(mutex);
    return answerer;
  }
};

SshServer::SshServer(std::shared_ptr<Fixed> fixed, std::shared_ptr<Connections> connections)
    : fixed_(std::move(fixed)), connections_(std::move(connections)) {}
SshServer::SshServer(SshServer&&) noexcept = default;
SshServer& SshServer::operator=(SshServer&& other) noexcept {
  std::swap(fixed_, other.fixed_);
  std::swap(connections_, other.connections_);
  return *this;
}
SshServer::~SshServer() { stop(); }

Result<SshServer> SshServer::create(Loop& loop, const Endpoint& at, SshServerOptions options) {
  const std::size_t most = options.most_connections;
  auto fixed = std::make_shared<Fixed>();
  fixed->answerer.prompt = options.prompt;
  fixed->answerer.most_attempts = options.most_attempts;
  fixed->answerer.login = std::move(options.login);
  fixed->answerer.handler = std::move(options.handler);
  fixed->options = std::move(options);
  LW_TRY(fixed->use(fixed->options.host_key));
  auto choose = [fixed](SshArrival) -> Task<std::optional<SshAnswerer>> {
    co_return fixed->current();
  };
  LW_ASSIGN(auto server, create(loop, at, std::move(choose), most, Reach::kOneAddress));
  server.fixed_ = std::move(fixed);
  return server;
}

Result<SshServer> SshServer::create(Loop& loop, const Endpoint& at, SshChooser choose,
                                    std::size_t most, Reach reach) {
  auto handle = [choose = std::make_shared<const SshChooser>(std::move(choose))](
                    std::shared_ptr<TcpSocket> socket) -> Task<> {
    const auto kept = choose;
    co_await serve(*kept, std::move(socket));
  };
  LW_ASSIGN(auto connections, Connections::open(loop, at, most, std::move(handle), reach));
  return SshServer(nullptr, std::move(connections));
}

Result<void> SshServer::replace_host_key(const Secret& host_key) {
  if (!fixed_) {
    return failure(ErrorCode::kUnsupported, "this server's chooser says which keys there are");
  }
  return fixed_->use(host_key);
}

const Endpoint& SshServer::local() const { return connections_->local(); }
std::size_t SshServer::connections() const { return connections_->count(); }
void SshServer::stop() {
  if (connections_) connections_->stop();
}

}  // namespace lw::net
