#include "prepare/first_logins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::prepare {
namespace {

using ::testing::ElementsAre;

std::shared_ptr<const platform::Platform> family(const char* name) {
  static const auto registry = platform::Registry::load();
  return registry->find(name).value();
}

store::DeviceCredentials account(const std::string& user, const std::string& password) {
  return {.username = user, .password = Secret(password)};
}

std::vector<std::string> passwords(const std::vector<FirstLogin>& logins) {
  std::vector<std::string> all;
  for (const FirstLogin& login : logins) all.push_back(login.credentials.password.reveal());
  return all;
}

TEST(FirstLogins, AreTheInventorysAloneWhereNothingElseIsToBe) {
  const auto known = account("cisco", "cisco");
  EXPECT_THAT(passwords(first_logins(known, known, {}, *family("cisco_ips"))),
              ElementsAre("cisco"));
  EXPECT_THAT(
      passwords(first_logins(account("ops", "x"), account("ops", "x"), {}, *family("cisco_ios"))),
      ElementsAre("x"));
}

TEST(FirstLogins, GoOnWithTheAccountThatIsToBeMadeWhereNoUserIsKnown) {
  EXPECT_THAT(
      passwords(first_logins(account("", "vty"), account("ops", "made"), {}, *family("cisco_ios"))),
      ElementsAre("vty", "made"));
}

TEST(FirstLogins, OfASensorTryThePasswordThatACutRunMayHaveGivenIt) {
  const auto known = account("cisco", "cisco");
  EXPECT_THAT(
      passwords(first_logins(known, known, {{"new_password", "chosen-1"}}, *family("cisco_ips"))),
      ElementsAre("cisco", "chosen-1"));
}

TEST(FirstLogins, OfASensorEndWithTheFactorysPasswordWhereTheInventoryHasTheOneToBe) {
  const auto known = account("cisco", "chosen-1");
  const auto& ips = *family("cisco_ips");
  const std::string chosen = new_password(known, {}, ips);
  EXPECT_EQ(chosen, "chosen-1");
  EXPECT_THAT(passwords(first_logins(known, known, {{"new_password", chosen}}, ips)),
              ElementsAre("chosen-1", "cisco"));
  EXPECT_EQ(new_password(account("cisco", "cisco"), {}, ips), "");
  EXPECT_EQ(new_password(account("admin", "x"), {}, ips), "") << "the factory has no such account";
}

}  // namespace
}  // namespace lw::prepare
