// What an SSH client asks of a server between the key exchange and its shell, answered message by
// message. Private to the room.
#pragma once

#include <libssh/libssh.h>

#include "net/ssh_server.h"

namespace lw::net {

class SshServerDialog {
 public:
  // `answerer` must outlive it.
  explicit SshServerDialog(const SshAnswerer& answerer) : answerer_(answerer) {}

  // Answers what has arrived: SSH_OK when a shell or command starts, SSH_AGAIN while more has to
  // come, SSH_ERROR when the client is gone or was refused too often.
  [[nodiscard]] int advance(ssh_session session);

  [[nodiscard]] SshShell take_shell() { return std::move(shell_); }
  [[nodiscard]] ssh_channel channel() const { return channel_; }

 private:
  enum class Handled { kAnswered, kDecline };
  Handled answer(ssh_session session, ssh_message message);
  Handled answer_login(ssh_session session, ssh_message message);
  Handled answer_request(ssh_message message);
  Handled judge(ssh_message message, const char* password);

  const SshAnswerer& answerer_;
  SshShell shell_;
  ssh_channel channel_ = nullptr;  // libssh frees it with the session
  int refused_ = 0;
  bool accepted_ = false;
  bool started_ = false;
};

}  // namespace lw::net
