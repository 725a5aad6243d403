#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/loop.h"
#include "session/fake_setup.h"
#include "session/session.h"
#include "session/session_rig.h"

namespace lw::session {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

bool is_address(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos;
}

// ASA 8.3 and later (facts 1.3).
std::shared_ptr<FakeSetup> factory_new_asa() {
  auto device = std::make_shared<FakeSetup>();
  FakeSetup* self = device.get();
  const auto words = FakeSetup::words;
  device->questions = {
      {"begin",
       words("Pre-configure Firewall now through interactive prompts [yes]? "),
       {},
       {},
       [self](const std::string& line) {
         if (line == "no") self->at = self->questions.size();
       }},
      {"mode", words("Firewall Mode [Routed]: ")},
      {"enable", words("Enable password [<use current password>]: ")},
      {"recovery", words("Allow password recovery [yes]? ")},
      {"year", words("Clock (UTC):\r\n  Year [2026]: ")},
      {"month", words("  Month [Nov]: ")},
      {"day", words("  Day [25]: ")},
      {"time", words("  Time [15:16:32]: ")},
      {"address", words("Management IP address: "), is_address, "Invalid IP address"},
      {"mask", words("Management network mask: "), is_address, "Invalid mask"},
      {"host", words("Host name: ")},
      {"domain", words("Domain name: ")},
      {"manager", words("IP address of host running Device Manager: ")},
      {"save",
       [self] {
         return fmt::format(
             "\r\nThe following configuration will be used:\r\nEnable password: {}\r\nAllow "
             "password recovery: yes\r\nClock (UTC): 15:16:32 Nov 25 2026\r\nFirewall Mode: "
             "Routed\r\nManagement IP address: {}\r\nManagement network mask: {}\r\nHost name: "
             "{}\r\nDomain name: {}\r\nIP address of host running Device Manager: {}\r\n\r\nUse "
             "this configuration and save to flash? [yes] ",
             self->values["enable"], self->values["address"], self->values["mask"],
             self->values["host"], self->values["domain"], self->values["manager"]);
       },
       {},
       {},
       [self](const std::string&) { self->name = self->values["host"]; }}};
  device->farewell =
      "INFO: Security level for \"management\" set to 0 by default.\r\nCryptochecksum: d0b22e76 "
      "5178e9e6 0a6bc590 5f5e5a3d \r\n\r\n3958 bytes copied in 0.80 secs\r\n\r\nType help or '?' "
      "for a list of available commands.\r\n";
  return device;
}

SetupAnswers asa_answers() {
  SetupAnswers answers;
  answers.plain = {{"address", "192.0.2.10"},
                   {"netmask", "255.255.255.0"},
                   {"host-name", "fw-1"},
                   {"domain-name", "example.net"},
                   {"device-manager", "192.0.2.5"}};
  answers.secret.emplace("enable-password", Secret("en-able-77"));
  return answers;
}

class SetupTest : public testing::TestWithParam<std::size_t> {
 protected:
  void connect(const std::shared_ptr<FakeSetup>& device, const std::string& platform,
               std::optional<SetupAnswers> answers,
               TransportLogin login = TransportLogin::kConsole) {
    Options options;
    options.transcript = [this](const TranscriptLine& line) { transcript_ += line.text + "\n"; };
    options.setup = std::move(answers);
    session_ = make_session(std::make_unique<FakeStream>(device, GetParam()),
                            find_platform(platform), login, std::move(options));
  }
  Result<void> login() {
    net::Loop loop;
    const Credentials credentials{"", Secret(""), Secret("en-able-77")};
    return loop.run<Result<void>>([&] { return session_->login(credentials, soon()); });
  }
  Result<SetupEnd> set_up(const std::string& setup, SetupAnswers answers) {
    net::Loop loop;
    return loop.run<Result<SetupEnd>>([&] { return session_->set_up(setup, answers, soon()); });
  }

