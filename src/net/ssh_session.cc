#include "net/ssh_session.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lw::net {
namespace {

// The number is still ours exactly when it leads to our socket.
bool same_socket(int duplicate, int original) {
  struct stat one{};
  struct stat other{};
  return ::fstat(duplicate, &one) == 0 && ::fstat(original, &other) == 0 &&
         one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

}  // namespace

Result<std::unique_ptr<SshSession>> SshSession::create(std::shared_ptr<TcpSocket> socket) {
  const int descriptor = ::fcntl(socket->descriptor(), F_DUPFD_CLOEXEC, 3);
  if (descriptor < 0) {
    return failure(ErrorCode::kInternal, "no descriptor left for an SSH connection",
                   "raise the limit on open files (ulimit -n)");
  }
  const ssh_session session = ssh_new();
  if (session == nullptr) {
    ::close(descriptor);
    return failure(ErrorCode::kInternal, "no memory for an SSH session");
  }
  ssh_set_blocking(session, 0);
  return std::unique_ptr<SshSession>(new SshSession(session, std::move(socket), descriptor));
}

// libssh 0.10 closes the descriptor that it was handed, on some errors earlier than here; then
// another thread may have got the number. Only one that it was never seen to hold is looked at.
SshSession::~SshSession() {
  note_hand_over();
  ssh_free(session_);
  if (!handed_over_ && same_socket(descriptor_, socket_->descriptor())) ::close(descriptor_);
  socket_->close();
}

Task<Result<int>> SshSession::drive(std::function<int()> step, int again, Deadline deadline) {
  for (;;) {
    if (socket_->cancelled()) co_return failure(ErrorCode::kCancelled, "cancelled");
    const int outcome = copy_ ? observed(step) : step();
    note_hand_over();
    if (outcome != again) co_return outcome;
    LW_CO_TRY(co_await wait(deadline));
  }
}

Task<Result<void>> SshSession::wait(Deadline deadline) {
  keep_from_blocking();
  const auto moved = [this] { return traffic_.in_bytes + traffic_.out_bytes; };
  const auto before = moved();
  const bool writes = holds_back();
  if (moved() != before) co_return Result<void>{};  // that may be what the caller waits for
  co_return co_await socket_->wait(writes ? Ready::kEither : Ready::kRead, deadline);
}

// libssh 0.10 makes its descriptor blocking, once, when it finds it connected; a write that fills
// the socket's buffer would then hold up the thread.
void SshSession::keep_from_blocking() {
  if (was_made_blocking_) return;
  const int flags = ::fcntl(socket_->descriptor(), F_GETFL);
  if (flags < 0 || (flags & O_NONBLOCK) != 0) return;
  ::fcntl(socket_->descriptor(), F_SETFL, flags | O_NONBLOCK);
  was_made_blocking_ = true;
}

// libssh reads from the socket in `step`: what that will be is looked at before.
int SshSession::observed(const std::function<int()>& step) {
  std::array<char, 4096> coming;
  const auto seen =
      ::recv(socket_->descriptor(), coming.data(), coming.size(), MSG_PEEK | MSG_DONTWAIT);
  const auto before = received_bytes();
  const int outcome = step();
  const auto taken = received_bytes() - before;
  if (seen > 0) {
    copy_->append(coming.data(), std::min<std::size_t>(taken, static_cast<std::size_t>(seen)));
  }
  return outcome;
}

void SshSession::note_hand_over() {
  handed_over_ = handed_over_ || ssh_get_fd(session_) == descriptor_;
}

// Its poll flags say so after every write until it has looked at the socket again; this does not.
bool SshSession::holds_back() {
  const auto flush = [this] { return ssh_blocking_flush(session_, 0); };
  return (copy_ ? observed(flush) : flush()) == SSH_AGAIN;
}

std::string SshSession::error_text() { return printable(ssh_get_error(session_), 600); }

}  // namespace lw::net
