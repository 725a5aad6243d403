#include "platform/pattern_set.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lw::platform {
namespace {

// Patterns whose anchors are easy to misjudge: a set must find what each finds alone.
const std::vector<std::string> kPatterns = {"^abc",
                                            "^a|b",
                                            "^(a|b)c",
                                            "^[(]x|y",
                                            "^[]|)]z",
                                            "^[^]|(]q|w",
                                            "a$",
                                            "^$",
                                            "(?i)^ABC",
                                            "^\\|x",
                                            "^\\(x|y",
                                            "^\\Q(\\E|k",
                                            "^[[:alpha:](]m|n",
                                            "(?:^b)|c",
                                            "b.*d",
                                            "^(?:a(?:b|c))d$",
                                            " NmpSW: ",
                                            "^a{2}|dd"};

std::vector<Pattern> all_patterns() {
  std::vector<Pattern> patterns;
  for (const auto& text : kPatterns) patterns.push_back(Pattern::checked(text).value());
  return patterns;
}

TEST(PatternSet, FindsWhatEachPatternFindsAlone) {
  const auto patterns = all_patterns();
  const PatternSet set(patterns);
  const std::string alphabet = "abcdxyz(|)kmnqw ";
  std::vector<std::string> lines = {"",
                                    "ABC",
                                    "x NmpSW: 5",
                                    "b\nd",
                                    "\xFF\xFE"
                                    "a",
                                    "zzabc",
                                    "dd"};
  for (const char one : alphabet) {
    lines.push_back({one});
    for (const char two : alphabet) {
      lines.push_back({one, two});
      lines.push_back({'z', one, two});
      lines.push_back({one, two, 'c', 'd'});
    }
  }
  std::size_t found = 0;
  for (const auto& line : lines) {
    std::vector<int> alone;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      if (patterns[i].found_in(line)) alone.push_back(static_cast<int>(i));
    }
    auto together = set.all_in(line);
    std::ranges::sort(together);
    EXPECT_EQ(together, alone) << line;
    EXPECT_EQ(set.any_in(line), !alone.empty()) << line;
    const auto later = std::ranges::find_if(alone, [](int index) { return index >= 4; });
    EXPECT_EQ(set.first_in(line, 4).value_or(0),
              static_cast<std::size_t>(later == alone.end() ? 0 : *later))
        << line;
    found += alone.size();
  }
  EXPECT_GT(found, lines.size() / 2);
}

TEST(PatternSet, OfNothingFindsNothing) {
  EXPECT_FALSE(PatternSet().any_in("a"));
  EXPECT_TRUE(PatternSet(std::vector<Pattern>()).all_in("a").empty());
}

// Each pattern is small enough alone; together they are more than one automaton may hold.
TEST(PatternSet, AnswersWhenItIsTooLargeForOneAutomaton) {
  std::vector<Pattern> patterns;
  for (int i = 0; i < 400; ++i) {
    patterns.push_back(
        Pattern::checked("^" + std::to_string(i) + "x(?:[a-z]{1,90} [0-9]{1,90}){5}$").value());
  }
  const PatternSet set(patterns);
  const std::string line = "7xa 1b 2c 3d 4e 5";
  EXPECT_EQ(set.all_in(line), std::vector<int>{7});
  EXPECT_FALSE(set.any_in("7xa"));
}

}  // namespace
}  // namespace lw::platform
