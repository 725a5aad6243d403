#include "session/reader.h"

#include <gtest/gtest.h>

#include <chrono>

namespace lw::session {
namespace {

std::shared_ptr<const platform::Platform> find(const std::string& name) {
  static const auto registry = platform::Registry::load();
  return registry->find(name).value();
}

Sight see(const std::string& platform, Phase phase, std::string_view typed,
          std::string_view bytes) {
  Reader reader(find(platform), 1 << 20);
  if (phase != Phase::kLogin) reader.learn("R1");
  reader.begin(phase, typed, "R1#");
  for (const char byte : bytes) reader.feed(std::string_view(&byte, 1));
  reader.rest();
  return reader.look();
}

TEST(Reader, KnowsWhatStandsAtTheEnd) {
  EXPECT_EQ(see("cisco_ios", Phase::kLogin, "", "\r\nUsername: ").seen, Seen::kUsername);
  EXPECT_EQ(see("cisco_ios", Phase::kLogin, "", "\r\nPassword: ").seen, Seen::kPassword);
  EXPECT_EQ(see("cisco_ios", Phase::kLogin, "", "Welcome #").seen, Seen::kNothing);
  EXPECT_EQ(
      see("cisco_ios", Phase::kLogin, "", "\r\n\r\nPress RETURN to get started!\r\n\r\n").seen,
      Seen::kPressReturn);
  EXPECT_EQ(see("cisco_ios", Phase::kLogin, "", "\r\n% Login invalid\r\n").seen, Seen::kRefused);
  EXPECT_EQ(see("cisco_ios", Phase::kCommand, "show x", "show x\r\n --More-- ").seen, Seen::kPager);
  EXPECT_EQ(see("cisco_ios", Phase::kCommand, "show x", "show x\r\nUsername: ").seen,
            Seen::kNothing);
  EXPECT_EQ(see("cisco_ios", Phase::kCommand, "show x", "show x\r\nR2#").seen, Seen::kNothing);
  EXPECT_EQ(see("cisco_ios", Phase::kCommand, "hostname R2", "hostname R2\r\nR2#").seen,
            Seen::kForeignPrompt);
}

TEST(Reader, SeesTheQuestionThatALogMessageIsGluedTo) {
  const std::string log = "*Mar  1 00:00:02.074: %LINK-3-UPDOWN: Interface Fa0/1, changed\r\n";
  EXPECT_EQ(see("cisco_ios", Phase::kLogin, "", "\r\nUsername: " + log).seen, Seen::kUsername);
  EXPECT_EQ(see("cisco_ios", Phase::kLogin, "", "\r\nPassword: " + log).seen, Seen::kPassword);
  EXPECT_EQ(see("cisco_ios", Phase::kLogin, "", "\r\nbranch-1: " + log).seen, Seen::kNothing);
}

TEST(Reader, SeesTheQuestionThatLogMessagesHide) {
  const std::string asked =
      "configure terminal\r\n\rR1(config)# \r\n\r\n*** NOTICE ***\r\n\r\n"
      "Would you like to enable anonymous error reporting to help improve\r\n"
      "the product? [Y]es, [N]o, [A]sk later: ";
  for (const std::string log : {
           "Beginning configuration replication: Sending to mate.\r\n",
           "\r\nBeginning configuration replication: Sending to mate.\r\n",
           "\tSwitching to Active\r\nEnd Configuration Replication to mate\r\n",
           "\r\n%ASA-5-111008: User 'admin' executed the 'name' command.\r\n",
       }) {
    const auto sight = see("cisco_asa", Phase::kCommand, "configure terminal", asked + log);
    ASSERT_EQ(sight.seen, Seen::kDialog) << log;
    EXPECT_EQ(sight.dialog->id, "anonymous-reporting");
    EXPECT_EQ(sight.evidence, Evidence::kDoubtful) << "it may still be printing";
  }
}

TEST(Reader, TakesNoQuestionForOneThatWasAnswered) {
  const std::string log = "*Mar  1 00:00:02.074: %LINK-3-UPDOWN: Interface Fa0/1, changed\r\n";
  Reader reader(find("cisco_ios"), 1 << 20);
  reader.begin(Phase::kLogin, "", "");
  reader.feed("\r\nPassword: ");
  ASSERT_EQ(reader.look().seen, Seen::kPassword);
  reader.answered("");
  reader.gave_secret();
  reader.feed("\r\n" + log);
  EXPECT_EQ(reader.look().seen, Seen::kNothing);
}

TEST(Reader, SeesAnInvitationToPressReturnThatLogMessagesHide) {
  const std::string log = "*Mar  1 00:00:02.074: %LINK-3-UPDOWN: Interface Fa0/1, changed\r\n";
  EXPECT_EQ(see("cisco_ios", Phase::kLogin, "",
                "\r\n\r\nPress RETURN to get started!\r\n\r\n" + log + log)
                .seen,
            Seen::kPressReturn);
}

// Else the name would be given again, and the device take it for the password.
TEST(Reader, TrustsAQuestionForTheUserLeastBeforeTheEchoOfTheNameThatWasGiven) {
  const auto asked = [](std::string_view typed, std::string_view bytes) {
    return see("cisco_ios", Phase::kLogin, typed, bytes);
  };
  EXPECT_EQ(asked("", "\r\nUsername: ").evidence, Evidence::kWeak);
  EXPECT_EQ(asked("admin", "\r\nUsername: ").seen, Seen::kUsername);
  EXPECT_EQ(asked("admin", "\r\nUsername: ").evidence, Evidence::kUnechoed);
  EXPECT_EQ(asked("admin", "\r\nUsername: admin\r\nPassword: ").seen, Seen::kPassword);
}

TEST(Reader, TrustsAPromptMoreAfterTheEcho) {
  EXPECT_EQ(see("cisco_ios", Phase::kCommand, "show x", "show x\r\nR1#").evidence,
            Evidence::kStrong);
  EXPECT_EQ(see("cisco_ios", Phase::kCommand, "show x", "R1#").evidence, Evidence::kWeak);
}

TEST(Reader, DoubtsAPromptBehindWhichAQuestionMayFollow) {
  const auto evidence = [](const std::string& platform, const std::string& typed) {
    return see(platform, Phase::kCommand, typed, typed + "\r\nR1(config)#").evidence;
  };
  EXPECT_EQ(evidence("cisco_asa", "configure terminal"), Evidence::kDoubtful);
  EXPECT_EQ(evidence("cisco_asa", "conf t"), Evidence::kDoubtful);
  EXPECT_EQ(evidence("cisco_asa", "interface Management0/0"), Evidence::kStrong);
  EXPECT_EQ(evidence("cisco_ios", "configure terminal"), Evidence::kStrong);
}

TEST(Reader, FindsThePromptGluedToAReplicationMessage) {
  const auto sight =
      see("cisco_asa", Phase::kCommand, "write standby",
          "write standby\r\nBeginning configuration replication: Sending to mate.R1# ");
  ASSERT_EQ(sight.seen, Seen::kPrompt);
  EXPECT_EQ(sight.prompt->text, "R1# ");
}

TEST(Reader, SeesTheQuestionThatFollowsAPrompt) {
  const auto sight = see("cisco_asa", Phase::kCommand, "configure terminal",
                         "configure terminal\r\n\rR1(config)# \r\n\r\n*** NOTICE ***\r\n\r\n"
                         "Would you like to enable anonymous error reporting to help improve\r\n"
                         "the product? [Y]es, [N]o, [A]sk later: ");
  ASSERT_EQ(sight.seen, Seen::kDialog);
  EXPECT_EQ(sight.dialog->id, "anonymous-reporting");
}

TEST(Reader, FollowsALongNameThatIsCutInConfigurationMode) {
  const auto ios = find("cisco_ios");
  const Prompt cut{platform::Mode::kConfigure, "a-long-host-na", "a-long-host-na(config)#"};
  EXPECT_TRUE(belongs_to(*ios, cut, "a-long-host-name-indeed"));
  const Prompt other{platform::Mode::kPrivileged, "a-long-host-na", "a-long-host-na#"};
  EXPECT_FALSE(belongs_to(*ios, other, "a-long-host-name-indeed"));
}

// Twice the output must not take much more than twice the time.
TEST(Reader, ReadsLongOutputInLinearTime) {
  const auto measure = [](std::size_t megabytes) {
    const std::string line =
        "access-list OUTSIDE extended permit tcp any host 192.0.2.1 eq 443\r\n";
    std::string block;
    while (block.size() < 16 * 1024) block += line;
    const auto start = std::chrono::steady_clock::now();
    Reader reader(find("cisco_ios"), std::size_t{64} << 20);
    reader.learn("R1");
    reader.begin(Phase::kCommand, "show run", "R1#");
    for (std::size_t sent = 0; sent < megabytes << 20; sent += block.size()) {
      reader.feed(block);
      (void)reader.look();
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  (void)measure(1);
  const double small = measure(5);
  const double large = measure(50);
  RecordProperty("seconds_for_50_MB", std::to_string(large));
  EXPECT_LT(large, 40 * small + 1.0) << "50 MB took " << large << " s, 5 MB " << small << " s";
}

}  // namespace
}  // namespace lw::session
