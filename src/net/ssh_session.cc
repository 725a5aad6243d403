#include "net/ssh_session.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

namespace lw::net {
namespace {

// libssh 0.10 closes the descriptor that it has, or forgets it, depending on what went wrong, and
// does not say which. The number is still ours exactly when it leads to our socket.
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

SshSession::~SshSession() {
  ssh_free(session_);
  if (same_socket(descriptor_, socket_->descriptor())) ::close(descriptor_);
  socket_->close();
}

Task<Result<int>> SshSession::drive(std::function<int()> step, int again, Deadline deadline) {
  for (;;) {
    if (socket_->cancelled()) co_return failure(ErrorCode::kCancelled, "cancelled");
    const int outcome = step();
    if (outcome != again) co_return outcome;
    LW_CO_TRY(co_await wait(deadline));
  }
}

Task<Result<void>> SshSession::wait(Deadline deadline) {
  // libssh 0.10 makes its descriptor blocking when it finds it connected; a write that fills the
  // socket's buffer would then hold up the thread.
  const int flags = ::fcntl(socket_->descriptor(), F_GETFL);
  if (flags >= 0 && (flags & O_NONBLOCK) == 0) {
    ::fcntl(socket_->descriptor(), F_SETFL, flags | O_NONBLOCK);
  }
  co_return co_await socket_->wait(holds_back() ? Ready::kEither : Ready::kRead, deadline);
}

bool SshSession::holds_back() { return (ssh_get_poll_flags(session_) & SSH_WRITE_PENDING) != 0; }

std::string SshSession::error_text() { return printable(ssh_get_error(session_), 600); }

}  // namespace lw::net
