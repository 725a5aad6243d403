// An SSH protocol 1.5 server for simulated devices of the time when routers spoke nothing newer:
// password login, one shell (or one command) a connection. FOR THE LAB AND TESTS ONLY: the protocol
// is broken, its packets can be forged by whoever is in the path. Checked against PuTTY's `plink`,
// written from draft-ylonen-ssh-protocol-00 (1995). Destroy it before the Loop, and not from one of
// the Loop's threads.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "net/endpoint.h"
#include "net/loop.h"
#include "net/ssh1_rsa.h"
#include "net/ssh1_server_key.h"
#include "net/ssh_server.h"
#include "net/stream.h"
#include "net/task.h"

namespace lw::net {

class Connections;

//   kDesAndTripleDes  images with strong cryptography (k9)
//   kDes              export images (k8); inferred: that theirs have DES and nothing else
enum class Ssh1Ciphers { kDesAndTripleDes, kDes };

struct Ssh1ServerOptions {
  std::shared_ptr<const Ssh1RsaKey> host_key;
  std::shared_ptr<Ssh1ServerKeys> server_keys;  // one for all servers of a program is enough
  std::string identification = "Cisco-1.25";    // what follows "SSH-1.5-"
  Ssh1Ciphers ciphers = Ssh1Ciphers::kDesAndTripleDes;
  int most_attempts = 3;
  LoginFunction login;  // on the Loop's threads, several at once
  std::function<Task<>(SshShell)> handler;
};

// Serves one connection that somebody else has accepted, until its handler has ended. All of the
// options must be set.
[[nodiscard]] Task<> serve_ssh1(std::unique_ptr<Stream> connection, Ssh1ServerOptions options);

class Ssh1Server {
 public:
  static constexpr std::size_t kMostConnections = 1024;

  // Connections beyond `most` are closed at once.
  [[nodiscard]] static Result<Ssh1Server> create(Loop& loop, const Endpoint& at,
                                                 Ssh1ServerOptions options,
                                                 std::size_t most = kMostConnections);
  Ssh1Server(Ssh1Server&&) noexcept;
  Ssh1Server& operator=(Ssh1Server&&) noexcept;
  ~Ssh1Server();  // stop()

  // Connections from here on see this key; those that there are keep theirs. Any thread.
  void replace_host_key(std::shared_ptr<const Ssh1RsaKey> host_key);

  [[nodiscard]] const Endpoint& local() const;
  [[nodiscard]] std::size_t connections() const;
  // As TcpListener::stop().
  void stop();

 private:
  struct Service;
  Ssh1Server(std::shared_ptr<Service> service, std::shared_ptr<Connections> connections);
  std::shared_ptr<Service> service_;
  std::shared_ptr<Connections> connections_;
};

}  // namespace lw::net
