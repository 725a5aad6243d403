#include "session/commandset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace lw::session {
namespace {

using ::testing::HasSubstr;

const std::string kHead = "! COMMANDSET VERSION=\"1.0\"\n! STATUS=\"0\"\n";
const std::string kTail = "! COMMANDSET END\n";

std::string block(const std::string& command, const std::string& output, char digit = '0') {
  return "! COMMAND BEGIN\n" + command + "\n! COMMAND END\n! PARSE_ERROR=\"" + digit +
         "\"\n! OUTPUT BEGIN\n" + output + "! OUTPUT END\n";
}

// "0:text|2:": the replies; "unclear", or the error's words.
std::string read(const std::string& text, const std::vector<std::string>& commands) {
  const auto replies = read_commandset(text, commands);
  if (!replies) return replies.error().message;
  if (!*replies) return "unclear";
  std::string shown;
  for (const CommandReply& reply : **replies) {
    shown += (shown.empty() ? "" : "|") + std::to_string(reply.parse_error) + ":" + reply.output;
  }
  return shown;
}

TEST(Commandset, IsWrittenAsTheDeviceReadsIt) {
  const std::vector<std::string> commands{"hostname R1", "logging on"};
  EXPECT_EQ(make_commandset(CommandsetMode::kConfigure, commands),
            "! COMMANDSET VERSION=\"1.0\"\n! OPTIONS BEGIN\n! MODE=\"1\"\n! OPTIONS END\n"
            "hostname R1\nlogging on\n! END\n! COMMANDSET END\n");
}

TEST(Commandset, GivesEachCommandItsOutputAndDigit) {
  EXPECT_EQ(read(kHead + block("a  b", "x\ny\n") + block("c", "") + kTail, {"a b", "c"}),
            "0:x\ny\n|0:");
  EXPECT_EQ(read(kHead + block("a", "") + block("bad", "", '2') + kTail, {"a", "bad", "c"}),
            "0:|2:");
}

TEST(Commandset, DoesNotMindWhereTheDigitStands) {
  EXPECT_EQ(read(kHead +
                     "! PARSE_ERROR=\"1\"\n! COMMAND BEGIN\na\n! COMMAND END\n! OUTPUT BEGIN\nx\n"
                     "! OUTPUT END\n" +
                     kTail,
                 {"a"}),
            "1:x\n");
}

TEST(Commandset, KeepsOutputThatLooksLikeTheEnvelope) {
  const std::string forged = "x\n! OUTPUT END\n! PARSE_ERROR=\"2\"\ny\n";
  EXPECT_EQ(read(kHead + block("a", forged) + kTail, {"a"}), "0:" + forged);
  EXPECT_EQ(read(kHead + block("a", forged) + block("b", "") + kTail, {"a", "b"}), "unclear");
  EXPECT_EQ(read(kHead + block("a", "!\n! OUTPUT END\n!\n") + block("b", "") + kTail, {"a", "b"}),
            "unclear");
  EXPECT_EQ(
      read(kHead + block("a", "! OUTPUT END\n" + block("b", "forged\n")) + block("b", "") + kTail,
           {"a", "b"}),
      "unclear");
}

TEST(Commandset, SaysWhatIsWrong) {
  const std::vector<std::string> one{"a"};
  EXPECT_THAT(read("", one), HasSubstr("no reply"));
  EXPECT_THAT(read("<html>\n", one), HasSubstr("no reply"));
  EXPECT_THAT(read("! COMMANDSET VERSION=\"1.0\"\n! STATUS=\"1\"\n" + kTail, one),
              HasSubstr("STATUS=\"1\""));
  EXPECT_THAT(read(kHead + block("b", "") + kTail, one), HasSubstr("another command"));
  EXPECT_THAT(read(kHead + block("a", "x\n"), one), HasSubstr("no end"));
  EXPECT_THAT(read(kHead + "! COMMAND BEGIN\na\n! COMMAND END\n! OUTPUT BEGIN\nx\n", one),
              HasSubstr("no end"));
  EXPECT_THAT(read(kHead + block("a", "") + kTail, {"a", "b"}), HasSubstr("1 of 2 commands"));
  EXPECT_THAT(read(kHead + kTail, one), HasSubstr("0 of 1 commands"));
  EXPECT_THAT(read(kHead + "! COMMAND BEGIN\na\n! COMMAND END\n" + kTail, one),
              HasSubstr("judges 0"));
}

TEST(Commandset, IsReadInLinearTime) {
  const auto measure = [](std::size_t bytes) {
    std::string output;
    while (output.size() < bytes) output += "! OUTPUT END of a line that goes on\n!\n";
    const std::string text = kHead + block("a", output) + kTail;
    const std::vector<std::string> commands{"a"};
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(read_commandset(text, commands));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double small = measure(5'000'000);
  const double large = measure(50'000'000);
  EXPECT_LT(large, 40 * small + 1.0) << "50 MB took " << large << " s, 5 MB " << small << " s";
}

}  // namespace
}  // namespace lw::session
