#include "cli/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <thread>

namespace lw::cli {

std::stop_token stop_on_interrupt() {
  static std::stop_source source;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // Lives as long as the process: it waits for signals and owns nothing else.
  std::thread([signals] {
    int number = 0;
    sigwait(&signals, &number);
    source.request_stop();
    sigwait(&signals, &number);
    ::_exit(128 + number);
  }).detach();
  return source.get_token();
}

}  // namespace lw::cli
