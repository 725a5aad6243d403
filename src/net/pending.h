// What a completion handler, or another thread, leaves for the Task that waits for it. Shared: work
// that cannot be stopped may end after its Task has given up. Private to the room. All of it
// belongs to the waiting Task's thread: whoever finishes elsewhere posts finish() to `executor`.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "base/deadline.h"
#include "net/asio.h"
#include "net/task.h"

namespace lw::net {

template <class Value>
class Pending {
 public:
  explicit Pending(const Executor& executor) : wake_(executor) {}

  void finish(Value value) {
    value_ = std::move(value);
    wake_.cancel();
  }

  // nullopt when the deadline came first.
  Task<std::optional<Value>> await(Deadline deadline) {
    wake_.expires_at(deadline.when());
    if (!value_) co_await wake_.async_wait(kAsTuple);
    co_return std::exchange(value_, std::nullopt);
  }

 private:
  asio::steady_timer wake_;
  std::optional<Value> value_;
};

}  // namespace lw::net
