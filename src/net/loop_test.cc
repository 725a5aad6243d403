#include "net/loop.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <stdexcept>
#include <thread>

namespace lw::net {
namespace {

using namespace std::chrono_literals;

TEST(Loop, GivesBackWhatTheTaskReturns) {
  Loop loop;
  EXPECT_EQ(loop.run<int>([]() -> Task<int> { co_return 42; }), 42);
  loop.run<void>([]() -> Task<> { co_return; });
}

TEST(Loop, RethrowsWhatLeavesATask) {
  Loop loop;
  EXPECT_THROW(loop.run<int>([]() -> Task<int> {
    throw std::runtime_error("out");
    co_return 1;
  }),
               std::runtime_error);
}

TEST(Loop, UsesEachOfItsThreadsAndStaysOnIt) {
  Loop loop(3);
  std::set<std::thread::id> threads;
  for (int i = 0; i < 6; ++i) {
    threads.insert(loop.run<std::thread::id>([]() -> Task<std::thread::id> {
      const auto before = std::this_thread::get_id();
      co_await wait_until(Deadline::after(1ms));
      EXPECT_EQ(std::this_thread::get_id(), before);
      co_return before;
    }));
  }
  EXPECT_EQ(threads.size(), 3u);
}

TEST(Loop, DestroysTasksThatStillWait) {
  std::future<int> left;
  {
    Loop loop;
    left = loop.start<int>([]() -> Task<int> {
      co_await wait_until(Deadline::after(1h));
      co_return 1;
    });
  }
  EXPECT_THROW(left.get(), std::future_error);
}

}  // namespace
}  // namespace lw::net
