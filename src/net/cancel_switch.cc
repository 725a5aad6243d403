#include "net/cancel_switch.h"

#include <mutex>
#include <utility>

namespace lw::net {

struct CancelSwitch::State {
  std::mutex mutex;
  bool cancelled = false;
  std::shared_ptr<asio::steady_timer> waiting;
};

CancelSwitch::CancelSwitch() : state_(std::make_shared<State>()) {}

bool CancelSwitch::cancelled() const {
  const std::lock_guard lock(state_->mutex);
  return state_->cancelled;
}

void CancelSwitch::cancel() {
  std::shared_ptr<asio::steady_timer> waiting;
  {
    const std::lock_guard lock(state_->mutex);
    state_->cancelled = true;
    waiting = std::exchange(state_->waiting, nullptr);
  }
  if (!waiting) return;
  // A timer belongs to its loop's thread.
  asio::post(waiting->get_executor(),
             [waiting] { waiting->expires_at(asio::steady_timer::time_point::min()); });
}

Task<> CancelSwitch::wait() {
  const auto state = state_;
  const auto timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor,
                                                          asio::steady_timer::time_point::max());
  {
    const std::lock_guard lock(state->mutex);
    if (state->cancelled) co_return;
    state->waiting = timer;
  }
  co_await timer->async_wait(kAsTuple);
  const std::lock_guard lock(state->mutex);
  state->waiting.reset();  // the loop may be gone when cancel() is called next
}

}  // namespace lw::net
