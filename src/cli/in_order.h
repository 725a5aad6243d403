// The same work on many items by several threads, with the results handed over in the items' order
// as soon as they can be. What waits for its turn is bounded, so memory is too.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace lw::cli {

// `work(index)` runs on `threads` threads; `take(index, result)` on the calling thread, for index
// 0, 1, 2, … in turn; it returns false to stop early. Neither may throw.
template <class Work, class Take>
void in_order(std::size_t count, std::size_t threads, Work work, Take take) {
  using Outcome = decltype(work(std::size_t{}));
  const std::size_t window = threads * 4;
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::size_t, Outcome> waiting;
  std::size_t next = 0;   // to be worked on
  std::size_t taken = 0;  // handed over
  bool stopped = false;

  const auto worker = [&] {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return stopped || next >= count || next < taken + window; });
      if (stopped || next >= count) return;
      const std::size_t index = next++;
      lock.unlock();
      Outcome outcome = work(index);
      lock.lock();
      waiting.emplace(index, std::move(outcome));
      changed.notify_all();
    }
  };

  std::vector<std::jthread> pool;
  for (std::size_t i = 0; i < threads; ++i) pool.emplace_back(worker);
  std::unique_lock lock(mutex);
  while (taken < count) {
    changed.wait(lock, [&] { return waiting.contains(taken); });
    auto node = waiting.extract(taken);
    lock.unlock();
    const bool go_on = take(node.key(), std::move(node.mapped()));
    lock.lock();
    ++taken;
    stopped = !go_on;
    changed.notify_all();
    if (stopped) break;
  }
  lock.unlock();
}

}  // namespace lw::cli
