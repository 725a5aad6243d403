#include "session/asa_reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace lw::session {
namespace {

using ::testing::ElementsAre;

const std::string kWho =
    "Username : admin\nCurrent privilege level : 15\nCurrent Mode/s : P_PRIV\n";

TEST(AsaReply, LearnsTheSentinelAndCutsAtEveryCopy) {
  const std::string text = kWho + "one\ntwo\n" + kWho + kWho + "three" + kWho;
  const auto reply = split_reply(text, 3);
  ASSERT_TRUE(reply);
  EXPECT_EQ(std::string(reply->sentinel) + "\n", kWho);
  EXPECT_THAT(reply->parts, ElementsAre("\none\ntwo\n", "\n", "\nthree"));
}

TEST(AsaReply, DoesNotGuessWhenTheCountIsNotRight) {
  EXPECT_FALSE(split_reply(kWho + "one\n" + kWho, 2));
  EXPECT_FALSE(split_reply(kWho + "one\n" + kWho + "two\n" + kWho, 1));
  EXPECT_FALSE(split_reply(kWho + "one\n" + kWho + "cut o", 1));
  EXPECT_FALSE(split_reply("one\n" + kWho, 1));
  EXPECT_FALSE(split_reply(kWho, 1));
  EXPECT_FALSE(split_reply("", 0));
}

TEST(AsaReply, TakesNoOtherTextThatComesAgainForTheSentinel) {
  EXPECT_FALSE(split_reply("-----\nx\n-----\n", 1));
}

TEST(AsaReply, ReadsThePrivilege) {
  EXPECT_EQ(privilege_level(kWho), 15);
  EXPECT_EQ(privilege_level("Current privilege level is 7\n"), std::nullopt);
  EXPECT_EQ(privilege_level("Current privilege level : 3"), 3);
  EXPECT_EQ(privilege_level("ERROR: % Invalid input"), std::nullopt);
}

TEST(AsaReply, StripsTheEndOfAConfigurationReply) {
  const std::string end = "\nCryptochecksum (changed): d41d8cd9 8f00b204 e9800998 ecf8427e \n";
  EXPECT_EQ(strip_config_end("INFO: x\n" + end + "Config OK\n"), "INFO: x\n\n");
  EXPECT_EQ(strip_config_end("Config OK"), "");
  EXPECT_FALSE(strip_config_end("INFO: x\n" + end));
  EXPECT_FALSE(strip_config_end("Config OK, nearly\n"));
}

// Ten times the output must not take much more than ten times the time.
TEST(AsaReply, IsCutInLinearTime) {
  const auto measure = [](std::size_t bytes) {
    std::string text = kWho;
    // Lines that begin as the sentinel does are the worst for a search.
    while (text.size() < bytes) text += "Username : admin\nCurrent privilege level : 1\n";
    text += kWho;
    const auto start = std::chrono::steady_clock::now();
    const auto reply = split_reply(text, 1);
    EXPECT_TRUE(reply);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double small = measure(5'000'000);
  const double large = measure(50'000'000);
  EXPECT_LT(large, 40 * small + 1.0) << "50 MB took " << large << " s, 5 MB " << small << " s";
}

}  // namespace
}  // namespace lw::session
