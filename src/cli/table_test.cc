#include "cli/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace lw::cli {
namespace {

using testing::ElementsAre;

TEST(Table, CutsToColumnsAndNotToBytes) {
  EXPECT_EQ(fit("router", 6), "router");
  EXPECT_EQ(fit("router", 5), "rout…");
  EXPECT_EQ(fit("zürich", 6), "zürich");
  EXPECT_EQ(fit("zürich", 3), "zü…");
  EXPECT_EQ(fit("router", 1), "…");
  EXPECT_EQ(fit("router", 0), "");
  EXPECT_EQ(fit("", 0), "");
}

TEST(Table, FillsToTheWidth) {
  EXPECT_EQ(fill("ü", 3), "ü  ");
  EXPECT_EQ(fill("abcdef", 3), "ab…");
}

TEST(Table, WrapsAtBlanksAndLeavesLongWordsWhole) {
  EXPECT_THAT(wrap("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("unbreakable x", 4), ElementsAre("unbreakable", "x"));
  EXPECT_THAT(wrap("", 4), ElementsAre(""));
}

TEST(Table, TakesWhatItNeedsWhenThereIsRoom) {
  Table table({"A", "B"});
  table.add({"long cell", "x"});
  EXPECT_THAT(table.lines(80), ElementsAre("A          B", "long cell  x"));
}

TEST(Table, CutsTheWidestColumnAndWrapsTheLast) {
  Table table({"NAME", "P", "TEXT"});
  table.add({std::string(60, 'n'), "p", "some words that need more room than there is"});
  for (const auto& line : table.lines(50)) EXPECT_LE(columns(line), 50U) << line;
}

TEST(Table, FillsRowsThatAreTooShort) {
  Table table({"A", "B", "C"});
  table.add({"1"});
  EXPECT_THAT(table.lines(80), ElementsAre("A  B  C", "1"));
}

}  // namespace
}  // namespace lw::cli
