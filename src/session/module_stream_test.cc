// A session with a module over the session with its switch: everything works as over any stream,
// both are left in order, and nothing that is meant for the module reaches the switch.
#include "session/module_stream.h"

#include <gmock/gmock.h>

#include "session/fake_chassis.h"

namespace lw::session {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using StreamResult = Result<std::unique_ptr<net::Stream>>;

class ModuleStreamTest : public SessionTest {
 protected:
  explicit ModuleStreamTest(bool catos = false)
      : chassis_(std::make_shared<FakeChassis>(catos)),
        platform_(find_platform(catos ? "cisco_catos" : "cisco_ios")) {}

  void use(bool catos) {
    chassis_ = std::make_shared<FakeChassis>(catos);
    platform_ = find_platform(catos ? "cisco_catos" : "cisco_ios");
  }

  StreamResult enter(Deadline deadline = soon()) {
    auto supervisor = make_session(std::make_unique<FakeStream>(chassis_, GetParam()), platform_,
                                   TransportLogin::kDone);
    const auto logged_in =
        wait_for<Result<void>>([&] { return supervisor->login(credentials_, soon()); });
    EXPECT_TRUE(logged_in) << logged_in.error().message;
    return wait_for<StreamResult>(
        [&] { return enter_module(std::move(supervisor), platform_, 6, deadline); });
  }

  // Logged in to the module.
  std::unique_ptr<Session> module_session() {
    auto stream = enter();
    EXPECT_TRUE(stream) << stream.error().message;
    if (!stream) return nullptr;
    auto session =
        make_session(*std::move(stream), find_platform("cisco_fwsm"), TransportLogin::kAsked);
    const auto logged_in =
        wait_for<Result<void>>([&] { return session->login(credentials_, soon()); });
    EXPECT_TRUE(logged_in) << logged_in.error().message;
    return session;
  }

  static Result<Output> run(Session& session, const std::string& command) {
    return wait_for<Result<Output>>([&] { return session.run(command, {}, soon()); });
  }
  static void close(Session& session) {
    net::Loop loop;
    loop.run<void>([&] { return session.close(soon()); });
  }

  std::shared_ptr<FakeChassis> chassis_;
  std::shared_ptr<const platform::Platform> platform_;
  const Credentials credentials_ = credentials();
};

INSTANTIATE_TEST_SUITE_P(Chunks, ModuleStreamTest, kEveryChunk, chunk_name);

TEST_P(ModuleStreamTest, CarriesASessionAndLeavesTheModuleAndThenTheSwitch) {
  for (const bool catos : {false, true}) {
    SCOPED_TRACE(catos);
    use(catos);
    chassis_->module->answers["show mode"] = "Security context mode: multiple \r\n";
    const auto session = module_session();
    ASSERT_TRUE(session);
    EXPECT_EQ(session->hostname(), "FWSM");
    EXPECT_EQ(session->mode(), platform::Mode::kPrivileged);
    EXPECT_EQ(run(*session, "show mode")->text, "Security context mode: multiple ");
    const auto lines = wait_for<Result<std::vector<Output>>>(
        [&] { return session->configure({{"http server enable", {}}}, soon()); });
    ASSERT_TRUE(lines) << lines.error().message;
    EXPECT_THAT(chassis_->module->configuration, ElementsAre("http server enable"));
    EXPECT_TRUE(chassis_->supervisor->configuration.empty());

    close(*session);
    EXPECT_TRUE(chassis_->module->closed);
    EXPECT_FALSE(chassis_->escaped);
    EXPECT_TRUE(chassis_->closed) << "the switch, too";
    EXPECT_EQ(chassis_->supervisor->received.back(), "exit");
  }
}

TEST_P(ModuleStreamTest, SaysWhyNoSessionIsOpenedAndLeavesTheSwitch) {
  const struct {
    std::string refusal;
    std::string modules;
    std::string message;
  } kTable[] = {
      {"% Destination unreachable; gateway or host down", "  5  2  Supervisor  Ok\r\n",
       "there is no module in this slot (\"% Destination unreachable; gateway or host down\")"},
      {"% Connection refused by remote host", "  6  6  Firewall Module\r\n  6  0200  Other\r\n",
       "the module is not ready, its state is Other"},
      {"% Connection refused by remote host", "  6  6  Firewall Module\r\n  6  0200  Ok\r\n",
       "still starting, or somebody else holds its session"},
      {"% Connection to 127.0.0.61 is still open; resume it", "  6  6  Firewall  Ok\r\n",
       "another session with a module is open on this terminal"},
      {"Ask my mother", "  6  6  Firewall  Ok\r\n",
       "the switch opens no session (\"Ask my mother\")"},
  };
  for (const auto& row : kTable) {
    SCOPED_TRACE(row.refusal);
    use(false);
    chassis_->refusal = row.refusal;
    chassis_->supervisor->answers["show module"] = row.modules;
    const auto stream = enter();
    ASSERT_FALSE(stream);
    EXPECT_EQ(stream.error().code, ErrorCode::kUnreachable);
    EXPECT_THAT(stream.error().message, HasSubstr(row.message));
    EXPECT_THAT(stream.error().hint, HasSubstr("show module"));
    EXPECT_TRUE(chassis_->closed);
    EXPECT_FALSE(chassis_->escaped);
  }
}

TEST_P(ModuleStreamTest, GivesUpAModuleThatNeverAnswers) {
  chassis_->silent = true;
  const auto stream = enter();
  ASSERT_FALSE(stream);
  EXPECT_EQ(stream.error().code, ErrorCode::kTimeout);
  EXPECT_THAT(stream.error().message, HasSubstr("waiting for the module"));
}

TEST_P(ModuleStreamTest, SendsNothingToTheSwitchWhenTheModuleIsGone) {
  const auto session = module_session();
  ASSERT_TRUE(session);
  chassis_->drop_module();
  const std::size_t before = chassis_->supervisor->received.size();
  const auto lost = run(*session, "reload noconfirm");
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kConnectionLost);
  EXPECT_FALSE(run(*session, "write erase"));
  close(*session);
  EXPECT_TRUE(chassis_->closed);
  EXPECT_THAT(chassis_->supervisor->received, Not(Contains("reload noconfirm")));
  EXPECT_THAT(chassis_->supervisor->received, Not(Contains("write erase")));
  EXPECT_EQ(chassis_->supervisor->received.size(), before + 1);
}

