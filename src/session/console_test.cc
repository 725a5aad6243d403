// A console line, on which anything may be left.
#include <gmock/gmock.h>

#include "session/session_rig.h"

namespace lw::session {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class ConsoleTest : public SessionTest {};

INSTANTIATE_TEST_SUITE_P(Chunks, ConsoleTest, kEveryChunk, chunk_name);

TEST_P(ConsoleTest, WakesASilentConsole) {
  for (const std::string name : {"cisco_ios", "cisco_asa", "cisco_catos", "cisco_pix", "frr"}) {
    SCOPED_TRACE(name);
    auto device = make_device(name);
    device->asleep = true;
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    EXPECT_EQ(it.session->mode(), platform::Mode::kPrivileged);
  }
}

TEST_P(ConsoleTest, SaysWhatToCheckWhenAConsoleStaysSilent) {
  class Dead final : public Peer {
    void start() override {}
    void receive(char) override {}
  };
  const auto session =
      make_session(std::make_unique<FakeStream>(std::make_shared<Dead>(), GetParam()),
                   find_platform("cisco_ios"), TransportLogin::kConsole);
  const auto login = wait_for<Result<void>>([&] { return session->login(credentials(), soon()); });
  ASSERT_FALSE(login);
  EXPECT_EQ(login.error().code, ErrorCode::kTimeout);
  EXPECT_THAT(login.error().message, HasSubstr("console says nothing"));
}

TEST_P(ConsoleTest, TakesAConsoleOverInWhateverModeItWasLeft) {
  for (const std::string name : {"cisco_ios", "cisco_asa", "cisco_xe"}) {
    for (const std::string mode : {"", "privileged", "configure"}) {
      SCOPED_TRACE(name + " " + mode);
      auto device = make_device(name);
      device->answers["show clock"] = "noon\r\n";
      device->leave(mode, FakeDevice::State::kPrompt);
      auto it = rig(device);
      const auto login = it.login();
      ASSERT_TRUE(login) << login.error().message;
      EXPECT_EQ(it.session->mode(), platform::Mode::kPrivileged);
      EXPECT_EQ(device->mode, "privileged");
      EXPECT_EQ(it.run("show clock")->text, "noon");
      EXPECT_THAT(device->received, Not(Contains("pass-word")));
    }
  }
}

TEST_P(ConsoleTest, LearnsTheWholeOfALongNameThatAConsoleLeftInConfigurationModeCutsOff) {
  auto device = make_device("cisco_ios");
  device->name = "a-rather-long-name-of-a-router";
  device->cut_name = 20;
  device->leave("configure", FakeDevice::State::kPrompt);
  auto it = rig(device);
  const auto login = it.login();
  ASSERT_TRUE(login) << login.error().message;
  EXPECT_EQ(it.session->hostname(), device->name);
}

TEST_P(ConsoleTest, TakesBackALineThatSomebodyLeftHalfTyped) {
  auto device = make_device("cisco_ios");
  device->leave("privileged", FakeDevice::State::kPrompt, "reload");
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  EXPECT_THAT(device->received, Not(Contains("reload")));
}

TEST_P(ConsoleTest, LeavesAConsoleLoggedOut) {
  for (const std::string mode : {"privileged", "configure"}) {
    auto device = make_device("cisco_ios");
    device->leave(mode, FakeDevice::State::kPrompt);
    auto it = rig(device);
    ASSERT_TRUE(it.login());
    wait_for<void>([&] { return it.session->close(soon()); });
    EXPECT_TRUE(device->asleep);
  }
}

TEST_P(ConsoleTest, LeavesAConsoleLoggedOutWhenTheEnablePasswordIsRefused) {
  for (const char* family : {"cisco_ios", "cisco_asa"}) {
    auto device = make_device(family);
    device->leave("", FakeDevice::State::kPrompt);
    device->enable_password = "another";
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_FALSE(login);
    EXPECT_EQ(login.error().diagnosis, Diagnosis::kWrongEnablePassword) << login.error().message;
    wait_for<void>([&] { return it.session->close(soon()); });
    EXPECT_TRUE(device->asleep) << family;
  }
}

TEST_P(ConsoleTest, ConfirmsNothingThatSomebodyLeftUnanswered) {
  auto device = make_device("cisco_ios");
  device->leave("privileged", FakeDevice::State::kConfirm);
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  EXPECT_FALSE(device->confirmed);
}

TEST_P(ConsoleTest, QuitsAPagerThatSomebodyLeft) {
  for (const std::string name : {"cisco_ios", "cisco_asa"}) {
    SCOPED_TRACE(name);
    auto device = make_device(name);
    device->page = 2;
    std::string more;
    for (int i = 0; i < 400; ++i) more += "R1# and more\r\n";
    device->leave("privileged", FakeDevice::State::kPager, "", more);
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    EXPECT_EQ(it.session->mode(), platform::Mode::kPrivileged);
  }
}

TEST_P(ConsoleTest, BeginsAtALoginThatSomebodyLeftUnfinished) {
  for (const auto state : {FakeDevice::State::kUser, FakeDevice::State::kPassword}) {
    auto device = make_device("cisco_ios");
    device->leave("", state, "half");
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    EXPECT_THAT(device->received, Contains("admin"));
  }
  auto device = make_device("cisco_ios");
  device->leave("", FakeDevice::State::kPassword);
  device->password = "another";
  auto it = rig(device);
  EXPECT_EQ(it.login().error().code, ErrorCode::kLoginRefused);
  EXPECT_EQ(std::ranges::count(device->received, "pass-word"), 1);
}

}  // namespace
}  // namespace lw::session
