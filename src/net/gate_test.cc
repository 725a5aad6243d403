#include "net/gate.h"

#include <atomic>

#include "net/stream_testing.h"

namespace lw::net {
namespace {

TEST(Gate, LetsNoMoreInThanItMay) {
  Loop loop(2);
  Gate gate(3);
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::future<void>> visitors;
  for (int i = 0; i < 200; ++i) {
    visitors.push_back(loop.start<void>([&]() -> Task<> {
      const auto pass = co_await gate.enter(soon());
      EXPECT_TRUE(pass);
      const int now = ++inside;
      for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
      }
      co_await yield_turn();
      --inside;
    }));
  }
  for (auto& one : visitors) one.get();
  EXPECT_EQ(inside, 0);
  EXPECT_LE(most, 3);
  EXPECT_GE(most, 1);
}

TEST(Gate, WhoeverGivesUpLosesNobodysPlace) {
  Loop loop;
  loop.run<void>([]() -> Task<> {
    Gate gate(1);
    {
      const auto first = co_await gate.enter(soon());
      EXPECT_TRUE(first);
      const auto late = co_await gate.enter(very_soon());
      EXPECT_EQ(late.error().code, ErrorCode::kTimeout);
    }
    EXPECT_TRUE(co_await gate.enter(very_soon()));
  });
}

TEST(Gate, AMovedPassLeavesOnce) {
  Loop loop;
  loop.run<void>([]() -> Task<> {
    Gate gate(1);
    auto pass = co_await gate.enter(soon());
    Gate::Pass kept = *std::move(pass);
    EXPECT_FALSE(co_await gate.enter(very_soon()));
    kept = Gate::Pass();
    EXPECT_TRUE(co_await gate.enter(very_soon()));
  });
}

}  // namespace
}  // namespace lw::net
