// What an SSH client asks of a server between the key exchange and its shell, answered message by
// message; whether a password is right is for the caller to say. Private to the room.
#pragma once

#include <libssh/libssh.h>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "net/ssh_server.h"

namespace lw::net {

class SshServerDialog {
 public:
  // `answerer` must outlive it.
  explicit SshServerDialog(const SshAnswerer& answerer) : answerer_(answerer) {}

  struct Login {
    std::string username;
    Secret password;
  };

  // Answers what has arrived: SSH_OK when a shell or command starts or take_login() has something,
  // SSH_AGAIN while more has to come, SSH_ERROR when the client is gone or was refused too often.
  [[nodiscard]] int advance(ssh_session session);
  // What the client waits to hear about; advance() does nothing more before judge().
  [[nodiscard]] std::optional<Login> take_login() { return std::exchange(login_, std::nullopt); }
  void judge(LoginAnswer answer);

  [[nodiscard]] SshShell take_shell() { return std::move(shell_); }
  [[nodiscard]] ssh_channel channel() const { return channel_; }

 private:
  enum class Handled { kAnswered, kDecline, kToBeJudged };
  struct FreeMessage {
    void operator()(ssh_message message) const { ssh_message_free(message); }
  };
  using Message = std::unique_ptr<std::remove_pointer_t<ssh_message>, FreeMessage>;
  Handled answer(ssh_session session, ssh_message message);
  Handled answer_login(ssh_session session, ssh_message message);
  Handled answer_request(ssh_message message);
  Handled keep_login(const char* password);

  const SshAnswerer& answerer_;
  SshShell shell_;
  std::optional<Login> login_;
  Message judged_;                 // what judge() answers
  ssh_channel channel_ = nullptr;  // libssh frees it with the session
  int refused_ = 0;
  bool accepted_ = false;
  bool started_ = false;
};

}  // namespace lw::net
