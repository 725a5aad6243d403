// Runs Tasks. A Loop owns one or more threads; a Task started on it stays on the thread it was
// given, so the state of one conversation needs no lock.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "net/task.h"

namespace lw::net {

class Loop {
 public:
  // Starts `threads` (at least 1) event loops.
  explicit Loop(std::size_t threads = 1);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  // Cancels what still runs and joins the threads.
  ~Loop();

  // The executor of one of the threads, in turn.
  [[nodiscard]] Executor next();

  // Starts the task that `make` returns on the next thread. Exceptions that leave it are rethrown
  // by get().
  template <class T>
  [[nodiscard]] std::future<T> start(std::function<Task<T>()> make);

  // start() and wait: for main functions and tests; never from inside a Task.
  template <class T>
  T run(std::function<Task<T>()> make) {
    return start<T>(std::move(make)).get();
  }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Waits for `duration`; ends early when the Task is cancelled. For protocols' own timers, not for
// hoping.
[[nodiscard]] Task<> wait_until(Deadline deadline);

}  // namespace lw::net
