// An SSH-2 server for simulated devices: password and keyboard-interactive login, one shell (or one
// command) a connection, each run by a handler Task on the Loop's threads. One server can stand for
// many devices: it chooses what answers by the address that was called. Not a server for real use:
// it has no public keys, forwarding or file transfer. Destroy it before the Loop, and not from one
// of the Loop's threads.
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
#include "net/listener.h"
#include "net/loop.h"
#include "net/ssh_identity.h"
#include "net/stream.h"
#include "net/task.h"

namespace lw::net {

struct SshShell {
  std::unique_ptr<Stream> stream;
  std::string username;
  std::optional<std::string> command;  // of an exec request; nothing for a shell
  int columns = 0;                     // of the terminal, 0 when none was asked for
  int rows = 0;
};

enum class LoginAnswer { kAccepted, kRefused };

// Judges a name and a password. A Task on the connection's thread, so that it may ask others; while
// it waits the client does. It must end in bounded time.
using LoginFunction = std::function<Task<LoginAnswer>(std::string username, Secret password)>;

// Of a function that knows the answer at once.
[[nodiscard]] LoginFunction judged_at_once(
    std::function<LoginAnswer(std::string_view username, const Secret& password)> judge);

// What answers one connection.
struct SshAnswerer {
  std::shared_ptr<const SshIdentity> identity;
  std::string prompt = "Password: ";  // keyboard-interactive
  int most_attempts = 3;
  LoginFunction login;  // on the Loop's threads, several at once
  std::function<Task<>(SshShell)> handler;
  // Set: this has the connection instead, to speak SSH 1 on it (serve_ssh1()).
  std::function<Task<>(std::unique_ptr<Stream>)> other_protocol = nullptr;
};

// Who called whom: addresses without ports.
struct SshArrival {
  std::string local_address;
  std::string peer_address;
};

// A Task on the connection's thread, so that it may wait for a key that is being made. Without an
// answerer the connection is closed before a word is said. It lives until the last connection ends.
using SshChooser = std::function<Task<std::optional<SshAnswerer>>(SshArrival)>;

struct SshServerOptions {
  Secret host_key;                            // PEM
  std::string identification = "Cisco-1.25";  // what follows "SSH-2.0-"
  SshServerAlgorithms algorithms = SshServerAlgorithms::kModern;
  std::string prompt = "Password: ";
  int most_attempts = 3;
  std::size_t most_connections = 1024;
  // As in SshAnswerer.
  LoginFunction login;
  std::function<Task<>(SshShell)> handler;
};

class SshServer {
 public:
  // The same answers on every connection.
  [[nodiscard]] static Result<SshServer> create(Loop& loop, const Endpoint& at,
                                                SshServerOptions options);
  // Connections beyond `most` are closed at once.
  [[nodiscard]] static Result<SshServer> create(Loop& loop, const Endpoint& at, SshChooser choose,
                                                std::size_t most, Reach reach);
  SshServer(SshServer&&) noexcept;
  SshServer& operator=(SshServer&&) noexcept;
  ~SshServer();  // stop()

  // Connections from here on see this key (PEM); those that there are keep theirs. Any thread.
  // kUnsupported when a chooser says which keys there are.
  [[nodiscard]] Result<void> replace_host_key(const Secret& host_key);

  [[nodiscard]] const Endpoint& local() const;
  [[nodiscard]] std::size_t connections() const;
  // As TcpListener::stop().
  void stop();

 private:
  struct Fixed;
  SshServer(std::shared_ptr<Fixed> fixed, std::shared_ptr<Connections> connections);
  std::shared_ptr<Fixed> fixed_;  // null with a chooser
  std::shared_ptr<Connections> connections_;
};

}  // namespace lw::net
