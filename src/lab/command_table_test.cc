#include "lab/command_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::lab {
namespace {

using testing::ElementsAre;

CommandTable table() {
  CommandTable table;
  table.add("show {version|ip ssh|ip interface [brief]}", 1);
  table.add("terminal length <0-512>", 2);
  table.add("terminal width <0-512>", 3);
  table.add("username WORD [LINE]", 4);
  table.add("telnet {A.B.C.D|WORD}", 5);
  table.add("exit", 6);
  table.add("exec", 7);
  return table;
}

TEST(CommandTable, TakesEachWordByItsUniquePrefix) {
  const Match match = table().match("sh ip int b");
  ASSERT_EQ(match.kind, Match::Kind::kMatched);
  EXPECT_EQ(match.command, 1);
  EXPECT_THAT(match.words, ElementsAre("show", "ip", "interface", "brief"));
}

TEST(CommandTable, PrefersTheWholeWordToLongerOnes) {
  CommandTable both;
  both.add("ip", 1);
  both.add("ipv6", 2);
  EXPECT_EQ(both.match("ip").command, 1);
}

TEST(CommandTable, SaysAmbiguousWhenTwoWordsBeginSo) {
  EXPECT_EQ(table().match("ex").kind, Match::Kind::kAmbiguous);
  EXPECT_EQ(table().match("te").kind, Match::Kind::kAmbiguous);
}

TEST(CommandTable, SaysIncompleteWhenMoreMustFollow) {
  EXPECT_EQ(table().match("show ip").kind, Match::Kind::kIncomplete);
  EXPECT_EQ(table().match("").kind, Match::Kind::kIncomplete);
}

TEST(CommandTable, PointsAtTheFirstWordThatFitsNothing) {
  const Match match = table().match("  show  ip foo bar");
  EXPECT_EQ(match.kind, Match::Kind::kInvalid);
  EXPECT_EQ(match.column, 11U);
}

TEST(CommandTable, HoldsNumbersToTheirRange) {
  EXPECT_EQ(table().match("term len 512").command, 2);
  EXPECT_EQ(table().match("term len 513").kind, Match::Kind::kInvalid);
  EXPECT_EQ(table().match("term len 99999999999999999999").kind, Match::Kind::kInvalid);
}

TEST(CommandTable, KeepsTheRestOfTheLineAsTyped) {
  EXPECT_THAT(table().match("user bob secret  two  blanks ").words,
              ElementsAre("username", "bob", "secret  two  blanks"));
}

TEST(CommandTable, PrefersAnAddressToAWord) {
  EXPECT_EQ(table().match("tel 10.0.0.1").command, 5);
  EXPECT_TRUE(is_ipv4_address("10.0.0.1"));
  for (const auto* wrong : {"10.0.0", "10.0.0.256", "10.0.0.1.2", "a.b.c.d", "", "1..2.3"}) {
    EXPECT_FALSE(is_ipv4_address(wrong)) << wrong;
  }
}

TEST(CommandTable, CompletesAWordThatIsUnique) {
  EXPECT_EQ(table().complete("show v"), "show version ");
  EXPECT_EQ(table().complete("e"), std::nullopt);
}

TEST(CommandTable, ListsWhatMayFollow) {
  std::vector<std::string> words;
  for (const HelpEntry& entry : table().help("show ip ")) words.push_back(entry.word);
  EXPECT_THAT(words, ElementsAre("interface", "ssh"));
}

}  // namespace
}  // namespace lw::lab
