// PuTTY's plink run for one connection: with settings, host key and password of its own, over a
// connection that is already there, so that routes, deadlines and pins are ours. The user's own
// PuTTY settings play no part. The password goes through a pipe. Private to the room. Belongs to
// the network socket's thread.
#pragma once

#include <memory>
#include <string>

#include "net/child_process.h"
#include "net/plink_folder.h"
#include "net/plink_log.h"
#include "net/ssh.h"
#include "net/tcp_socket.h"

namespace lw::net {

class PlinkProcess {
 public:
  enum class Version { k1, k2 };
  struct Start {
    Version version = Version::k2;
    std::string host_key;  // fingerprint that plink is to insist on; empty: it stops at the key
    // What the server said that was taken from the socket already. When there is some, our own
    // identification was sent, and plink's is kept from the server.
    std::string received;
  };

  // Until the shell has started. When it does not, `log` says why beside the error.
  [[nodiscard]] static Task<Result<std::unique_ptr<PlinkProcess>>> open_shell(
      std::shared_ptr<TcpSocket> network, const SshTarget& target, Start start, PlinkLog& log,
      Deadline deadline);

  PlinkProcess(const PlinkProcess&) = delete;
  PlinkProcess& operator=(const PlinkProcess&) = delete;
  ~PlinkProcess();  // kills plink, removes its folder, closes the connection

  [[nodiscard]] const std::shared_ptr<TcpSocket>& shell() const { return shell_; }
  // Tells plink that there is nothing more to send, and waits until it has ended.
  [[nodiscard]] Task<void> end_input(Deadline deadline);
  // Why it ended: once it has.
  [[nodiscard]] Task<Error> last_words(Deadline deadline);

 private:
  struct Output;

  PlinkProcess(std::shared_ptr<TcpSocket> network, Executor executor);
  [[nodiscard]] Result<void> run(const SshTarget& target, const Start& start);
  [[nodiscard]] Task<Result<std::shared_ptr<TcpSocket>>> accept(Deadline deadline);
  [[nodiscard]] Task<Result<void>> join(const Start& start, Deadline deadline);
  static Task<> read_log(std::shared_ptr<Output> output);

  std::shared_ptr<TcpSocket> network_;
  Executor executor_;
  std::unique_ptr<PlinkFolder> folder_;
  std::shared_ptr<Output> output_;
  std::shared_ptr<TcpSocket> shell_;
  std::unique_ptr<ChildProcess> child_;
};

}  // namespace lw::net
