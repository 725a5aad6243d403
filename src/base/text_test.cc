#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw {
namespace {

using testing::ElementsAre;

TEST(Text, WordsAreSplitAtRunsOfBlanks) {
  EXPECT_THAT(split_words("  ip  ssh\tversion 2 \r\n"), ElementsAre("ip", "ssh", "version", "2"));
  EXPECT_THAT(split_words(" \t "), ElementsAre());
}

TEST(Text, LinesLoseTheirCarriageReturns) {
  EXPECT_THAT(split_lines("a\r\nb\r\r\n\nc"), ElementsAre("a", "b", "", "c"));
}

TEST(Text, DecimalsAreWholeAndBounded) {
  EXPECT_EQ(parse_decimal("1180"), 1180);
  EXPECT_EQ(parse_decimal("-1"), std::nullopt);
  EXPECT_EQ(parse_decimal("12a"), std::nullopt);
  EXPECT_EQ(parse_decimal("99999999999999999999"), std::nullopt);
  EXPECT_EQ(parse_decimal(""), std::nullopt);
}

TEST(Text, PrintableShowsControlAndForeignBytes) {
  EXPECT_EQ(printable("a\x1b[0m\xff é"), "a\\x1b[0m\\xff é");
  EXPECT_EQ(printable("abcdef", 3), "abc…");
}

TEST(Text, ForeignBytesBecomeTheReplacementCharacter) {
  EXPECT_EQ(to_utf8("x\xa0y"), "x\xEF\xBF\xBDy");
  EXPECT_EQ(to_utf8("\xed\xa0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate
  EXPECT_EQ(to_utf8("é"), "é");
}

TEST(Text, TellsHowMuchOfATextIsUtf8) {
  EXPECT_EQ(valid_utf8_length(""), 0U);
  EXPECT_EQ(valid_utf8_length("K\xC3\xB6ln\n"), 6U);
  EXPECT_EQ(valid_utf8_length("K\xF6ln"), 1U);
  EXPECT_EQ(valid_utf8_length("ab\xC3"), 2U);
}

}  // namespace
}  // namespace lw
