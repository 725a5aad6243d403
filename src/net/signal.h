// Lets Tasks of one thread wait for something that another Task of that thread, or another thread,
// does. It carries no value: who wakes looks again at what it waits for.
#pragma once

#include <memory>

#include "base/deadline.h"
#include "net/task.h"

namespace lw::net {

class Signal {
 public:
  // `executor` is that of the Tasks that wait.
  explicit Signal(Executor executor);
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  ~Signal();

  // Until the next raise(), the deadline, or the Task is cancelled.
  [[nodiscard]] Task<> wait(Deadline deadline);

  // Wakes all who wait at the time it reaches their thread. Any thread.
  void raise();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lw::net
