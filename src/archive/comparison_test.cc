#include "archive/comparison.h"

#include <gtest/gtest.h>

#include "archive/testing.h"

namespace lw::archive {
namespace {

Comparison compared(std::string_view left, std::string_view right, Noise noise = Noise::kLeftOut) {
  static const Rules kRules = testing::rules();
  return compare({left, kRules}, {right, kRules}, noise);
}

std::string drawn(const Comparison& comparison) {
  std::string text;
  for (const Hunk& hunk : comparison.hunks) {
    text += "@" + std::to_string(hunk.left_line) + "," + std::to_string(hunk.left_count) + " " +
            std::to_string(hunk.right_line) + "," + std::to_string(hunk.right_count) + " " +
            hunk.block + "\n";
    for (const ComparedLine& line : hunk.lines) {
      text += line.kind == ComparedLine::Kind::kSame    ? ' '
              : line.kind == ComparedLine::Kind::kAdded ? '+'
                                                        : '-';
      text += line.text + (line.secret_differs ? " (other)" : "") + "\n";
    }
  }
  return text;
}

TEST(Comparison, OfEqualTextsIsEmpty) { EXPECT_TRUE(compared("a\nb\n", "a\nb\n").hunks.empty()); }

TEST(Comparison, ShowsTheBlockThatAChangeStandsIn) {
  const auto result = compared("interface Vlan1\n a\n b\n c\n d\n e\nend\n",
                               "interface Vlan1\n a\n b\n c\n d\n x\nend\n");
  EXPECT_EQ("@3,5 3,5 interface Vlan1\n  b\n  c\n  d\n- e\n+ x\n end\n", drawn(result));
  EXPECT_EQ(1u, result.removed);
  EXPECT_EQ(1u, result.added);
}

TEST(Comparison, JoinsChangesThatAreNearAndPartsThoseThatAreFar) {
  EXPECT_EQ(1u, compared("1\na\nb\nc\nd\ne\nf\n2", "x\na\nb\nc\nd\ne\nf\ny").hunks.size());
  EXPECT_EQ(2u, compared("1\na\nb\nc\nd\ne\nf\ng\n2", "x\na\nb\nc\nd\ne\nf\ng\ny").hunks.size());
}

TEST(Comparison, LeavesNoiseOutAndCountsIt) {
  const std::string_view left = "! Last 1\nhostname r1\nend";
  const std::string_view right = "! Last 2\nhostname r2\nend";
  EXPECT_EQ("@2,2 2,2 \n-hostname r1\n+hostname r2\n end\n", drawn(compared(left, right)));
  EXPECT_EQ(2u, compared(left, right).noise);
  const auto all = compared(left, right, Noise::kShown);
  EXPECT_EQ(0u, all.noise);
  EXPECT_EQ(2u, all.added);
  const auto only = compared("! Last 1\na", "! Last 2\na");
  EXPECT_TRUE(only.hunks.empty());
  EXPECT_EQ(2u, only.noise);
}

TEST(Comparison, SaysThatASecretChangedAndShowsNeither) {
  const auto result = compared("user a password one\nend\n", "user a password two\nend\n");
  EXPECT_EQ(
      "@1,2 1,2 \n-user a password <secret> (other)\n+user a password <secret> (other)\n end\n",
      drawn(result));
}

TEST(Comparison, TellsALineFeedAtTheEndFromNone) { EXPECT_EQ(1u, compared("a\n", "a").removed); }

TEST(Comparison, OfATextWithAnEmptyOneShowsAllOfIt) { EXPECT_EQ(2u, compared("", "a\nb\n").added); }

}  // namespace
}  // namespace lw::archive
