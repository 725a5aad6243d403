#include "prepare/login_judge.h"

#include <gtest/gtest.h>

namespace lw::prepare {
namespace {

const auto kRunning = configtext::Document::read(
    "username ops privilege 15 secret 5 x\nno username gone\naaa new-model\n"
    "aaa authentication login default group tacacs+ local\n"
    "aaa authentication login CONSOLE local\n"
    "aaa authentication enable default group RAD enable\nend\n",
    configtext::Dialect::kIos);

TEST(LoginJudge, IsTheFirstGroupOfTheMethodList) {
  EXPECT_EQ(servers_asked(kRunning, "aaa authentication login default"), "TACACS+");
  EXPECT_EQ(servers_asked(kRunning, "aaa authentication enable default"), "RAD");
  EXPECT_EQ(servers_asked(kRunning, "aaa authentication login CONSOLE"), std::nullopt);
  EXPECT_EQ(servers_asked(kRunning, "aaa authentication login other"), std::nullopt);
}

TEST(LoginJudge, KnowsTheDevicesOwnAccounts) {
  EXPECT_TRUE(has_account(kRunning, "ops"));
  EXPECT_FALSE(has_account(kRunning, "op"));
  EXPECT_FALSE(has_account(kRunning, "gone"));
}

}  // namespace
}  // namespace lw::prepare
