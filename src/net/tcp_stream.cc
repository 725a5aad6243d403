#include "net/tcp_stream.h"

#include <fmt/core.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "net/loop.h"

namespace lw::net {
namespace {

// After so many reads without waiting, the other conversations of the thread get a turn.
constexpr int kReadsPerTurn = 64;

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

std::unexpected<Error> lost(int error) {
  return failure(ErrorCode::kConnectionLost,
                 "the connection was lost: " + std::generic_category().message(error));
}

class TcpStream final : public Stream {
 public:
  TcpStream(std::shared_ptr<TcpSocket> socket, std::string description)
      : socket_(std::move(socket)), description_(std::move(description)) {}
  TcpStream(const TcpStream&) = delete;
  TcpStream& operator=(const TcpStream&) = delete;
  ~TcpStream() override { socket_->close(); }

  Task<Result<std::size_t>> read_some(std::span<char> buffer, Deadline deadline) override {
    if (buffer.empty()) co_return failure(ErrorCode::kInternal, "read into an empty buffer");
    if (++reads_ % kReadsPerTurn == 0) co_await yield_turn();
    for (;;) {
      LW_CO_TRY(usable(deadline));
      const auto count = ::recv(socket_->descriptor(), buffer.data(), buffer.size(), 0);
      if (count > 0) co_return static_cast<std::size_t>(count);
      if (count == 0) co_return ended();
      if (!would_block(errno)) co_return lost(errno);
      if (std::exchange(interrupted_, false)) {
        co_return failure(ErrorCode::kTimeout, "interrupted");
      }
      LW_CO_TRY(co_await socket_->wait(Ready::kRead, deadline));
    }
  }

  Task<Result<void>> write(std::string_view bytes, Deadline deadline) override {
    while (!bytes.empty()) {
      LW_CO_TRY(usable(deadline));
      const auto count = ::send(socket_->descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
      } else if (would_block(errno)) {
        LW_CO_TRY(co_await socket_->wait(Ready::kWrite, deadline));
      } else {
        co_return lost(errno);
      }
    }
    co_return Result<void>{};
  }

  Task<void> close(Deadline) override {
    if (socket_->descriptor() >= 0) ::shutdown(socket_->descriptor(), SHUT_RDWR);
    socket_->close();
    co_return;
  }

  StreamEnd end() const override { return end_; }
  void cancel() override { socket_->cancel(); }
  void interrupt() override {
    interrupted_ = true;
    socket_->wake();
  }
  std::string description() const override { return description_; }

 private:
  Result<void> usable(Deadline deadline) const {
    if (socket_->cancelled()) return failure(ErrorCode::kCancelled, "cancelled");
    if (socket_->descriptor() < 0) {
      return failure(ErrorCode::kConnectionLost, "the connection is closed");
    }
    if (deadline.passed()) return failure(ErrorCode::kTimeout, "no answer in time");
    return {};
  }

  std::unexpected<Error> ended() {
    end_ = StreamEnd::kClosed;
    return failure(ErrorCode::kConnectionLost, "the peer closed");
  }

  std::shared_ptr<TcpSocket> socket_;
  std::string description_;
  StreamEnd end_ = StreamEnd::kBroken;
  unsigned reads_ = 0;
  bool interrupted_ = false;
};

}  // namespace

std::unique_ptr<Stream> make_tcp_stream(std::shared_ptr<TcpSocket> socket,
                                        std::string description) {
  return std::make_unique<TcpStream>(std::move(socket), std::move(description));
}

}  // namespace lw::net
