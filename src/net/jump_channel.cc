#include "net/jump_channel.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace lw::net {
namespace {

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

void wake(void* socket) { static_cast<TcpSocket*>(socket)->wake(); }

}  // namespace

// libssh handles packets of all channels whenever one of them is used: these make sure that the
// one concerned hears of it. The data stays in libssh, whose window bounds it.
JumpChannel::JumpChannel(SshSession& session, std::shared_ptr<TcpSocket> local)
    : session_(session), channel_(ssh_channel_new(session.handle())), local_(std::move(local)) {
  ssh_callbacks_init(&callbacks_);
  callbacks_.userdata = local_.get();
  callbacks_.channel_data_function = [](ssh_session, ssh_channel, void*, std::uint32_t, int,
                                        void* socket) {
    wake(socket);
    return 0;
  };
  callbacks_.channel_eof_function = [](ssh_session, ssh_channel, void* socket) { wake(socket); };
  callbacks_.channel_close_function = [](ssh_session, ssh_channel, void* socket) { wake(socket); };
  if (channel_ != nullptr) ssh_set_channel_callbacks(channel_, &callbacks_);
}

JumpChannel::~JumpChannel() {
  if (channel_ != nullptr) {
    ssh_remove_channel_callbacks(channel_, &callbacks_);
    ssh_channel_free(channel_);
  }
  local_->close();
}

JumpChannel::Need JumpChannel::step(std::span<char> scratch) {
  Need need;
  // What it sent before it closed still goes out.
  if (local_done_ && to_session_.empty() && local_gone()) broken_ = true;
  if (!broken_) take_from_session(scratch, need);
  if (!broken_) take_from_local(scratch, need);
  need.over = broken_ || (session_done_ && local_done_ && to_session_.empty());
  return need;
}

void JumpChannel::take_from_session(std::span<char> scratch, Need& need) {
  if (to_local_.empty() && !session_done_) {
    const int count = ssh_channel_read_nonblocking(channel_, scratch.data(),
                                                   static_cast<std::uint32_t>(scratch.size()), 0);
    if (count > 0) to_local_.assign(scratch.data(), static_cast<std::size_t>(count));
    if (count == SSH_EOF || (count == 0 && ssh_channel_is_eof(channel_) != 0)) {
      session_done_ = true;
      ::shutdown(local_->descriptor(), SHUT_WR);
      // A channel that is closed, and not only at its end, takes nothing more either.
      if (ssh_channel_is_closed(channel_) != 0) broken_ = true;
    } else if (count < 0) {
      broken_ = true;
    }
  }
  if (to_local_.empty()) return;
  const auto sent =
      ::send(local_->descriptor(), to_local_.data(), to_local_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent > 0) {
    to_local_.erase(0, static_cast<std::size_t>(sent));
    need.moved = true;
  } else if (would_block()) {
    need.local = Ready::kWrite;
  } else {
    to_local_.clear();  // nobody listens any more
    need.moved = true;
  }
}

void JumpChannel::take_from_local(std::span<char> scratch, Need& need) {
  if (to_session_.empty() && local_done_) return;
  const auto room = std::min<std::size_t>(ssh_channel_window_size(channel_), scratch.size());
  need.news = room == 0;
  need.room = room != 0 && session_.holds_back();
  if (need.news || need.room) return;
  if (to_session_.empty()) {
    const auto count = ::recv(local_->descriptor(), scratch.data(), room, MSG_DONTWAIT);
    if (count > 0) {
      to_session_.assign(scratch.data(), static_cast<std::size_t>(count));
    } else if (count == 0) {
      local_done_ = true;
      ssh_channel_send_eof(channel_);
      need.moved = true;
      return;
    } else if (would_block()) {
      need.local = Ready(static_cast<unsigned>(need.local) | static_cast<unsigned>(Ready::kRead));
      return;
    } else {
      broken_ = true;
      return;
    }
  }
  const auto size = std::min(to_session_.size(), room);
  const int written =
      ssh_channel_write(channel_, to_session_.data(), static_cast<std::uint32_t>(size));
  if (written < 0) {
    broken_ = true;
    return;
  }
  if (written == 0) {
    need.news = true;  // keys are being renewed
    return;
  }
  to_session_.erase(0, static_cast<std::size_t>(written));
  need.moved = true;
}

// Closed, and not only shut for sending.
bool JumpChannel::local_gone() const {
  pollfd one{.fd = local_->descriptor(), .events = 0, .revents = 0};
  return ::poll(&one, 1, 0) > 0 && (one.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

}  // namespace lw::net
