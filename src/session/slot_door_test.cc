#include "session/slot_door.h"

#include <gtest/gtest.h>

namespace lw::session {
namespace {

std::shared_ptr<const platform::Platform> family(const std::string& name) {
  static const auto registry = platform::Registry::load();
  return registry->find(name).value();
}

constexpr std::string_view kOpening =
    "session slot 6 processor 1\r\n"
    "The default escape character is Ctrl-^, then x.\r\n"
    "You can also type 'exit' at the remote prompt to end the session\r\n"
    "Trying 127.0.0.61 ... Open\r\n";
constexpr std::string_view kModule = "\r\n\r\nUser Access Verification\r\n\r\nPassword: ";
constexpr std::string_view kClosing =
    "\r\n[Connection to 127.0.0.61 closed by foreign host]\r\ncat6k#";

std::string passed_on(SlotExit& exit, std::string_view bytes, std::size_t piece) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += piece) exit.feed(bytes.substr(at, piece), out);
  return out;
}

TEST(SlotEntry, EndsWhereTheModuleBeginsToSpeak) {
  const std::string all = std::string(kOpening) + std::string(kModule);
  SlotEntry whole(family("cisco_ios"), "cat6k#");
  EXPECT_EQ(whole.feed(all), kOpening.size());
  EXPECT_TRUE(whole.opened());
  SlotEntry bytes(family("cisco_ios"), "cat6k#");
  std::size_t taken = 0;
  for (const char byte : all) taken += bytes.feed({&byte, 1});
  EXPECT_EQ(taken, kOpening.size());

  SlotEntry catos(family("cisco_catos"), "cat-1> (enable) ");
  EXPECT_EQ(catos.feed("session 6\r\nTrying Module-6...\r\nConnected to Module-6.\r\nEscape"), 55U);
  EXPECT_TRUE(catos.opened());
}

TEST(SlotEntry, KnowsTheSupervisorsPromptAndWhatItSaidBefore) {
  const struct {
    std::string platform;
    std::string prompt;
    std::string said;
    std::string words;
    std::string why;
  } kTable[] = {
      {"cisco_ios", "cat6k#",
       "session slot 3 processor 1\r\nTrying 127.0.0.31 ... \r\n"
       "% Destination unreachable; gateway or host down\r\n\r\n",
       "% Destination unreachable; gateway or host down", "nothing answers there"},
      {"cisco_ios", "cat6k#",
       "session slot 3 processor 1\r\nTrying 127.0.0.31 ... \r\n"
       "% Connection refused by remote host\r\n",
       "% Connection refused by remote host",
       "the module refuses: it is still starting, or somebody else holds its session"},
      {"cisco_ios", "cat6k#", "session slot 3 processor 1\r\nNot today\r\n", "Not today", ""},
      {"cisco_catos", "cat-1> (enable) ", "session 9\r\nModule 9 is not installed.\r\n",
       "Module 9 is not installed.", "the switch has no module with a command line there"},
  };
  for (const auto& row : kTable) {
    SlotEntry entry(family(row.platform), row.prompt);
    for (const char byte : row.said) entry.feed({&byte, 1});
    EXPECT_FALSE(entry.back_at_prompt());
    entry.feed(row.prompt);
    EXPECT_TRUE(entry.back_at_prompt());
    EXPECT_EQ(entry.refusal().words, row.words);
    EXPECT_EQ(entry.refusal().why, row.why);
  }
}

TEST(SlotExit, PassesOnWhatTheModuleSaysUpToTheSupervisorsPrompt) {
  for (const std::size_t piece : {1, 7, 4096}) {
    SlotExit exit(family("cisco_ios"), "cat6k#");
    const std::string all = std::string(kModule) + "FWSM# exit\r\n" + std::string(kClosing);
    const std::string out = passed_on(exit, all, piece);
    EXPECT_TRUE(exit.ended());
    EXPECT_TRUE(out.starts_with(std::string(kModule) + "FWSM# exit\r\n"));
    EXPECT_EQ(out.find("cat6k#"), std::string::npos);
  }
}

TEST(SlotExit, IsNotMisledByAModuleThatPrintsTheSupervisorsWords) {
  const std::string said =
      "[Connection to 127.0.0.61 closed by foreign host]\r\nFWSM# show x\r\n"
      "[Connection to 127.0.0.61 closed by foreign host]\r\n"
      "[Connection to 127.0.0.61 closed by foreign host]\r\n\r\ncat6 is no prompt\r\n"
      "cat6k#\r\n";
  for (const std::size_t piece : {1, 5, 4096}) {
    SlotExit exit(family("cisco_ios"), "cat6k#");
    EXPECT_EQ(passed_on(exit, said, piece), said);
    EXPECT_FALSE(exit.ended());
    EXPECT_EQ(passed_on(exit, kClosing, piece).find("cat6k#"), std::string::npos);
    EXPECT_TRUE(exit.ended());
  }
}

TEST(SlotExit, HoldsLittleOfWhatNeverEnds) {
  SlotExit exit(family("cisco_ios"), "cat6k#");
  std::string out;
  exit.feed("[Connection to 127.0.0.61 closed by foreign host]\r\n", out);
  const std::string blanks(100'000, ' ');
  exit.feed(blanks, out);
  EXPECT_GT(out.size(), blanks.size() - 2048);
  EXPECT_FALSE(exit.ended());
}

}  // namespace
}  // namespace lw::session