  std::unique_ptr<Session> session_;
  std::string transcript_;
};

TEST_P(SetupTest, AnswersEveryQuestionOfAFactoryNewFirewall) {
  const auto device = factory_new_asa();
  connect(device, "cisco_asa", asa_answers());
  const auto done = login();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(device->finished);
  EXPECT_EQ(device->values["begin"], "yes");
  EXPECT_EQ(device->values["address"], "192.0.2.10");
  EXPECT_EQ(device->values["mask"], "255.255.255.0");
  EXPECT_EQ(device->values["enable"], "en-able-77");
  EXPECT_EQ(device->values["year"], "");
  EXPECT_EQ(device->values["save"], "yes");
  EXPECT_EQ(session_->hostname(), "fw-1");
  EXPECT_EQ(session_->mode(), platform::Mode::kPrivileged);
  EXPECT_THAT(transcript_, Not(HasSubstr("en-able-77")));
  EXPECT_THAT(transcript_, HasSubstr("fw-1"));
}

TEST_P(SetupTest, DeclinesADialogueForWhichThereAreNoAnswers) {
  const auto device = factory_new_asa();
  connect(device, "cisco_asa", std::nullopt);
  const auto done = login();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(device->values["begin"], "no");
  EXPECT_FALSE(device->values.contains("address"));
  EXPECT_EQ(session_->hostname(), "new");
}

TEST_P(SetupTest, AReturnThatWokeTheLineAndBeganTheDialogueIsNoHarm) {
  for (const bool wanted : {false, true}) {
    const auto device = factory_new_asa();
    device->shown_long_ago = true;
    connect(device, "cisco_asa", wanted ? std::optional(asa_answers()) : std::nullopt);
    const auto done = login();
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(device->finished, wanted);
    EXPECT_EQ(device->abandoned, !wanted);
    EXPECT_EQ(session_->hostname(), wanted ? "fw-1" : "new");
  }
}

TEST_P(SetupTest, LeavesADialogueInTheMiddleOfWhichSomebodyLeftTheConsole) {
  for (const bool wanted : {false, true}) {
    const auto device = factory_new_asa();
    device->shown_long_ago = true;
    device->at = 9;
    connect(device, "cisco_asa", wanted ? std::optional(asa_answers()) : std::nullopt);
    const auto done = login();
    EXPECT_EQ(done.has_value(), !wanted);
    EXPECT_TRUE(device->abandoned);
    EXPECT_FALSE(device->finished);
    if (wanted) EXPECT_THAT(done.error().message, HasSubstr("with nothing changed"));
  }
}

TEST_P(SetupTest, AnswersNothingThatWasNotApproved) {
  const auto device = factory_new_asa();
  auto answers = asa_answers();
  answers.approve = [](const platform::SetupDialog& dialog) { return dialog.id != "preconfigure"; };
  connect(device, "cisco_asa", std::move(answers));
  const auto done = login();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCancelled);
  EXPECT_THAT(device->values, IsEmpty());
}

TEST_P(SetupTest, LeavesAtAQuestionThatNobodyKnows) {
  const auto device = factory_new_asa();
  device->questions.insert(device->questions.begin() + 9,
                           {"colour", FakeSetup::words("Favourite colour [blue]? ")});
  connect(device, "cisco_asa", asa_answers());
  const auto done = login();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kPromptNotSeen);
  EXPECT_THAT(done.error().message, HasSubstr("Favourite colour"));
  EXPECT_THAT(done.error().message, HasSubstr("nothing was changed"));
  EXPECT_TRUE(device->abandoned);
  EXPECT_FALSE(device->finished);
}

TEST_P(SetupTest, NamesTheAnswerThatTheDeviceDoesNotTake) {
  const auto device = factory_new_asa();
  auto answers = asa_answers();
  answers.plain["address"] = "nowhere";
  connect(device, "cisco_asa", std::move(answers));
  const auto done = login();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCommandRejected);
  EXPECT_THAT(done.error().message, HasSubstr("\"address\""));
  EXPECT_THAT(done.error().message, HasSubstr("Invalid IP address"));
  EXPECT_TRUE(device->abandoned);
}

