#include "net/loop.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "net/asio.h"

namespace lw::net {

struct Loop::State {
  struct Worker {
    // One thread runs it, so Asio may leave out the locks between its own threads' handlers.
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::thread thread;
  };
  std::vector<std::unique_ptr<Worker>> workers;
  std::atomic<std::size_t> turn{0};
};

void spawn(const Executor& executor, std::function<Task<>()> make,
           std::function<void(std::exception_ptr)> ended) {
  asio::co_spawn(executor, std::move(make), std::move(ended));
}

Loop::Loop(std::size_t threads) : state_(std::make_unique<State>()) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
    state_->workers.push_back(std::make_unique<State::Worker>());
  }
  for (auto& worker : state_->workers) {
    worker->thread = std::thread([&context = worker->context] { context.run(); });
  }
}

Loop::~Loop() {
  for (auto& worker : state_->workers) worker->context.stop();
  for (auto& worker : state_->workers) worker->thread.join();
}

Executor Loop::next() {
  const auto turn = state_->turn.fetch_add(1, std::memory_order_relaxed);
  return state_->workers[turn % state_->workers.size()]->context.get_executor();
}

Task<> wait_until(Deadline deadline) {
  asio::steady_timer timer(co_await asio::this_coro::executor, deadline.when());
  co_await timer.async_wait(asio::use_awaitable);
}

Task<> yield_turn() {
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
}

}  // namespace lw::net
