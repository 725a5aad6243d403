#include "net/ssh_server_dialog.h"

#include <libssh/server.h>

// libssh 0.10 marks the message functions as deprecated in favour of callbacks, but its callbacks
// have no keyboard-interactive login.
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

namespace lw::net {

int SshServerDialog::advance(ssh_session session) {
  if (refused_ >= answerer_.most_attempts) return SSH_ERROR;
  while (Message message{ssh_message_get(session)}) {
    const Handled handled = answer(session, message.get());
    if (handled == Handled::kToBeJudged) {
      judged_ = std::move(message);
      return SSH_OK;
    }
    if (handled == Handled::kDecline) ssh_message_reply_default(message.get());
    if (started_) return SSH_OK;
    if (refused_ >= answerer_.most_attempts) return SSH_ERROR;
  }
  return ssh_is_connected(session) != 0 ? SSH_AGAIN : SSH_ERROR;
}

SshServerDialog::Handled SshServerDialog::answer(ssh_session session, ssh_message message) {
  switch (ssh_message_type(message)) {
    case SSH_REQUEST_AUTH:
      return accepted_ ? Handled::kDecline : answer_login(session, message);
    case SSH_REQUEST_CHANNEL_OPEN:
      if (!accepted_ || channel_ != nullptr ||
          ssh_message_subtype(message) != SSH_CHANNEL_SESSION) {
        return Handled::kDecline;
      }
      channel_ = ssh_message_channel_request_open_reply_accept(message);
      return Handled::kAnswered;
    case SSH_REQUEST_CHANNEL:
      return channel_ != nullptr ? answer_request(message) : Handled::kDecline;
    default:
      return Handled::kDecline;
  }
}

SshServerDialog::Handled SshServerDialog::answer_login(ssh_session session, ssh_message message) {
  ssh_message_auth_set_methods(message, SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_INTERACTIVE);
  const char* user = ssh_message_auth_user(message);
  if (user != nullptr) shell_.username = user;
  switch (ssh_message_subtype(message)) {
    case SSH_AUTH_METHOD_PASSWORD:
      return keep_login(ssh_message_auth_password(message));
    case SSH_AUTH_METHOD_INTERACTIVE: {
      if (ssh_message_auth_kbdint_is_response(message) != 0) {
        return keep_login(ssh_userauth_kbdint_getnanswers(session) == 1
                              ? ssh_userauth_kbdint_getanswer(session, 0)
                              : nullptr);
      }
      const char* prompts[] = {answerer_.prompt.c_str()};
      char echo[] = {0};
      ssh_message_auth_interactive_request(message, "", "", 1, prompts, echo);
      return Handled::kAnswered;
    }
    default:
      return Handled::kDecline;
  }
}

SshServerDialog::Handled SshServerDialog::keep_login(const char* password) {
  if (password == nullptr) {
    ++refused_;
    return Handled::kDecline;
  }
  login_ = Login{shell_.username, Secret(password)};
  return Handled::kToBeJudged;
}

void SshServerDialog::judge(LoginAnswer answer) {
  const Message message = std::move(judged_);
  if (answer == LoginAnswer::kAccepted) {
    accepted_ = true;
    ssh_message_auth_reply_success(message.get(), 0);
  } else {
    ++refused_;
    ssh_message_reply_default(message.get());
  }
}

SshServerDialog::Handled SshServerDialog::answer_request(ssh_message message) {
  switch (ssh_message_subtype(message)) {
    case SSH_CHANNEL_REQUEST_PTY:
      shell_.columns = ssh_message_channel_request_pty_width(message);
      shell_.rows = ssh_message_channel_request_pty_height(message);
      break;
    case SSH_CHANNEL_REQUEST_EXEC:
      shell_.command = ssh_message_channel_request_command(message);
      started_ = true;
      break;
    case SSH_CHANNEL_REQUEST_SHELL:
      started_ = true;
      break;
    case SSH_CHANNEL_REQUEST_WINDOW_CHANGE:
      break;
    default:
      return Handled::kDecline;
  }
  ssh_message_channel_request_reply_success(message);
  return Handled::kAnswered;
}

}  // namespace lw::net