TEST_P(SetupTest, SaysWhichAnswerIsMissing) {
  const auto device = factory_new_asa();
  auto answers = asa_answers();
  answers.plain.erase("netmask");
  connect(device, "cisco_asa", std::move(answers));
  const auto done = login();
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("\"netmask\" and no answer was given"));
  EXPECT_TRUE(device->abandoned);
}

TEST_P(SetupTest, ConfirmsNothingThatTheDeviceShowsOtherwise) {
  const auto device = factory_new_asa();
  device->questions[8].then = [self = device.get()](const std::string&) {
    self->values["address"] = "192.0.2.100";
  };
  connect(device, "cisco_asa", asa_answers());
  const auto done = login();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kConflict);
  EXPECT_THAT(done.error().message, HasSubstr("\"address\""));
  EXPECT_FALSE(device->finished);
  EXPECT_TRUE(device->abandoned);
}

// IOS-XE 16.12 and later: declined, and then a secret that can't be (facts 2.8).
std::shared_ptr<FakeSetup> forcing_router() {
  auto device = std::make_shared<FakeSetup>();
  const auto words = FakeSetup::words;
  device->leave_key = '\0';
  device->questions = {
      {"begin", words("         --- System Configuration Dialog ---\r\n\r\nWould you like to enter "
                      "the initial configuration dialog? [yes/no]: ")},
      {"secret",
       words("  The enable secret is a password used to protect access.\r\n  Enter "
             "enable secret: "),
       [](const std::string& line) { return line.size() > 9; }, "%Password validation failed"},
      {"again", words("  Confirm enable secret: ")},
      {"menu", words("The following configuration command script was created:\r\n\r\nenable secret "
                     "9 $9$abc\r\n\r\n[0] Go to the IOS command prompt without saving this "
                     "config.\r\n[1] Return back to the setup without saving this config.\r\n[2] "
                     "Save this configuration to nvram and exit.\r\n\r\nEnter your selection "
                     "[2]: ")}};
  device->farewell = "Building configuration...\r\n[OK]\r\nPress RETURN to get started!\r\n";
  device->name = "Router";
  device->prompt_end = "# ";
  return device;
}

TEST_P(SetupTest, GivesTheSecretThatARouterForces) {
  const auto device = forcing_router();
  SetupAnswers answers;
  answers.secret.emplace("new-enable-secret", Secret("Long-Secret-1"));
  answers.secret.emplace("confirm-enable-secret", Secret("Long-Secret-1"));
  connect(device, "cisco_xe", std::move(answers));
  const auto done = login();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(device->values["begin"], "no");
  EXPECT_EQ(device->values["secret"], "Long-Secret-1");
  EXPECT_EQ(device->values["again"], "Long-Secret-1");
  EXPECT_EQ(device->values["menu"], "2");
  EXPECT_EQ(session_->hostname(), "Router");
  EXPECT_THAT(transcript_, Not(HasSubstr("Long-Secret-1")));
}

TEST_P(SetupTest, ForcesNoSecretOnADeviceByItself) {
  const auto device = forcing_router();
  connect(device, "cisco_xe", std::nullopt);
  const auto done = login();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kPromptNotSeen);
  EXPECT_THAT(done.error().message, HasSubstr("the enable secret that IOS-XE forces"));
  EXPECT_FALSE(device->values.contains("secret"));
}

TEST_P(SetupTest, ASecretThatIsTooWeakIsNamedAndLeavesTheDeviceWhereItStands) {
  const auto device = forcing_router();
  SetupAnswers answers;
  answers.secret.emplace("new-enable-secret", Secret("short"));
  connect(device, "cisco_xe", std::move(answers));
  const auto done = login();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCommandRejected);
  EXPECT_THAT(done.error().message, HasSubstr("Password validation failed"));
  EXPECT_THAT(done.error().message, HasSubstr("may still stand in the dialogue"));
  EXPECT_THAT(done.error().message, Not(HasSubstr("short")));
}

