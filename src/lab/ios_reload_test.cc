#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/ios_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

TEST_F(Ios, LosesWhatWasNotSavedInAReload) {
  Typist typist = enabled();
  typist.lines({"conf t", "hostname R1", "ip domain name x.org", "end", "write memory"});
  EXPECT_THAT(typist.line("copy run start"), EndsWith("Destination filename [startup-config]? "));
  EXPECT_THAT(typist.line(""), HasSubstr("Building configuration...\r\n[OK]\r\n"));
  typist.lines({"conf t", "crypto key generate rsa modulus 1024", "hostname R2", "end"});
  EXPECT_THAT(typist.line("reload"),
              EndsWith("System configuration has been modified. Save? [yes/no]: "));
  EXPECT_THAT(typist.line("maybe"), HasSubstr("% Please answer 'yes' or 'no'."));
  EXPECT_THAT(typist.line("no"), EndsWith("Proceed with reload? [confirm]"));
  typist.keys("\r");
  EXPECT_TRUE(typist.finished());
  EXPECT_EQ(device_->config().hostname(), "R1");
  EXPECT_FALSE(device_->host_keys());
}

TEST_F(Ios, KeepsKeysThatWereSaved) {
  Typist typist = enabled();
  typist.lines({"conf t", "hostname R1", "ip domain name x.org",
                "crypto key generate rsa modulus 1024", "end", "wr", "reload"});
  typist.keys("\r");
  ASSERT_TRUE(device_->host_keys());
  EXPECT_EQ(device_->host_keys()->modulus, 1024);
}

TEST_F(Ios, RestoresItsSavedState) {
  Typist typist = enabled();
  typist.lines({"conf t", "hostname R1", "ip domain name x.org",
                "crypto key generate rsa modulus 1024", "end", "wr"});
  const std::string state = device_->saved_state();
  auto other = IosDevice::create({.initial_config = "", .clock = clock_.clock()});
  ASSERT_TRUE((*other)->restore_state(state));
  EXPECT_EQ((*other)->config().hostname(), "R1");
  EXPECT_TRUE((*other)->host_keys());
  EXPECT_FALSE((*other)->restore_state("something else"));
}

TEST_F(Ios, CarriesOutAndCancelsAScheduledReload) {
  Typist typist = enabled();
  typist.line("reload in 5");
  typist.keys("\r");
  EXPECT_THAT(typist.line("show reload"), HasSubstr("(in 5 minutes and 0 seconds)"));
  clock_.advance(std::chrono::minutes(4));
  device_->advance();
  EXPECT_THAT(typist.line(""), HasSubstr("*** --- SHUTDOWN in 0:01:00 ---"));
  EXPECT_THAT(typist.line("reload cancel"), HasSubstr("*** --- SHUTDOWN ABORTED ---"));
  EXPECT_EQ(device_->next_event(), std::nullopt);
  typist.line("reload in 1:00");
  typist.keys("\r");
  clock_.advance(std::chrono::minutes(59));
  device_->advance();
  EXPECT_FALSE(typist.finished());
  clock_.advance(std::chrono::minutes(1));
  device_->advance();
  EXPECT_TRUE(typist.finished());
}

TEST_F(Ios, RevertsAChangeThatIsNotConfirmed) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("configure terminal revert timer 5"),
              HasSubstr("%Turn config archive on before using Rollback Confirmed Change"));
  typist.lines({"conf t", "archive", "path flash:backup", "end",
                "configure terminal revert timer 5", "hostname WRONG", "end"});
  EXPECT_EQ(device_->config().hostname(), "WRONG");
  clock_.advance(std::chrono::minutes(5));
  device_->advance();
  EXPECT_EQ(device_->config().hostname(), "Router");
  typist.lines({"configure terminal revert timer 5", "hostname GOOD", "end", "configure confirm"});
  clock_.advance(std::chrono::minutes(6));
  device_->advance();
  EXPECT_EQ(device_->config().hostname(), "GOOD");
}

}  // namespace
}  // namespace lw::lab
