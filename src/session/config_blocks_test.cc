#include "session/config_blocks.h"

#include <gtest/gtest.h>

#include <string>

namespace lw::session {
namespace {

// "0+3 4+1": first line and count of each block, its units in brackets where they differ from one
// a line.
std::string blocks_of(const std::string& platform, const std::vector<std::string_view>& lines) {
  static const auto registry = platform::Registry::load();
  const auto blocks = config_blocks(**registry->find(platform), lines);
  if (!blocks) return blocks.error().message;
  std::string text;
  for (const ConfigBlock& block : *blocks) {
    if (!text.empty()) text += ' ';
    text += std::to_string(block.lines.first) + '+' + std::to_string(block.lines.count);
    if (block.units.size() == block.lines.count) continue;
    text += '[';
    for (const LineRange& unit : block.units) text += std::to_string(unit.count);
    text += ']';
  }
  return text;
}

TEST(ConfigBlocks, HoldASectionTogether) {
  EXPECT_EQ(blocks_of("cisco_asa", {"a", "interface x", " nameif y", "  deeper", "b"}),
            "0+1 1+3 4+1");
  EXPECT_EQ(blocks_of("cisco_ios", {" orphan", "b"}), "0+1 1+1");
  EXPECT_EQ(blocks_of("cisco_ios", {}), "");
}

TEST(ConfigBlocks, TakeTheExitOfASectionIn) {
  EXPECT_EQ(blocks_of("cisco_ios", {"line vty 0 4", " login local", "exit", "a"}), "0+3 3+1");
  EXPECT_EQ(blocks_of("cisco_ios", {"a", "exit"}), "0+1 1+1");
}

TEST(ConfigBlocks, PutNothingIntoTexts) {
  EXPECT_EQ(blocks_of("cisco_ios", {"banner motd ^C", "Hello", "reload", "^C", "a"}), "0+4[4] 4+1");
  EXPECT_EQ(blocks_of("cisco_ios", {"banner motd ^CHello^C", "a"}), "0+1 1+1");
  EXPECT_EQ(blocks_of("cisco_asa", {"crypto ca certificate chain T", " certificate ca 01", "  3082",
                                    " quit", "a"}),
            "0+4[13] 4+1");
  EXPECT_EQ(blocks_of("cisco_asa",
                      {"crypto ca import T certificate nointeractive", "MI", "", "quit", "a"}),
            "0+4[4] 4+1");
  EXPECT_EQ(blocks_of("cisco_asa", {"banner motd Hello", "banner motd again"}), "0+1 1+1");
}

TEST(ConfigBlocks, SayWhichTextHasNoEnd) {
  EXPECT_NE(blocks_of("cisco_ios", {"a", "banner motd ^C", "Hello"}).find("line 2"),
            std::string::npos);
  EXPECT_NE(
      blocks_of("cisco_asa", {"a", "crypto ca authenticate T nointeractive", "MI"}).find("line 2"),
      std::string::npos);
}

}  // namespace
}  // namespace lw::session