// A sensor's `setup` (facts 4.3), shortened to what differs from the others.
std::shared_ptr<FakeSetup> sensor() {
  auto device = std::make_shared<FakeSetup>();
  FakeSetup* self = device.get();
  const auto words = FakeSetup::words;
  device->at_prompt = true;
  device->leave_key = '\x03';
  device->name = "sensor";
  device->prompt_end = "# ";
  device->questions = {
      {"continue", words("    --- System Configuration Dialog ---\r\n\r\nCurrent "
                         "Configuration:\r\n\r\nhost-ip 10.1.9.201/24,10.1.9.1\r\nhost-name "
                         "sensor\r\n\r\nContinue with configuration dialog?[yes]: ")},
      {"host", words("Enter host name[sensor]: ")},
      {"ip", words("Enter IP interface[10.1.9.201/24,10.1.9.1]: ")},
      {"telnet", words("Enter telnet-server status[disabled]: ")},
      {"port", words("Enter web-server port[443]: ")},
      {"list", words("Modify current access list?[no]: ")},
      {"delete", words("Current access list entries:\r\n  [1] 10.0.0.0/8\r\nDelete: ")},
      {"permit",
       words("Permit: "),
       {},
       {},
       [self](const std::string& line) {
         if (!line.empty()) --self->at;
       }},
      {"selection",
       [self] {
         return fmt::format(
             "The following configuration was entered.\r\n\r\nhost-ip {}\r\nhost-name "
             "{}\r\naccess-list {}\r\nport {}\r\n\r\n[0] Go to the command prompt without saving "
             "this config.\r\n[1] Return back to the setup without saving this config.\r\n[2] Save "
             "this configuration and exit setup.\r\n\r\nEnter your selection[2]: ",
             self->values["ip"], self->values["host"], self->values["permit"],
             self->values["port"]);
       },
       {},
       {},
       [self](const std::string&) { self->name = self->values["host"]; }}};
  device->farewell = "Configuration Saved.\r\n";
  return device;
}

TEST_P(SetupTest, HoldsADialogueThatACommandBegins) {
  const auto device = sensor();
  connect(device, "cisco_ips", std::nullopt, TransportLogin::kDone);
  ASSERT_TRUE(login());
  SetupAnswers answers;
  answers.plain = {{"sensor-name", "ips-1"},
                   {"sensor-interface", "192.0.2.9/24,192.0.2.1"},
                   {"web-port", "8443"},
                   {"modify-access-list", "yes"},
                   {"permit-access", "192.0.2.5/32 192.0.2.6/32"}};
  const auto done = set_up("setup", answers);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(device->values["host"], "ips-1");
  EXPECT_EQ(device->values["permit"], "192.0.2.5/32|192.0.2.6/32|");
  EXPECT_EQ(device->values["telnet"], "");
  EXPECT_EQ(device->values["selection"], "2");
  EXPECT_EQ(session_->hostname(), "ips-1");
}

SetupAnswers sensor_answers() {
  SetupAnswers answers;
  answers.plain = {{"sensor-name", "ips-1"},
                   {"sensor-interface", "192.0.2.9/24,192.0.2.1"},
                   {"web-port", "8443"}};
  return answers;
}

