#include "net/ssh_questions.h"

#include <gtest/gtest.h>

namespace lw::net {
namespace {

class SshQuestionsTest : public testing::Test {
 protected:
  const Secret password_{"right"};
  SshQuestions questions_{"admin", password_};
};

TEST_F(SshQuestionsTest, UserNameAndPasswordAreToldApart) {
  EXPECT_EQ((*questions_.answer("Username: ", true))->reveal(), "admin");
  EXPECT_EQ((*questions_.answer("Password: ", false))->reveal(), "right");
}

TEST_F(SshQuestionsTest, PasswordGoesOutOnceWhateverTheQuestion) {
  EXPECT_EQ((*questions_.answer("PASSCODE:", false))->reveal(), "right");
  EXPECT_EQ(*questions_.answer("Password: ", false), nullptr);
  EXPECT_EQ(*questions_.answer("Password: ", true), nullptr);
}

TEST_F(SshQuestionsTest, PasswordQuestionThatWouldBeEchoedIsStillOne) {
  EXPECT_EQ((*questions_.answer("User password: ", true))->reveal(), "right");
}

TEST_F(SshQuestionsTest, OtherQuestionIsNamedAndNotAnswered) {
  const auto unknown = questions_.answer("Favourite\x1b colour? ", true);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(unknown.error().message, "the login asks 'Favourite\\x1b colour?'");
}

}  // namespace
}  // namespace lw::net
