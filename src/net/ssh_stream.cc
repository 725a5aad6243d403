#include "net/ssh_stream.h"

#include <libssh/callbacks.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "net/loop.h"

namespace lw::net {
namespace {

constexpr int kReadsPerTurn = 64;  // then the other conversations of the thread get one
constexpr std::uint32_t kLargestPiece = 32768;
constexpr std::chrono::seconds kGoodbye{2};

class SshStream final : public Stream {
 public:
  SshStream(std::unique_ptr<SshSession> session, ssh_channel channel, std::string description,
            std::function<void(ssh_session)> tend)
      : session_(std::move(session)),
        socket_(session_->shared_socket()),
        channel_(channel),
        description_(std::move(description)),
        tend_(std::move(tend)) {
    // What came along with the answer to the shell request is in libssh's own buffer.
    char buffer[4096];
    for (int count = 0;
         (count = ssh_channel_read_nonblocking(channel_, buffer, sizeof buffer, 0)) > 0;) {
      received_.append(buffer, static_cast<std::size_t>(count));
    }
    ssh_callbacks_init(&callbacks_);
    callbacks_.userdata = this;
    callbacks_.channel_data_function = take;
    callbacks_.channel_close_function = hear_goodbye;
    ssh_set_channel_callbacks(channel_, &callbacks_);
  }
  SshStream(const SshStream&) = delete;
  SshStream& operator=(const SshStream&) = delete;
  ~SshStream() override { ssh_remove_channel_callbacks(channel_, &callbacks_); }

  Task<Result<std::size_t>> read_some(std::span<char> buffer, Deadline deadline) override {
    if (buffer.empty()) co_return failure(ErrorCode::kInternal, "read into an empty buffer");
    if (++reads_ % kReadsPerTurn == 0) co_await yield_turn();
    for (;;) {
      if (given_ < received_.size()) co_return give(buffer);
      LW_CO_TRY(usable(deadline));
      const int outcome = ssh_channel_poll(channel_, 0);
      if (tend_) tend_(session_->handle());
      if (given_ < received_.size()) continue;
      if (outcome == SSH_ERROR || gone()) co_return lost();
      if (std::exchange(interrupted_, false)) {
        co_return failure(ErrorCode::kTimeout, "interrupted");
      }
      LW_CO_TRY(co_await session_->wait(deadline));
    }
  }

  Task<Result<void>> write(std::string_view bytes, Deadline deadline) override {
    while (!bytes.empty()) {
      LW_CO_TRY(usable(deadline));
      if (closed_by_peer()) co_return lost();
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
      (void)co_await flush(deadline);
      co_await await_goodbye(deadline.within(kGoodbye));
    }
    closed_ = true;
    ::shutdown(socket_->descriptor(), SHUT_RDWR);
  }

  void cancel() override { socket_->cancel(); }
  void interrupt() override {
    interrupted_ = true;
    socket_->wake();
  }
  std::string description() const override { return description_; }

 private:
  // libssh 0.10's own reading gives an error instead of what it has buffered once the peer has
  // closed; taking the data as it arrives loses none.
  static int take(ssh_session, ssh_channel, void* data, std::uint32_t size, int, void* stream) {
    static_cast<SshStream*>(stream)->received_.append(static_cast<const char*>(data), size);
    return static_cast<int>(size);
  }

  static void hear_goodbye(ssh_session, ssh_channel, void* stream) {
    static_cast<SshStream*>(stream)->goodbye_ = true;
  }

  std::size_t give(std::span<char> buffer) {
    const auto count = std::min(buffer.size(), received_.size() - given_);
    std::copy_n(received_.data() + given_, count, buffer.data());
    given_ += count;
    if (given_ == received_.size()) {
      received_.clear();
      given_ = 0;
    }
    return count;
  }

  Result<void> usable(Deadline deadline) const {
    if (socket_->cancelled()) return failure(ErrorCode::kCancelled, "cancelled");
    if (closed_) return failure(ErrorCode::kConnectionLost, "the connection is closed");
    if (deadline.passed()) return failure(ErrorCode::kTimeout, "no answer in time");
    return {};
  }

  bool closed_by_peer() {
    return goodbye_ || ssh_channel_is_closed(channel_) != 0 ||
           ssh_is_connected(session_->handle()) == 0;
  }
  // A peer that has no more to say may still listen.
  bool gone() { return ssh_channel_is_eof(channel_) != 0 || closed_by_peer(); }

  // Until the peer has said its last: closing the socket before, with bytes unread in it, makes the
  // system reset the connection and the peer lose what it has not read yet. Once the peer has sent
  // the end of its data, libssh 0.10 reads no further packets here, so that is the last to wait
  // for.
  Task<void> await_goodbye(Deadline deadline) {
    const auto over = [this] {
      return goodbye_ || ssh_channel_is_eof(channel_) != 0 ||
             ssh_is_connected(session_->handle()) == 0;
    };
    while (!over()) {
      if (ssh_channel_poll(channel_, 0) == SSH_ERROR) break;
      received_.clear();
      given_ = 0;
      if (!over() && !co_await session_->wait(deadline)) break;
    }
  }

  std::unexpected<Error> lost() {
    const auto why = session_->error_text();
    return failure(ErrorCode::kConnectionLost,
                   why.empty() ? "the peer closed" : "the connection was lost: " + why);
  }

  Task<Result<void>> flush(Deadline deadline) {
    const auto step = [this] { return ssh_blocking_flush(session_->handle(), 0); };
    int outcome = step();
    if (outcome == SSH_AGAIN) {
      LW_CO_ASSIGN(outcome, co_await session_->drive(step, SSH_AGAIN, deadline));
    }
    if (outcome != SSH_OK) co_return lost();
    co_return Result<void>{};
  }

  std::unique_ptr<SshSession> session_;
  std::shared_ptr<TcpSocket> socket_;
  ssh_channel channel_;  // freed by libssh with the session
  std::string description_;
  std::function<void(ssh_session)> tend_;
  ssh_channel_callbacks_struct callbacks_{};
  std::string received_;  // from given_ on not yet handed over
  std::size_t given_ = 0;
  unsigned reads_ = 0;
  bool interrupted_ = false;
  bool closed_ = false;
  bool goodbye_ = false;  // the peer closed the channel
};

}  // namespace

std::unique_ptr<Stream> make_ssh_stream(std::unique_ptr<SshSession> session, ssh_channel channel,
                                        std::string description,
                                        std::function<void(ssh_session)> tend) {
  return std::make_unique<SshStream>(std::move(session), channel, std::move(description),
                                     std::move(tend));
}

}  // namespace lw::net
