// An SSH-2 server for simulated devices: password and keyboard-interactive login, one shell (or one
// command) a connection, each run by a handler Task on the Loop's threads. Not a server for real
// use: it has no public keys, forwarding or file transfer. Destroy it before the Loop, and not from
// one of the Loop's threads.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "net/endpoint.h"
#include "net/loop.h"
#include "net/stream.h"
#include "net/task.h"

namespace lw::net {

class Connections;

// A new RSA key of `bits` as PEM: what a device makes with `crypto key generate rsa`. Takes up to
// seconds.
[[nodiscard]] Result<Secret> generate_ssh_host_key(int bits = 2048);

struct SshShell {
  std::unique_ptr<Stream> stream;
  std::string username;
  std::optional<std::string> command;  // of an exec request; nothing for a shell
  int columns = 0;                     // of the terminal, 0 when none was asked for
  int rows = 0;
};

enum class LoginAnswer { kAccepted, kRefused };

struct SshServerOptions {
  Secret host_key;                            // PEM
  std::string identification = "Cisco-1.25";  // what follows "SSH-2.0-"
  std::string prompt = "Password: ";          // keyboard-interactive
  int most_attempts = 3;
  std::size_t most_connections = 1024;
  // Called on the Loop's threads, several at once; must not block.
  std::function<LoginAnswer(std::string_view username, const Secret& password)> login;
  std::function<Task<>(SshShell)> handler;
};

class SshServer {
 public:
  [[nodiscard]] static Result<SshServer> create(Loop& loop, const Endpoint& at,
                                                SshServerOptions options);
  SshServer(SshServer&&) noexcept;
  SshServer& operator=(SshServer&&) noexcept;
  ~SshServer();  // stop()

  // Connections from here on see this key (PEM); those that there are keep theirs. Any thread.
  [[nodiscard]] Result<void> replace_host_key(const Secret& host_key);

  [[nodiscard]] const Endpoint& local() const;
  [[nodiscard]] std::size_t connections() const;
  // As TcpListener::stop().
  void stop();

 private:
  struct Service;
  SshServer(std::shared_ptr<Service> service, std::shared_ptr<Connections> connections);
  std::shared_ptr<Service> service_;
  std::shared_ptr<Connections> connections_;
};

}  // namespace lw::net
