// What a Task waits for and a callback brings, now or later. One thread, that of `executor`. Keep
// it in a shared_ptr that the callback holds too: either side may go first.
#pragma once

#include <optional>
#include <utility>

#include "net/signal.h"

namespace lw::lab {

template <class T>
class Awaited {
 public:
  explicit Awaited(net::Executor executor) : came_(std::move(executor)) {}

  void bring(T value) {
    value_ = std::move(value);
    came_.raise();
  }

  // nullopt: it did not come in time.
  [[nodiscard]] net::Task<std::optional<T>> wait(Deadline deadline) {
    while (!value_ && !deadline.passed()) co_await came_.wait(deadline);
    co_return std::exchange(value_, std::nullopt);
  }

 private:
  std::optional<T> value_;
  net::Signal came_;
};

}  // namespace lw::lab
