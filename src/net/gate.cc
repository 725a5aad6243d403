#include "net/gate.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <utility>

#include "net/asio.h"

namespace lw::net {

struct Gate::Pass::State {
  struct Waiter {
    explicit Waiter(const Executor& on) : executor(on), wake(on) {}
    Executor executor;
    asio::steady_timer wake;  // used on the executor's thread only
    bool let_in = false;      // under the mutex
  };

  explicit State(std::size_t limit) : most(std::max<std::size_t>(limit, 1)) {}

  std::mutex mutex;
  const std::size_t most;
  std::size_t inside = 0;
  std::list<std::shared_ptr<Waiter>> outside;

  // The place of whoever leaves goes to the first who waits.
  void leave() {
    const std::lock_guard lock(mutex);
    if (outside.empty()) {
      --inside;
      return;
    }
    const auto next = std::move(outside.front());
    outside.pop_front();
    next->let_in = true;
    asio::post(next->executor, [next] { next->wake.cancel(); });
  }
};

Gate::Gate(std::size_t most) : state_(std::make_shared<Pass::State>(most)) {}

Gate::Pass& Gate::Pass::operator=(Pass&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

Gate::Pass::~Pass() {
  if (state_) state_->leave();
}

Task<Result<Gate::Pass>> Gate::enter(Deadline deadline) {
  const auto state = state_;
  const Executor executor = co_await asio::this_coro::executor;
  auto waiter = std::make_shared<Pass::State::Waiter>(executor);
  {
    const std::lock_guard lock(state->mutex);
    if (state->inside < state->most) {
      ++state->inside;
      co_return Pass(state);
    }
    state->outside.push_back(waiter);
  }
  // Whatever ends this Task while it waits: no place may be lost to it.
  struct Leaving {
    std::shared_ptr<Pass::State> state;
    std::shared_ptr<Pass::State::Waiter> waiter;
    bool done = false;
    ~Leaving() {
      if (done) return;
      bool inside = false;
      {
        const std::lock_guard lock(state->mutex);
        inside = waiter->let_in;
        if (!inside) state->outside.remove(waiter);
      }
      if (inside) state->leave();
    }
  } leaving{state, waiter};
  waiter->wake.expires_at(deadline.when());
  for (;;) {
    {
      const std::lock_guard lock(state->mutex);
      if (waiter->let_in) break;
    }
    if (deadline.passed()) {
      co_return failure(ErrorCode::kTimeout, "the turn did not come in time");
    }
    co_await waiter->wake.async_wait(kAsTuple);
  }
  leaving.done = true;
  co_return Pass(state);
}

}  // namespace lw::net
