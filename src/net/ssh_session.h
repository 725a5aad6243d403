// A libssh session on a socket of ours, driven without blocking. Private to the room. libssh gets a
// duplicate of the descriptor: it closes the one it has on some errors, which must not pull a
// number from under Asio that another connection may get. Belongs to the socket's thread.
#pragma once

#include <libssh/libssh.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "net/tcp_socket.h"

namespace lw::net {

class SshSession {
 public:
  // Makes the session and its descriptor; the caller sets options and hands descriptor() to libssh.
  [[nodiscard]] static Result<std::unique_ptr<SshSession>> create(
      std::shared_ptr<TcpSocket> socket);
  SshSession(const SshSession&) = delete;
  SshSession& operator=(const SshSession&) = delete;
  ~SshSession();

  [[nodiscard]] ssh_session handle() { return session_; }
  [[nodiscard]] TcpSocket& socket() { return *socket_; }
  [[nodiscard]] const std::shared_ptr<TcpSocket>& shared_socket() { return socket_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

  // Repeats `step` until it gives something else than `again`, waiting for the socket in between.
  // kTimeout, kCancelled.
  [[nodiscard]] Task<Result<int>> drive(std::function<int()> step, int again, Deadline deadline);

  // Until the peer sent something or took what libssh holds back. Sends what can be sent first.
  [[nodiscard]] Task<Result<void>> wait(Deadline deadline);

  // Keeps a copy of what comes in from here on, for as long as it has no gap, until stop_copying().
  void start_copying() { copy_.emplace(); }
  [[nodiscard]] std::string stop_copying() {
    return std::exchange(copy_, std::nullopt).value_or("");
  }

  // Whether libssh has bytes that the socket does not take yet. Tries, which may take in packets.
  [[nodiscard]] bool holds_back();

  // So much has come in: when it has changed, packets may have been handled.
  [[nodiscard]] std::uint64_t received_bytes() const { return traffic_.in_bytes; }

  [[nodiscard]] std::string error_text();  // libssh's last words, printable

 private:
  SshSession(ssh_session session, std::shared_ptr<TcpSocket> socket, int descriptor)
      : session_(session), socket_(std::move(socket)), descriptor_(descriptor) {
    ssh_set_counters(session_, &traffic_, nullptr);
  }
  [[nodiscard]] int observed(const std::function<int()>& step);
  void keep_from_blocking();
  void note_hand_over();

  ssh_session session_;
  std::shared_ptr<TcpSocket> socket_;
  int descriptor_;
  ssh_counter_struct traffic_{};
  std::optional<std::string> copy_;
  bool was_made_blocking_ = false;
  bool handed_over_ = false;
};

}  // namespace lw::net
