#include "prepare/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::prepare {
namespace {

using ::testing::HasSubstr;

TEST(Verdict, AProofHoldsWhenSomeLineIsWhatItExpects) {
  const procedure::Proof proof{"show version", "^Cisco .* Version 7", ""};
  session::Output output;
  output.text = "Application Partition:\n\nCisco IPS, Version 7.1";
  EXPECT_TRUE(shows(output, proof));
  output.rejected = session::Rejection{};
  EXPECT_FALSE(shows(output, proof)) << "a refused command proves nothing";
  output.rejected.reset();
  output.text = "the Cisco IPS, Version 7.1";
  EXPECT_FALSE(shows(output, proof));
}

TEST(Verdict, TheHintBehindARefusalFollowsFromHowTheDeviceKeepsWhatItIsTold) {
  const auto registry = platform::Registry::load().value();
  const auto sensor = registry.find("cisco_ips").value();
  const auto router = registry.find("cisco_ios").value();
  EXPECT_THAT(hint_behind_refusal(*sensor, ""), HasSubstr("dropped"));
  EXPECT_THAT(hint_behind_refusal(*router, ""), HasSubstr("until the device reloads"));
  EXPECT_EQ(hint_behind_refusal(*router, "told"), "told");
}

}  // namespace
}  // namespace lw::prepare
