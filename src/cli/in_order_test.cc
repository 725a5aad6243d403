#include "cli/in_order.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <vector>

namespace lw::cli {
namespace {

TEST(InOrder, HandsOverEveryResultInTurnWhateverTheThreads) {
  for (const std::size_t threads : {1U, 2U, 7U}) {
    std::vector<std::size_t> taken;
    in_order(
        500, threads, [](std::size_t index) { return index * 3; },
        [&](std::size_t index, std::size_t result) {
          EXPECT_EQ(result, index * 3);
          taken.push_back(index);
          return true;
        });
    ASSERT_EQ(taken.size(), 500U);
    for (std::size_t i = 0; i < taken.size(); ++i) EXPECT_EQ(taken[i], i);
  }
}

TEST(InOrder, NeverWorksFarAheadOfWhatWasTaken) {
  std::atomic<std::size_t> started = 0;
  in_order(
      300, 2,
      [&](std::size_t index) {
        ++started;
        return index;
      },
      [&](std::size_t index, std::size_t) {
        EXPECT_LE(started.load(), index + 2 * kBatchesAhead * kLargestBatch);
        return true;
      });
}

TEST(InOrder, StopsWhenTold) {
  for (const std::size_t threads : {1U, 3U}) {
    std::size_t taken = 0;
    in_order(
        1000, threads, [](std::size_t index) { return index; },
        [&](std::size_t index, std::size_t) {
          ++taken;
          return index < 4;
        });
    EXPECT_EQ(taken, 5U);
  }
}

// The first item ends only when the last has begun.
TEST(InOrder, FewLongItemsAreWorkedOnAtOnce) {
  std::latch all_begun(3);
  std::size_t taken = 0;
  in_order(
      3, 3,
      [&](std::size_t index) {
        all_begun.arrive_and_wait();
        return index;
      },
      [&](std::size_t, std::size_t) {
        ++taken;
        return true;
      });
  EXPECT_EQ(taken, 3U);
}

TEST(InOrder, NothingToDoIsDoneAtOnce) {
  in_order(
      0, 2, [](std::size_t index) { return index; },
      [](std::size_t, std::size_t) {
        ADD_FAILURE();
        return true;
      });
}

}  // namespace
}  // namespace lw::cli
