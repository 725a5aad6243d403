#include "platform/neutral.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

namespace lw::platform {
namespace {

using testing::IsEmpty;

TEST(NeutralPlatform, KnowsThePromptsOfEveryFamily) {
  const auto registry = Registry::load().value();
  const auto neutral = neutral_platform(registry);
  const auto mode_of = [&](std::string_view line) -> std::string {
    for (const ModePrompt& prompt : neutral->prompts) {
      if (prompt.pattern.found_in(line)) return std::string(name(prompt.mode));
    }
    return "none";
  };
  EXPECT_EQ(mode_of("R1>"), "user");
  EXPECT_EQ(mode_of("R1#"), "privileged");
  EXPECT_EQ(mode_of("asa/pri/act# "), "privileged");
  EXPECT_EQ(mode_of("Console> "), "user");
  EXPECT_EQ(mode_of("Console> (enable) "), "privileged");
  EXPECT_EQ(mode_of("sensor# "), "privileged");
  EXPECT_EQ(mode_of("Welcome"), "none");
}

TEST(NeutralPlatform, KnowsTheQuestionsAndPagersOfEveryFamily) {
  const auto registry = Registry::load().value();
  const auto neutral = neutral_platform(registry);
  for (const auto& family : registry.all()) {
    SCOPED_TRACE(family->name);
    EXPECT_TRUE(neutral->login.username && neutral->login.username->ok());
  }
  for (const char* question : {"Username: ", "login: ", "sensor login: "}) {
    EXPECT_TRUE(neutral->login.username.found_in(question)) << question;
  }
  for (const char* question : {"Password: ", "Enter password: "}) {
    EXPECT_TRUE(neutral->login.password.found_in(question)) << question;
  }
  for (const char* pager : {" --More-- ", "<--- More --->", "--More--"}) {
    EXPECT_TRUE(neutral->paging.more.found_in(pager)) << pager;
  }
  EXPECT_TRUE(neutral->login.refused.found_in("% Login invalid"));
}

TEST(NeutralPlatform, NeverAsksForPrivilegeAndNeverConfigures) {
  const auto neutral = neutral_platform(Registry::load().value());
  EXPECT_THAT(neutral->enable, IsEmpty());
  EXPECT_THAT(neutral->configure, IsEmpty());
  EXPECT_THAT(neutral->save, IsEmpty());
  EXPECT_THAT(neutral->paging.off, IsEmpty());
}

}  // namespace
}  // namespace lw::platform
