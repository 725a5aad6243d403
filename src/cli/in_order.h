// The same work on many items by several threads, with the results handed over in the items' order
// as soon as they can be. What waits for its turn is bounded, so memory is too.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace lw::cli {

// Items are worked on in batches, so that short work is not all waking and waiting.
inline constexpr std::size_t kLargestBatch = 8;
inline constexpr std::size_t kBatchesAhead = 2;  // for each thread

// `work(index)` runs on `threads` threads; `take(index, result)` on the calling thread, for index
// 0, 1, 2, … in turn; it returns false to stop early. Neither may throw. One thread is the calling
// one: it works and takes in turn.
template <class Work, class Take>
void in_order(std::size_t count, std::size_t threads, Work work, Take take) {
  using Batch = std::vector<decltype(work(std::size_t{}))>;
  if (threads <= 1) {
    for (std::size_t index = 0; index < count && take(index, work(index)); ++index) {
    }
    return;
  }
  // Few items are shared out one by one: each may be long.
  const std::size_t size = std::clamp<std::size_t>(count / (threads * 4), 1, kLargestBatch);
  const std::size_t batches = (count + size - 1) / size;
  std::vector<std::optional<Batch>> done(threads * kBatchesAhead);  // as a ring
  std::mutex mutex;
  std::condition_variable finished;  // the batch that is taken next
  std::condition_variable room;      // for another in the ring
  std::size_t next = 0;              // to be worked on
  std::size_t taken = 0;             // handed over
  bool stopped = false;

  const auto worker = [&] {
    std::unique_lock lock(mutex);
    while (true) {
      room.wait(lock, [&] { return stopped || next >= batches || next < taken + done.size(); });
      if (stopped || next >= batches) return;
      const std::size_t own = next++;
      lock.unlock();
      Batch results;
      for (std::size_t index = own * size; index < std::min((own + 1) * size, count); ++index) {
        results.push_back(work(index));
      }
      lock.lock();
      done[own % done.size()] = std::move(results);
      if (own == taken) finished.notify_one();
    }
  };

  std::vector<std::jthread> pool;
  for (std::size_t i = 0; i < threads; ++i) pool.emplace_back(worker);
  std::unique_lock lock(mutex);
  while (taken < batches && !stopped) {
    std::optional<Batch>& slot = done[taken % done.size()];
    finished.wait(lock, [&] { return slot.has_value(); });
    Batch results = *std::exchange(slot, std::nullopt);
    lock.unlock();
    bool go_on = true;
    for (std::size_t i = 0; i < results.size() && go_on; ++i) {
      go_on = take(taken * size + i, std::move(results[i]));
    }
    lock.lock();
    ++taken;
    stopped = !go_on;
    room.notify_all();
  }
}

}  // namespace lw::cli
