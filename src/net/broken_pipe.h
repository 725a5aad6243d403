// Keeps the signal away with which the system answers a write to a connection that is gone, for
// libraries that write without asking it not to. Of the thread that makes it, while it lives.
// Private to the room.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <time.h>

namespace lw::net {

class NoBrokenPipeSignal {
 public:
  NoBrokenPipeSignal() {
    ::sigemptyset(&signal_);
    ::sigaddset(&signal_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &signal_, &before_);
  }
  NoBrokenPipeSignal(const NoBrokenPipeSignal&) = delete;
  NoBrokenPipeSignal& operator=(const NoBrokenPipeSignal&) = delete;
  ~NoBrokenPipeSignal() {
    if (::sigismember(&before_, SIGPIPE) == 1) return;
    // One that came meanwhile is for this thread alone: it is taken, or it would come now.
    const timespec at_once{};
    while (::sigtimedwait(&signal_, nullptr, &at_once) == SIGPIPE) {
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t signal_{};
  sigset_t before_{};
};

}  // namespace lw::net
