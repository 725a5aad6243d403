#include "net/ssh_server.h"

#include <libssh/server.h>

#include <chrono>
#include <mutex>
#include <utility>

#include "net/connections.h"
#include "net/ssh_algorithms.h"
#include "net/ssh_server_dialog.h"
#include "net/ssh_session.h"
#include "net/ssh_stream.h"

namespace lw::net {
namespace {

constexpr std::chrono::seconds kHandshakeLimit{120};  // as IOS: "ip ssh time-out"

struct BindFree {
  void operator()(ssh_bind bind) const { ssh_bind_free(bind); }
};
using Bind = std::unique_ptr<ssh_bind_struct, BindFree>;

// The key and the options that a connection starts from; libssh copies them into the session.
Result<Bind> make_bind(const std::string& identification, const Secret& host_key) {
  Bind bind(ssh_bind_new());
  ssh_key key = nullptr;
  if (ssh_pki_import_privkey_base64(host_key.reveal().c_str(), nullptr, nullptr, nullptr, &key) !=
      SSH_OK) {
    return failure(ErrorCode::kInvalidArgument, "the host key is not a private key in PEM");
  }
  const bool no_configuration = false;
  bool all = true;
  const auto set = [&](ssh_bind_options_e option, const void* value) {
    all = all && ssh_bind_options_set(bind.get(), option, value) == SSH_OK;
  };
  set(SSH_BIND_OPTIONS_PROCESS_CONFIG, &no_configuration);
  set(SSH_BIND_OPTIONS_BANNER, identification.c_str());
  set(SSH_BIND_OPTIONS_KEY_EXCHANGE, kSshKeyExchange);
  set(SSH_BIND_OPTIONS_CIPHERS_C_S, kSshCiphers);
  set(SSH_BIND_OPTIONS_CIPHERS_S_C, kSshCiphers);
  set(SSH_BIND_OPTIONS_HMAC_C_S, kSshMacs);
  set(SSH_BIND_OPTIONS_HMAC_S_C, kSshMacs);
  set(SSH_BIND_OPTIONS_IMPORT_KEY, key);  // owned by the bind from here on
  if (all) return bind;
  return failure(ErrorCode::kInvalidArgument, ssh_get_error(bind.get()));
}

// What a client asks beside its shell: window changes, more channels, keep-alives. Libssh queues
// the messages; each wants an answer.
void decline_the_rest(ssh_session session) {
  while (ssh_message message = ssh_message_get(session)) {
    ssh_message_reply_default(message);
    ssh_message_free(message);
  }
}

}  // namespace

struct SshServer::Service {
  SshServerOptions options;
  std::mutex mutex;  // libssh counts references to what the bind holds without a lock
  Bind bind;

  Result<void> use(const Secret& host_key) {
    LW_ASSIGN(auto made, make_bind(options.identification, host_key));
    const std::lock_guard lock(mutex);
    std::swap(bind, made);
    return {};
  }

  Result<void> accept(SshSession& session) {
    const std::lock_guard lock(mutex);
    if (ssh_bind_accept_fd(bind.get(), session.handle(), session.descriptor()) != SSH_OK) {
      return failure(ErrorCode::kInternal, ssh_get_error(bind.get()));
    }
    ssh_set_blocking(session.handle(), 0);
    return {};
  }

  Task<Result<SshShell>> greet(std::shared_ptr<TcpSocket> socket);
};

Task<Result<SshShell>> SshServer::Service::greet(std::shared_ptr<TcpSocket> socket) {
  const auto deadline = Deadline::after(kHandshakeLimit);
  const auto description = "ssh " + socket->peer();
  LW_CO_ASSIGN(auto session, SshSession::create(std::move(socket)));
  LW_CO_TRY(accept(*session));
  const auto handle = session->handle();
  LW_CO_ASSIGN(const int agreed,
               co_await session->drive([&] { return ssh_handle_key_exchange(handle); }, SSH_AGAIN,
                                       deadline));
  if (agreed != SSH_OK) co_return failure(ErrorCode::kConnectionLost, session->error_text());
  SshServerDialog dialog(options);
  LW_CO_ASSIGN(const int started, co_await session->drive([&] { return dialog.advance(handle); },
                                                          SSH_AGAIN, deadline));
  if (started != SSH_OK) co_return failure(ErrorCode::kConnectionLost, session->error_text());
  auto shell = dialog.take_shell();
  shell.stream =
      make_ssh_stream(std::move(session), dialog.channel(), description, decline_the_rest);
  co_return shell;
}

Result<Secret> generate_ssh_host_key(int bits) {
  ssh_key key = nullptr;
  char* text = nullptr;
  if (ssh_pki_generate(SSH_KEYTYPE_RSA, bits, &key) != SSH_OK) {
    return failure(ErrorCode::kInvalidArgument, "an RSA key of that size cannot be made");
  }
  const int exported = ssh_pki_export_privkey_base64(key, nullptr, nullptr, nullptr, &text);
  ssh_key_free(key);
  if (exported != SSH_OK) return failure(ErrorCode::kInternal, "the new key cannot be written");
  Secret pem{std::string(text)};
  ssh_string_free_char(text);
  return pem;
}

SshServer::SshServer(std::shared_ptr<Service> service, std::shared_ptr<Connections> connections)
    : service_(std::move(service)), connections_(std::move(connections)) {}
SshServer::SshServer(SshServer&&) noexcept = default;
SshServer& SshServer::operator=(SshServer&& other) noexcept {
  std::swap(service_, other.service_);
  std::swap(connections_, other.connections_);
  return *this;
}
SshServer::~SshServer() { stop(); }

Result<SshServer> SshServer::create(Loop& loop, const Endpoint& at, SshServerOptions options) {
  auto service = std::make_shared<Service>();
  service->options = std::move(options);
  LW_TRY(service->use(service->options.host_key));
  auto serve = [service](std::shared_ptr<TcpSocket> socket) -> Task<> {
    const auto kept = service;
    auto shell = co_await kept->greet(std::move(socket));
    if (shell) co_await kept->options.handler(*std::move(shell));
  };
  LW_ASSIGN(auto connections,
            Connections::open(loop, at, service->options.most_connections, std::move(serve)));
  return SshServer(std::move(service), std::move(connections));
}

Result<void> SshServer::replace_host_key(const Secret& host_key) { return service_->use(host_key); }

const Endpoint& SshServer::local() const { return connections_->local(); }
std::size_t SshServer::connections() const { return connections_->count(); }
void SshServer::stop() {
  if (connections_) connections_->stop();
}

}  // namespace lw::net
