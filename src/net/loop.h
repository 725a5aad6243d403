// Runs Tasks. A Loop owns one or more threads; a Task started on it stays on the thread it was
// given, so the state of one conversation needs no lock. Everything that uses the Loop (listeners,
// streams) is destroyed before it.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

#include "base/deadline.h"
#include "base/result.h"
#include "net/task.h"

namespace lw::net {

// Starts a Task on `executor`, from any thread. `make` is kept until the Task has ended, so it may
// be a lambda that is itself the coroutine. An exception that leaves the Task goes to `ended`
// (null: none did).
void spawn(const Executor& executor, std::function<Task<>()> make,
           std::function<void(std::exception_ptr)> ended);

class Loop {
 public:
  // Starts `threads` (at least 1) event loops.
  explicit Loop(std::size_t threads = 1);
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  // Stops the threads and destroys what still ran; the futures of those Tasks throw
  // std::future_error.
  ~Loop();

  // The executor of one of the threads, in turn. Any thread.
  [[nodiscard]] Executor next();

  // Starts the task that `make` returns on the next thread. Exceptions that leave it are rethrown
  // by get(). Any thread.
  template <class T>
  [[nodiscard]] std::future<T> start(std::function<Task<T>()> make) {
    auto promise = std::make_shared<std::promise<T>>();
    auto future = promise->get_future();
    spawn(
        next(), [make = std::move(make), promise] { return deliver<T>(make, promise); },
        [promise](std::exception_ptr thrown) {
          if (thrown) promise->set_exception(thrown);
        });
    return future;
  }

  // start() and wait: for main functions and tests; never from inside a Task.
  template <class T>
  T run(std::function<Task<T>()> make) {
    return start<T>(std::move(make)).get();
  }

 private:
  template <class T>
  static Task<> deliver(const std::function<Task<T>()>& make,
                        std::shared_ptr<std::promise<T>> promise) {
    if constexpr (std::is_void_v<T>) {
      co_await make();
      promise->set_value();
    } else {
      promise->set_value(co_await make());
    }
  }

  struct State;
  std::unique_ptr<State> state_;
};

// Waits until `deadline`; ends early, by an exception, when the Task is cancelled. For protocols'
// own timers, not for hoping.
[[nodiscard]] Task<> wait_until(Deadline deadline);

// Lets the other Tasks of this thread have their turn: for loops that may never have to wait.
[[nodiscard]] Task<> yield_turn();

}  // namespace lw::net
