#include "prepare/first_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::prepare {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;

const std::vector<procedure::SetupStep> kSteps = {
    {"preconfigure", "address", "192.0.2.10", "why", false},
    {"preconfigure", "enable-password", "en-able", "why", true},
    {"another", "host-name", "x", "why", false}};

TEST(FirstSettings, AreTheProceduresAnswersAndTheDevicesOwnCredentials) {
  const auto registry = platform::Registry::load().value();
  store::DeviceCredentials credentials;
  credentials.enable_password = Secret("stored");
  const auto answers = first_settings(kSteps, **registry.find("cisco_asa"), credentials);
  EXPECT_THAT(answers.plain, ElementsAre(Pair("address", "192.0.2.10"), Pair("host-name", "x")));
  EXPECT_THAT(answers.secret, SizeIs(3));
  EXPECT_EQ(answers.secret.at("enable-password").reveal(), "en-able");
  EXPECT_EQ(answers.secret.at("new-enable-password").reveal(), "stored");
  EXPECT_EQ(answers.secret.at("repeat-enable-password").reveal(), "stored");
}

TEST(FirstSettings, AnAddressIsSeenInEitherAgeOfAFirewall) {
  for (const char* text : {"interface Management0/0\n ip address 192.0.2.10 255.255.255.0\n",
                           "ip address inside 192.0.2.10 255.255.255.0\n"}) {
    const auto running = configtext::Document::read(text, configtext::Dialect::kAsa);
    EXPECT_TRUE(shows_address(running, "192.0.2.10")) << text;
    EXPECT_FALSE(shows_address(running, "192.0.2.1")) << text;
  }
}

TEST(FirstSettings, NoPasswordIsMadeUpWhereThereIsNone) {
  const auto registry = platform::Registry::load().value();
  EXPECT_THAT(first_settings({}, **registry.find("cisco_xe"), {}).secret, SizeIs(0));
  store::DeviceCredentials empty;
  empty.enable_password = Secret("");
  EXPECT_THAT(first_settings({}, **registry.find("cisco_xe"), empty).secret, SizeIs(0));
}

TEST(FirstSettings, ArePlannedForTheDialogueThatStands) {
  const auto registry = platform::Registry::load().value();
  const auto asa = *registry.find("cisco_asa");
  const auto dialog = [&](std::string_view id) {
    return *std::ranges::find(asa->setups, id, &platform::SetupDialog::id);
  };
  EXPECT_THAT(first_settings_plan(dialog("preconfigure"), kSteps).setup, SizeIs(2));
  const auto forced = first_settings_plan(dialog("forced-enable-password"), kSteps).setup;
  ASSERT_THAT(forced, SizeIs(2));
  EXPECT_TRUE(forced.front().secret);
  EXPECT_EQ(forced.front().answer, "");
}

}  // namespace
}  // namespace lw::prepare
