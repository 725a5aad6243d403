#include "archive/line_diff.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace lw::archive {
namespace {

using Lines = std::vector<std::uint32_t>;

Lines applied(const Lines& before, const Lines& after, const std::vector<Change>& changes) {
  Lines made;
  std::size_t a = 0;
  for (const Change& change : changes) {
    made.insert(made.end(), before.begin() + a, before.begin() + a + change.keep);
    a += change.keep + change.remove;
    for (std::uint32_t i = 0; i < change.insert; ++i) made.push_back(after[made.size()]);
  }
  made.insert(made.end(), before.begin() + a, before.end());
  return made;
}

std::size_t cost(const std::vector<Change>& changes) {
  return std::accumulate(
      changes.begin(), changes.end(), std::size_t{0},
      [](std::size_t sum, const Change& one) { return sum + one.remove + one.insert; });
}

TEST(Changes, AreTheFewestWhereLinesAreAlike) {
  EXPECT_TRUE(changes_between(Lines{1, 2, 3}, Lines{1, 2, 3}).empty());
  EXPECT_EQ((std::vector<Change>{{1, 1, 1}}), changes_between(Lines{1, 2, 3}, Lines{1, 9, 3}));
  EXPECT_EQ((std::vector<Change>{{0, 0, 2}}), changes_between(Lines{}, Lines{4, 5}));
  EXPECT_EQ((std::vector<Change>{{0, 2, 0}}), changes_between(Lines{4, 5}, Lines{}));
  // No line stands once in both: the greedy search finds the one that came.
  EXPECT_EQ(1u, cost(changes_between(Lines{1, 2, 1, 2, 1, 2}, Lines{1, 2, 1, 2, 2, 1, 2})));
}

TEST(Changes, OfABlockThatMovedKeepTheLargerPart) {
  EXPECT_EQ(2u, cost(changes_between(Lines{1, 2, 3, 4, 5}, Lines{2, 3, 4, 5, 1})));
}

TEST(Changes, LeadFromAnyTextToAnyOther) {
  std::minstd_rand random(7);
  for (int round = 0; round < 3000; ++round) {
    const unsigned words = 1 + random() % 30;
    const auto text = [&] {
      Lines lines(random() % 60);
      for (auto& line : lines) line = random() % words;
      return lines;
    };
    const Lines before = text();
    const Lines after = text();
    const auto changes = changes_between(before, after);
    ASSERT_EQ(after, applied(before, after, changes));
    for (std::size_t i = 0; i < changes.size(); ++i) {
      ASSERT_GT(changes[i].remove + changes[i].insert, 0u);
      if (i > 0) ASSERT_GT(changes[i].keep, 0u);
    }
  }
}

TEST(Changes, BetweenTextsWithNothingInCommonReplaceAllInBoundedWork) {
  Lines before(100'000, 1);
  Lines after(100'000, 2);
  for (std::size_t i = 0; i < before.size(); i += 2) before[i] = after[i] = 3;
  for (std::size_t i = 0; i < before.size(); i += 3) before[i] = 4;
  const auto changes = changes_between(before, after);
  EXPECT_EQ(after, applied(before, after, changes));
}

}  // namespace
}  // namespace lw::archive
