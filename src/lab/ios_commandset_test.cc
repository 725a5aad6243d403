#include "lab/ios_commandset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::lab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kShow =
    "! COMMANDSET VERSION=\"1.0\"\n! OPTIONS BEGIN\n! MODE=\"0\"\n! OPTIONS END\n"
    "show clock\nshow version\n! END\n! COMMANDSET END\n";

TEST(IosCommandSet, IsReadLineByLine) {
  const auto set = read_command_set(kShow);
  ASSERT_TRUE(set);
  EXPECT_FALSE(set->configures);
  EXPECT_THAT(set->commands, ElementsAre("show clock", "show version"));
  std::string other(kShow);
  other.replace(other.find("\"0\""), 3, "\"1\"");
  for (std::size_t at = 0; (at = other.find('\n', at)) != std::string::npos; at += 2) {
    other.insert(at, "\r");
  }
  ASSERT_TRUE(read_command_set(other));
  EXPECT_TRUE(read_command_set(other)->configures);
  EXPECT_THAT(read_command_set(other)->commands, ElementsAre("show clock", "show version"));
}

TEST(IosCommandSet, IsRefusedWhenItIsNotWhole) {
  for (std::size_t cut = 0; cut + 1 < kShow.size(); ++cut) {
    EXPECT_FALSE(read_command_set(kShow.substr(0, cut))) << cut;
  }
  EXPECT_FALSE(read_command_set("show clock\n"));
  EXPECT_FALSE(read_command_set(std::string(kShow) + "more\n"));
  EXPECT_THAT(command_set_refusal(), HasSubstr("STATUS=\"1\""));
}

// As Cisco's own client reads it: by offsets from the tokens.
TEST(IosCommandSet, IsAnsweredWithTokensAtTheirOffsets) {
  using Parse = IosCommandResult::Parse;
  const std::string text =
      command_set_answer({{"show clock", Parse::kOk, "12:00\n"}, {"shw", Parse::kInvalid, ""}});
  EXPECT_THAT(text, HasSubstr("! COMMANDSET"));
  EXPECT_THAT(text, HasSubstr("STATUS=\"0\""));
  std::size_t at = text.find("! COMMAND BEGIN");
  EXPECT_EQ(text.substr(at + 16, text.find("\n! COMMAND END") - at - 16), "show clock");
  EXPECT_EQ(text[text.find("PARSE_ERROR") + 13], '0');
  at = text.find("! OUTPUT BEGIN");
  EXPECT_EQ(text.substr(at + 15, text.find("\n! OUTPUT END") - at - 15), "12:00");
  EXPECT_EQ(text[text.rfind("PARSE_ERROR") + 13], '2');
  EXPECT_THAT(text, HasSubstr("! OUTPUT BEGIN\n\n! OUTPUT END"));
}

}  // namespace
}  // namespace lw::lab
