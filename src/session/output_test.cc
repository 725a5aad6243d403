#include "session/output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::session {
namespace {

using ::testing::ElementsAre;

const platform::Platform& ios() {
  static const auto registry = platform::Registry::load();
  static const auto found = registry->find("cisco_ios").value();
  return *found;
}

Output make(std::string_view command, std::string_view text,
            std::optional<std::size_t> width = {}) {
  return make_output(ios(), {command, "R1#", width, "R1#"}, text);
}

const std::string kLog =
    "*Mar  1 00:00:01.123: %LINK-3-UPDOWN: Interface Fa0/1, changed state to up";

TEST(Output, PointsIntoTheCommandWithTheMarkersColumn) {
  const auto output = make("show vrsion", "        ^\n% Invalid input detected at '^' marker.\n\n");
  ASSERT_TRUE(output.rejected);
  EXPECT_EQ(output.rejected->column, 5u);
  const auto wrapped = make("show", " ^\n% Invalid input detected at '^' marker.\n");
  EXPECT_EQ(wrapped.rejected->column, std::nullopt);
}

TEST(Output, JoinsALineThatALogMessageSplits) {
  const auto output = make("show ip int", "Interface  IP-" + kLog + "\nAddress\nsecond\n");
  EXPECT_EQ(output.text, "Interface  IP-Address\nsecond");
  EXPECT_THAT(output.log_lines, ElementsAre(kLog));
}

TEST(Output, LeavesLogLinesWhereTheyAreTheAnswer) {
  EXPECT_EQ(make("show logging", kLog + "\n").text, kLog);
}

TEST(Output, JoinsLinesThatWereWrappedAtAKnownWidth) {
  EXPECT_EQ(make("show x", "0123456789\nabc\nlast\n", 10).text, "0123456789abc\nlast");
}

TEST(Output, DropsAnEchoBehindALogMessage) {
  const auto output = make("show clock", kLog + "\nR1#show clock\nnoon\n");
  EXPECT_EQ(output.text, "noon");
  EXPECT_THAT(output.log_lines, ElementsAre(kLog));
}

TEST(Output, DoesNotTakeAStoredTextForARefusal) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += i == 20 ? "% Incomplete command.\n" : "line\n";
  EXPECT_FALSE(make("show running-config", text).rejected);
  EXPECT_TRUE(make("copy a b", "line\n% Incomplete command.\n").rejected);
}

TEST(Output, TellsWarningsFromRefusals) {
  const auto output = make("x", "% Warning: this is odd\n% Generating 2048 bit RSA keys, keys\n");
  EXPECT_FALSE(output.rejected);
  EXPECT_EQ(output.warnings.size(), 1u);
}

}  // namespace
}  // namespace lw::session
