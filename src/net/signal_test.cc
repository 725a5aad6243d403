#include "net/signal.h"

#include <gtest/gtest.h>

#include <atomic>

#include "net/loop.h"

namespace lw::net {
namespace {

using namespace std::chrono_literals;

TEST(Signal, WakesAllThatWaitFromAnotherThread) {
  Loop loop;
  Signal signal(loop.next());
  std::atomic<bool> said = false;
  std::atomic<int> looked = 0;
  const auto wait = [&]() -> Task<> {
    while (!said) {
      ++looked;
      co_await signal.wait(Deadline::after(10s));
    }
  };
  auto first = loop.start<void>(wait);
  auto second = loop.start<void>(wait);
  loop.run<void>([]() -> Task<> { co_return; });
  EXPECT_EQ(looked, 2);
  said = true;
  signal.raise();
  EXPECT_EQ(first.wait_for(5s), std::future_status::ready);
  EXPECT_EQ(second.wait_for(5s), std::future_status::ready);
}

TEST(Signal, WaitsNoLongerThanTheDeadline) {
  Loop loop;
  Signal signal(loop.next());
  const auto start = Deadline::Clock::now();
  loop.run<void>([&] { return signal.wait(Deadline::after(20ms)); });
  EXPECT_GE(Deadline::Clock::now() - start, 20ms);
}

TEST(Signal, RaisedWithNobodyWaitingLeavesNothingBehind) {
  Loop loop;
  Signal signal(loop.next());
  signal.raise();
  const auto start = Deadline::Clock::now();
  loop.run<void>([&] { return signal.wait(Deadline::after(20ms)); });
  EXPECT_GE(Deadline::Clock::now() - start, 20ms);
}

}  // namespace
}  // namespace lw::net
