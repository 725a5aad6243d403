#include "net/ssh_stream.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "net/loop.h"

namespace lw::net {
namespace {

constexpr int kReadsPerTurn = 64;  // then the other conversations of the thread get one
constexpr std::uint32_t kLargestPiece = 32768;

class SshStream final : public Stream {
 public:
  SshStream(std::unique_ptr<SshSession> session, ssh_channel channel, std::string description,
            std::function<void(ssh_session)> tend)
      : session_(std::move(session)),
        socket_(session_->shared_socket()),
        channel_(channel),
        description_(std::move(description)),
        tend_(std::move(tend)) {}

  Task<Result<std::size_t>> read_some(std::span<char> buffer, Deadline deadline) override {
    if (buffer.empty()) co_return failure(ErrorCode::kInternal, "read into an empty buffer");
    if (++reads_ % kReadsPerTurn == 0) co_await yield_turn();
    const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(buffer.size(), 1 << 20));
    for (;;) {
      LW_CO_TRY(usable(deadline));
      int count = ssh_channel_read_nonblocking(channel_, buffer.data(), size, 0);
      if (count == 0 || count == SSH_AGAIN) {
        count = ssh_channel_read_nonblocking(channel_, buffer.data(), size, 1);
      }
      if (tend_) tend_(session_->handle());
      if (count > 0) co_return static_cast<std::size_t>(count);
      if (count == SSH_ERROR || gone()) co_return lost();
      LW_CO_TRY(co_await session_->wait(deadline));
    }
  }

  Task<Result<void>> write(std::string_view bytes, Deadline deadline) override {
    while (!bytes.empty()) {
      LW_CO_TRY(usable(deadline));
      if (gone()) co_return lost();
      const auto room = std::min(ssh_channel_window_size(channel_), kLargestPiece);
      if (room == 0) {
        // Taking in what the peer sent is what opens the window; the bytes stay to be read.
        if (ssh_channel_poll(channel_, 0) == SSH_ERROR) co_return lost();
        if (ssh_channel_window_size(channel_) == 0) LW_CO_TRY(co_await session_->wait(deadline));
        continue;
      }
      const auto size = std::min<std::size_t>(room, bytes.size());
      const int count = ssh_channel_write(channel_, bytes.data(), static_cast<std::uint32_t>(size));
      if (count == SSH_ERROR) co_return lost();
      bytes.remove_prefix(static_cast<std::size_t>(std::max(count, 0)));
      LW_CO_TRY(co_await flush(deadline));
    }
    co_return Result<void>{};
  }

  Task<void> close(Deadline deadline) override {
    if (!closed_ && !socket_->cancelled() && ssh_is_connected(session_->handle()) != 0) {
      ssh_channel_send_eof(channel_);
      ssh_channel_close(channel_);
      // The goodbye is a courtesy: whether it arrived changes nothing.
      const auto sent = co_await flush(deadline);
      if (sent) ssh_disconnect(session_->handle());
    }
    closed_ = true;
    ::shutdown(socket_->descriptor(), SHUT_RDWR);
  }

  void cancel() override { socket_->cancel(); }
  std::string description() const override { return description_; }

 private:
  Result<void> usable(Deadline deadline) const {
    if (socket_->cancelled()) return failure(ErrorCode::kCancelled, "cancelled");
    if (closed_) return failure(ErrorCode::kConnectionLost, "the connection is closed");
    if (deadline.passed()) return failure(ErrorCode::kTimeout, "no answer in time");
    return {};
  }

  bool gone() {
    return ssh_channel_is_eof(channel_) != 0 || ssh_channel_is_closed(channel_) != 0 ||
           ssh_is_connected(session_->handle()) == 0;
  }

  std::unexpected<Error> lost() {
    const auto why = session_->error_text();
    return failure(ErrorCode::kConnectionLost,
                   why.empty() ? "the peer closed" : "the connection was lost: " + why);
  }

  Task<Result<void>> flush(Deadline deadline) {
    LW_CO_ASSIGN(
        const int outcome,
        co_await session_->drive([this] { return ssh_blocking_flush(session_->handle(), 0); },
                                 SSH_AGAIN, deadline));
    if (outcome != SSH_OK) co_return lost();
    co_return Result<void>{};
  }

  std::unique_ptr<SshSession> session_;
  std::shared_ptr<TcpSocket> socket_;
  ssh_channel channel_;  // freed by libssh, in ssh_disconnect() or with the session
  std::string description_;
  std::function<void(ssh_session)> tend_;
  unsigned reads_ = 0;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<Stream> make_ssh_stream(std::unique_ptr<SshSession> session, ssh_channel channel,
                                        std::string description,
                                        std::function<void(ssh_session)> tend) {
  return std::make_unique<SshStream>(std::move(session), channel, std::move(description),
                                     std::move(tend));
}

}  // namespace lw::net