// 7.x: Telnet and web server are asked for in the advanced part.
TEST_P(SetupTest, TheAdvancedPartIsGoneThroughForAnswersThatTheBasicOneDidNotAskFor) {
  const auto device = sensor();
  FakeSetup* self = device.get();
  const FakeSetup::Question review = device->questions.back();
  device->questions = {device->questions[0],
                       device->questions[1],
                       device->questions[2],
                       device->questions[5],
                       {"choice",
                        [self] {
                          return fmt::format(
                              "host-ip {}\r\nhost-name {}\r\n\r\n[2] Save this configuration and "
                              "exit setup.\r\n[3] Continue to Advanced setup.\r\n\r\nEnter your "
                              "selection[2]: ",
                              self->values["ip"], self->values["host"]);
                        },
                        {},
                        {},
                        [self](const std::string& line) {
                          if (line != "3") self->at = self->questions.size();
                        }},
                       {"telnet", FakeSetup::words("Enter telnet-server status[disabled]: ")},
                       {"port", FakeSetup::words("Enter web-server port[443]: ")},
                       review};
  connect(device, "cisco_ips", std::nullopt, TransportLogin::kDone);
  ASSERT_TRUE(login());
  const auto done = set_up("setup", sensor_answers());
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(device->values["choice"], "3");
  EXPECT_EQ(device->values["port"], "8443");
  EXPECT_EQ(device->values["selection"], "2");
}

TEST_P(SetupTest, ASessionThatEndsBehindTheConfirmationIsNoFailure) {
  const auto device = sensor();
  FakeSetup* self = device.get();
  device->questions.back().then = [self](const std::string&) { self->closed = true; };
  device->questions.push_back({"silence", FakeSetup::words("")});
  connect(device, "cisco_ips", std::nullopt, TransportLogin::kDone);
  ASSERT_TRUE(login());
  const auto done = set_up("setup", sensor_answers());
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(*done, SetupEnd::kSessionOver);
}

TEST_P(SetupTest, ASessionThatEndsBeforeTheConfirmationIsAFailure) {
  const auto device = sensor();
  FakeSetup* self = device.get();
  device->questions[4].then = [self](const std::string&) { self->closed = true; };
  device->questions[5].text = FakeSetup::words("");
  connect(device, "cisco_ips", std::nullopt, TransportLogin::kDone);
  ASSERT_TRUE(login());
  const auto done = set_up("setup", sensor_answers());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kConnectionLost);
  EXPECT_THAT(done.error().message, HasSubstr("nothing confirmed"));
}

TEST_P(SetupTest, ADeviceThatDoesNotBeginItsDialogueSaysWhy) {
  const auto device = sensor();
  device->refuses_setup = "Error: somebody else is in setup";
  connect(device, "cisco_ips", std::nullopt, TransportLogin::kDone);
  ASSERT_TRUE(login());
  const auto done = set_up("setup", sensor_answers());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCommandRejected);
  EXPECT_THAT(done.error().message, HasSubstr("somebody else is in setup"));
}

// A sensor that thinks little of a password begins again at the first question.
TEST_P(SetupTest, ADialogueThatBeginsAgainIsNotGoneThroughWithoutEnd) {
  const auto device = sensor();
  FakeSetup* self = device.get();
  const auto again = [self](const std::string&) {
    self->say("Error: the password is too short\r\n");
    self->at = 0;
  };
  device->at_prompt = false;
  device->hides = true;
  device->questions = {{"old", FakeSetup::words("(current) UNIX password: ")},
                       {"new", FakeSetup::words("New password: ")},
                       {"retyped", FakeSetup::words("Retype new password: "), {}, {}, again}};
  SetupAnswers answers;
  answers.secret.emplace("current-password", Secret("cisco"));
  answers.secret.emplace("new-password", Secret("abc"));
  answers.secret.emplace("retype-password", Secret("abc"));
  connect(device, "cisco_ips", answers, TransportLogin::kDone);
  const auto done = login();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCommandRejected);
  EXPECT_THAT(done.error().message, HasSubstr("the password is too short"));
  EXPECT_EQ(device->values["new"], "abc");
}

TEST_P(SetupTest, ADialogueThatThePlatformHasNotIsRefused) {
  const auto device = sensor();
  connect(device, "cisco_ips", std::nullopt, TransportLogin::kDone);
  ASSERT_TRUE(login());
  device->lines.clear();
  EXPECT_EQ(set_up("preconfigure", {}).error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(set_up("forced-password", {}).error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(device->lines, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Chunks, SetupTest, testing::Values(1, 7, 4096));

}  // namespace
}  // namespace lw::session
