#include "session/asa_context.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/loop.h"
#include "session/fake_device.h"

namespace lw::session {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

// A firewall in multiple mode, logged in to; a byte at a time, or as many as come.
class AsaContext : public testing::TestWithParam<std::size_t> {
 protected:
  AsaContext() {
    device_->name = "fw-1/admin";
    device_->authenticated = device_->starts_privileged = true;
    device_->contexts = {"ctx1"};
    device_->answers["show hostname"] = "inside\r\n";
    const auto platform = platform::Registry::load()->find("cisco_asa").value();
    session_ = make_session(std::make_unique<FakeStream>(device_, GetParam()), platform,
                            TransportLogin::kDone);
    const auto logged_in = loop_.run<Result<void>>(
        [&] { return session_->login({"admin", Secret("pass-word"), {}}, soon()); });
    EXPECT_TRUE(logged_in) << logged_in.error().message;
  }

  Result<void> change(const std::string& context) {
    return loop_.run<Result<void>>([&] { return change_context(*session_, context, soon()); });
  }
  static Deadline soon() { return Deadline::after(5s); }

  net::Loop loop_;
  std::shared_ptr<FakeDevice> device_ =
      std::make_shared<FakeDevice>(Wording{.platform = "cisco_asa",
                                           .user_question = "Username: ",
                                           .password_question = "Password: ",
                                           .enable_question = "Password: ",
                                           .user_end = "> ",
                                           .privileged_end = "# ",
                                           .configure_end = "(config)# ",
                                           .before_prompt = "\r",
                                           .bad_login = "",
                                           .bad_enable = "",
                                           .bad_command = "ERROR: '<>' is not valid",
                                           .pager = "<--- More --->",
                                           .pager_off = "terminal pager 0",
                                           .saved = ""});
  std::unique_ptr<Session> session_;
};

TEST_P(AsaContext, IsEnteredAndItsPromptFollowed) {
  ASSERT_TRUE(change("ctx1"));
  EXPECT_EQ(session_->prompt(), "fw-1/ctx1# ");
  EXPECT_EQ(session_->hostname(), "fw-1/ctx1");
  const auto output =
      loop_.run<Result<Output>>([&] { return session_->run("show hostname", {}, soon()); });
  ASSERT_TRUE(output) << output.error().message;
  EXPECT_EQ(output->text, "inside");
  const auto lines = loop_.run<Result<std::vector<Output>>>(
      [&] { return session_->configure({{"logging enable", {}}}, soon()); });
  ASSERT_TRUE(lines) << lines.error().message;
  EXPECT_EQ(session_->hostname(), "fw-1/ctx1");
}

TEST_P(AsaContext, ThatIsNotThereIsNamedWithTheDevicesWords) {
  const auto changed = change("GLOBAL");
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::kCommandRejected);
  EXPECT_THAT(changed.error().message, HasSubstr("there is no context GLOBAL here: \"ERROR: "));
}

TEST_P(AsaContext, IsNotBelievedWhenTheDeviceTalksAndItsPromptStays) {
  device_->answers["changeto context ctx9"] = "Command not valid here\r\n";
  const auto changed = change("ctx9");
  ASSERT_FALSE(changed);
  EXPECT_THAT(changed.error().message, HasSubstr("Command not valid here"));
}

INSTANTIATE_TEST_SUITE_P(Chunks, AsaContext, testing::Values(1, 4096));

TEST(AsaContextName, IsLettersDigitsAndAFewMarks) {
  EXPECT_TRUE(check_context_name("ctx-1_a.b"));
  for (const std::string name : {"", "a b", "a/b", "a?", "a\nreload"}) {
    EXPECT_FALSE(check_context_name(name)) << name;
  }
  EXPECT_EQ(change_context_command("system"), "changeto system");
  EXPECT_EQ(change_context_command("ctx1"), "changeto context ctx1");
}

}  // namespace
}  // namespace lw::session
