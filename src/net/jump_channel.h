// Carries bytes between one direct-tcpip channel of an SSH session and one end of a socket pair, as
// fast as the slower side takes them, and passes on that a side has no more to say. Only takes
// steps: whoever owns it does the waiting. Private to the room. Belongs to the session's thread.
#pragma once

#include <libssh/callbacks.h>
#include <libssh/libssh.h>

#include <memory>
#include <span>
#include <string>

#include "net/ssh_session.h"
#include "net/tcp_socket.h"

namespace lw::net {

class JumpChannel {
 public:
  // What to wait for before the next step.
  struct Need {
    bool over = false;   // both sides are done, or one is gone
    bool moved = false;  // something: step again at once
    bool news = false;   // until the session brought something
    bool room = false;   // until the session takes something
    Ready local = Ready::kNothing;
  };

  JumpChannel(SshSession& session, std::shared_ptr<TcpSocket> local);
  JumpChannel(const JumpChannel&) = delete;
  JumpChannel& operator=(const JumpChannel&) = delete;
  ~JumpChannel();  // closes the channel

  [[nodiscard]] ssh_channel handle() { return channel_; }
  [[nodiscard]] TcpSocket& local() { return *local_; }
  [[nodiscard]] bool half_closed() const { return local_done_; }

  // `scratch` is free for use during the call.
  [[nodiscard]] Need step(std::span<char> scratch);

 private:
  void take_from_session(std::span<char> scratch, Need& need);
  void take_from_local(std::span<char> scratch, Need& need);
  [[nodiscard]] bool local_gone() const;

  SshSession& session_;
  ssh_channel channel_;
  std::shared_ptr<TcpSocket> local_;
  ssh_channel_callbacks_struct callbacks_{};
  std::string to_local_;  // what the other side has not taken yet: at most one piece each
  std::string to_session_;
  bool session_done_ = false;  // has no more to say
  bool local_done_ = false;
  bool broken_ = false;
};

}  // namespace lw::net
