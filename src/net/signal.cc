#include "net/signal.h"

#include <list>
#include <utility>

#include "net/asio.h"

namespace lw::net {

struct Signal::State {
  explicit State(Executor on) : executor(std::move(on)) {}
  Executor executor;
  std::list<asio::steady_timer*> waiting;  // the executor's thread only
};

namespace {

// A Task may be destroyed while it waits.
class Waiting {
 public:
  Waiting(std::list<asio::steady_timer*>& all, asio::steady_timer& timer)
      : all_(all), place_(all.insert(all.end(), &timer)) {}
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() { all_.erase(place_); }

 private:
  std::list<asio::steady_timer*>& all_;
  std::list<asio::steady_timer*>::iterator place_;
};

}  // namespace

Signal::Signal(Executor executor) : state_(std::make_shared<State>(std::move(executor))) {}
Signal::~Signal() = default;

Task<> Signal::wait(Deadline deadline) {
  const auto state = state_;
  asio::steady_timer timer(state->executor, deadline.when());
  const Waiting waiting(state->waiting, timer);
  co_await timer.async_wait(kAsTuple);
}

void Signal::raise() {
  asio::post(state_->executor, [state = state_] {
    for (asio::steady_timer* timer : state->waiting) timer->cancel();
  });
}

}  // namespace lw::net
