// The same work on many devices: at most so many at once, each with its own outcome, one dead
// device holding up no other. Results come in the order of the input; `done` is called as each one
// ends.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <future>
#include <mutex>
#include <vector>

#include "net/loop.h"
#include "net/task.h"

namespace lw::device {

// Blocks until all are done: for command lines. `work` runs on the loop's threads, one call an
// item; `done` is called by one thread at a time.
template <class Item, class Outcome>
std::vector<Outcome> for_each_device(net::Loop& loop, const std::vector<Item>& items,
                                     std::size_t at_once,
                                     std::function<net::Task<Outcome>(const Item&)> work,
                                     std::function<void(const Outcome&)> done = {}) {
  std::vector<Outcome> outcomes(items.size());
  std::atomic<std::size_t> next = 0;
  std::mutex reporting;

  const auto worker = [&]() -> net::Task<> {
    while (true) {
      const std::size_t index = next.fetch_add(1);
      if (index >= items.size()) co_return;
      outcomes[index] = co_await work(items[index]);
      if (done) {
        const std::lock_guard lock(reporting);
        done(outcomes[index]);
      }
    }
  };
  std::vector<std::future<void>> workers;
  for (std::size_t i = 0; i < std::min(std::max<std::size_t>(at_once, 1), items.size()); ++i) {
    workers.push_back(loop.start<void>(worker));
  }
  for (auto& one : workers) one.get();
  return outcomes;
}

}  // namespace lw::device