TEST_P(ModuleStreamTest, EscapesFromAModuleThatCanNotBeLeftAndEndsItsSession) {
  for (const bool catos : {false, true}) {
    SCOPED_TRACE(catos);
    use(catos);
    chassis_->module->questions["format disk:"] = {"Are you quite sure? ",
                                                   [](const std::string&) { return ""; }};
    const auto session = module_session();
    ASSERT_TRUE(session);
    EXPECT_EQ(run(*session, "format disk:").error().code, ErrorCode::kPromptNotSeen);
    close(*session);
    EXPECT_TRUE(chassis_->escaped);
    EXPECT_FALSE(chassis_->suspended) << "disconnected";
    EXPECT_TRUE(chassis_->closed);
  }
}

TEST_P(ModuleStreamTest, NamesTheRefusedPasswordAsTheModules) {
  auto stream = enter();
  ASSERT_TRUE(stream);
  auto session =
      make_session(*std::move(stream), find_platform("cisco_fwsm"), TransportLogin::kAsked);
  const Credentials wrong{"", Secret("wrong"), {}};
  const auto login = wait_for<Result<void>>([&] { return session->login(wrong, soon()); });
  ASSERT_FALSE(login);
  EXPECT_EQ(login.error().code, ErrorCode::kLoginRefused);
  close(*session);
  EXPECT_TRUE(chassis_->escaped);
  EXPECT_TRUE(chassis_->closed);
}

TEST_P(ModuleStreamTest, NeedsAFamilyThatHasModules) {
  auto device = make_device("cisco_asa");
  device->authenticated = device->starts_privileged = true;
  auto session = make_session(std::make_unique<FakeStream>(device, GetParam()),
                              find_platform("cisco_asa"), TransportLogin::kDone);
  ASSERT_TRUE(wait_for<Result<void>>([&] { return session->login(credentials_, soon()); }));
  const auto stream = wait_for<StreamResult>(
      [&] { return enter_module(std::move(session), find_platform("cisco_asa"), 6, soon()); });
  ASSERT_FALSE(stream);
  EXPECT_EQ(stream.error().code, ErrorCode::kUnsupported);
  EXPECT_TRUE(device->closed);
}

TEST_P(ModuleStreamTest, EndsWithCancel) {
  const auto session = module_session();
  ASSERT_TRUE(session);
  session->cancel();
  EXPECT_EQ(run(*session, "show mode").error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace lw::session
