#include "session/session.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/loop.h"
#include "session/fake_device.h"

namespace lw::session {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kMarker = "% Invalid input detected at '^' marker.";

std::vector<Wording> families() {
  const Wording ios{.platform = "cisco_ios",
                    .user_question = "Username: ",
                    .password_question = "Password: ",
                    .enable_question = "Password: ",
                    .user_end = ">",
                    .privileged_end = "#",
                    .configure_end = "(config)#",
                    .before_prompt = "",
                    .bad_login = "% Login invalid",
                    .bad_enable = "% Bad secrets\r\n",
                    .bad_command = "^\r\n" + kMarker + "\r\n",
                    .pager = " --More-- ",
                    .pager_off = "terminal length 0",
                    .saved = "Building configuration...\r\n[OK]\r\n"};
  Wording xe = ios;
  xe.platform = "cisco_xe";
  Wording asa = ios;
  asa.platform = "cisco_asa";
  asa.user_end = "> ";
  asa.privileged_end = "# ";
  asa.configure_end = "(config)# ";
  asa.before_prompt = "\r";
  asa.bad_login = "Login incorrect";
  asa.bad_enable = "Invalid password";
  asa.bad_command = "^\r\nERROR: " + kMarker + "\r\n";
  asa.pager = "<--- More --->";
  asa.pager_off = "terminal pager 0";
  asa.saved =
      "Building configuration...\r\nCryptochecksum: 5c5f8e54 7203401c 38a17bec c74e13c6 \r\n"
      "\r\n3958 bytes copied in 0.80 secs\r\n[OK]\r\n";
  Wording pix = asa;
  pix.platform = "cisco_pix";
  pix.user_question = "";
  pix.pager_off = "no pager";
  pix.bad_login = "Access denied.";
  pix.bad_command = "Type help or '?' for a list of available commands.\r\n";
  Wording frr = ios;
  frr.platform = "frr";
  frr.user_question = "";
  frr.user_end = "> ";
  frr.privileged_end = "# ";
  frr.configure_end = "(config)# ";
  frr.bad_login = "";
  frr.bad_enable = "% Bad enable passwords, too many failures!";
  frr.bad_command = "% [ZEBRA] Unknown command: <>\r\n";
  frr.saved = "Configuration saved to /etc/frr/zebra.conf\r\n";
  Wording catos = ios;
  catos.platform = "cisco_catos";
  catos.user_question = "";
  catos.password_question = "Enter password: ";
  catos.enable_question = "Enter password: ";
  catos.user_end = "> ";
  catos.privileged_end = "> (enable) ";
  catos.configure_end = "";
  catos.bad_login = "Sorry, incorrect password";
  catos.bad_enable = "Sorry, incorrect password";
  catos.bad_command = "Unknown command \"<>\".  Use 'help' for more info.\r\n";
  catos.pager_off = "set length 0";
  Wording ips = ios;
  ips.platform = "cisco_ips";
  ips.user_question = "login: ";
  ips.bad_login = "Login incorrect";
  ips.bad_command = "^\r\n" + kMarker + "\r\n";
  ips.configure_end = "(config)# ";
  ips.privileged_end = "# ";
  return {ios, xe, asa, pix, frr, catos, ips};
}

Wording family(std::string_view name) {
  for (auto& wording : families()) {
    if (wording.platform == name) return wording;
  }
  ADD_FAILURE() << "no such family: " << name;
  return {};
}

std::shared_ptr<const platform::Platform> find_platform(const std::string& name) {
  static const auto registry = platform::Registry::load();
  return registry->find(name).value();
}

Credentials credentials() { return {"admin", Secret("pass-word"), Secret("en-able")}; }

Deadline soon() { return Deadline::after(20s); }

template <class T>
T wait_for(const std::function<net::Task<T>()>& make) {
  net::Loop loop;
  return loop.run<T>(make);
}

struct Rig {
  Rig(std::shared_ptr<FakeDevice> to, std::size_t chunk, Options options = {},
      std::chrono::milliseconds gap = 0ms)
      : device(std::move(to)),
        session(make_session(std::make_unique<FakeStream>(device, chunk, gap),
                             find_platform(device->words.platform), way_in(), std::move(options))) {
  }

  [[nodiscard]] TransportLogin way_in() const {
    if (device->left || device->asleep) return TransportLogin::kConsole;
    return device->authenticated ? TransportLogin::kDone : TransportLogin::kAsked;
  }

  Result<void> login(Credentials given = credentials()) {
    return wait_for<Result<void>>([&] { return session->login(given, soon()); });
  }
  Result<Output> run(const std::string& command, const Answers& answers = {}) {
    return wait_for<Result<Output>>([&] { return session->run(command, answers, soon()); });
  }
  Result<std::vector<Output>> configure(const std::vector<ConfigureLine>& lines) {
    return wait_for<Result<std::vector<Output>>>([&] { return session->configure(lines, soon()); });
  }
  Result<void> save() {
    return wait_for<Result<void>>([&] { return session->save(soon()); });
  }
  void close() {
    net::Loop loop;
    loop.run<void>([&] { return session->close(soon()); });
  }

  std::shared_ptr<FakeDevice> device;
  std::unique_ptr<Session> session;
};

std::shared_ptr<FakeDevice> make_device(const std::string& name) {
  auto device = std::make_shared<FakeDevice>(family(name));
  if (name == "cisco_ips") device->starts_privileged = true;
  return device;
}

// Each test runs with bytes one by one, in odd pieces and all at once.
class SessionTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  Rig rig(std::shared_ptr<FakeDevice> device, Options options = {}) {
    return Rig(std::move(device), GetParam(), std::move(options));
  }
};

INSTANTIATE_TEST_SUITE_P(Chunks, SessionTest, ::testing::Values(1, 7, 16384),
                         [](const auto& info) { return fmt::format("Bytes{}", info.param); });

TEST_P(SessionTest, SpeaksWithEveryFamily) {
  for (const auto& wording : families()) {
    SCOPED_TRACE(wording.platform);
    auto device = make_device(wording.platform);
    device->answers["show version"] = "line one\r\nline two\r\n";
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    EXPECT_EQ(it.session->mode(), platform::Mode::kPrivileged);
    EXPECT_EQ(it.session->hostname(), "R1");
    EXPECT_EQ(it.session->prompt(), "R1" + wording.privileged_end);

    const auto version = it.run("show version");
    ASSERT_TRUE(version) << version.error().message;
    EXPECT_EQ(version->text, "line one\nline two");
    EXPECT_FALSE(version->rejected);

    const auto bad = it.run("bad");
    ASSERT_TRUE(bad) << bad.error().message;
    ASSERT_TRUE(bad->rejected) << bad->text;
    EXPECT_EQ(bad->rejected->command, "bad");
    if (wording.bad_command.starts_with('^')) EXPECT_EQ(bad->rejected->column, 1u);

    EXPECT_TRUE(it.save());
    it.close();
    EXPECT_TRUE(device->closed);
  }
}

TEST_P(SessionTest, ConfiguresLineByLineAndLeavesTheMode) {
  for (const std::string name : {"cisco_ios", "cisco_asa", "frr", "cisco_ips"}) {
    SCOPED_TRACE(name);
    auto it = rig(make_device(name));
    ASSERT_TRUE(it.login());
    const auto outputs = it.configure({{"logging on", {}}, {"snmp location x", {}}});
    ASSERT_TRUE(outputs) << outputs.error().message;
    EXPECT_EQ(outputs->size(), 2u);
    EXPECT_THAT(it.device->configuration, ElementsAre("logging on", "snmp location x"));
    EXPECT_EQ(it.session->mode(), platform::Mode::kPrivileged);
  }
}

TEST_P(SessionTest, StopsAtTheFirstRefusedLineAndLeavesTheMode) {
  auto it = rig(make_device("cisco_ios"));
  ASSERT_TRUE(it.login());
  const auto outputs = it.configure({{"one", {}}, {"bad line", {}}, {"three", {}}});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), 2u);
  ASSERT_TRUE(outputs->back().rejected);
  EXPECT_EQ(outputs->back().rejected->index, 1u);
  EXPECT_EQ(outputs->back().rejected->message, kMarker);
  EXPECT_THAT(it.device->configuration, ElementsAre("one"));
  EXPECT_EQ(it.device->mode, "privileged");
}

TEST_P(SessionTest, FollowsAHostNameThatChangesOnPurpose) {
  auto it = rig(make_device("cisco_ios"));
  ASSERT_TRUE(it.login());
  const auto outputs = it.configure({{"hostname Edge-2", {}}, {"after", {}}});
  ASSERT_TRUE(outputs) << outputs.error().message;
  EXPECT_EQ(it.session->hostname(), "Edge-2");
  EXPECT_EQ(it.session->prompt(), "Edge-2#");
  EXPECT_THAT(it.device->configuration, ElementsAre("hostname Edge-2", "after"));
}

TEST_P(SessionTest, SaysWhichPasswordWasRefusedAndTriesOnce) {
  auto wrong_login = rig(make_device("cisco_ios"));
  const auto login = wrong_login.login({"admin", Secret("nonsense"), Secret("en-able")});
  ASSERT_FALSE(login);
  EXPECT_EQ(login.error().code, ErrorCode::kLoginRefused);
  EXPECT_THAT(login.error().message, HasSubstr("% Login invalid"));
  EXPECT_THAT(login.error().message, Not(HasSubstr("nonsense")));
  EXPECT_THAT(wrong_login.device->received, ElementsAre("admin", "nonsense"));

  auto wrong_enable = rig(make_device("cisco_ios"));
  const auto enable = wrong_enable.login({"admin", Secret("pass-word"), Secret("nonsense")});
  ASSERT_FALSE(enable);
  EXPECT_EQ(enable.error().code, ErrorCode::kLoginRefused);
  EXPECT_THAT(enable.error().message, HasSubstr("enable password was refused"));
  EXPECT_EQ(std::ranges::count(wrong_enable.device->received, "nonsense"), 1);
}

TEST_P(SessionTest, StaysInUserModeWithoutEnablePasswordAndSaysWhatIsMissing) {
  auto it = rig(make_device("cisco_ios"));
  ASSERT_TRUE(it.login({"admin", Secret("pass-word"), std::nullopt}));
  EXPECT_EQ(it.session->mode(), platform::Mode::kUser);
  const auto outputs = it.configure({{"x", {}}});
  ASSERT_FALSE(outputs);
  EXPECT_THAT(outputs.error().message, HasSubstr("no enable password is given"));
}

TEST_P(SessionTest, NeedsNoPasswordWhereTheTransportLoggedIn) {
  auto device = make_device("cisco_ios");
  device->authenticated = true;
  device->starts_privileged = true;
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  EXPECT_THAT(device->received, Not(Contains("pass-word")));
  EXPECT_THAT(device->received, Not(Contains("enable")));
}

TEST_P(SessionTest, IsNotFooledByBannersThatLookLikePromptsAndQuestions) {
  for (const std::string pause : {"", "\x01"}) {
    SCOPED_TRACE(pause.empty() ? "without pauses" : "with pauses");
    auto device = make_device("cisco_ios");
    device->banner = "Welcome #" + pause + "\r\nR1#" + pause + "\r\nrouter>" + pause +
                     "\r\nUsername: " + pause + "\r\nnot yet #\r\n\r\n";
    device->answers["show clock"] = "noon\r\n";
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    EXPECT_EQ(it.session->prompt(), "R1#");
    for (int i = 0; i < 3; ++i) {
      const auto clock = it.run("show clock");
      ASSERT_TRUE(clock) << clock.error().message;
      EXPECT_EQ(clock->text, "noon");
    }
  }
}

TEST_P(SessionTest, IsNotFooledByAMessageBehindTheLoginThatLooksLikePrompts) {
  for (const std::string pause : {"", "\x01"}) {
    SCOPED_TRACE(pause.empty() ? "without pauses" : "with pauses");
    auto device = make_device("cisco_ios");
    device->motd = "\r\nWelcome #" + pause + "\r\nR1#" + pause + "\r\nrouter>" + pause +
                   (pause.empty() ? "\r\nUsername: \r\nPassword: " : "") + "\r\nnot yet #\r\n\r\n";
    device->answers["show clock"] = "noon\r\n";
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    EXPECT_EQ(it.session->prompt(), "R1#");
    EXPECT_EQ(std::ranges::count(device->received, "pass-word"), 1);
    EXPECT_EQ(it.run("show clock")->text, "noon");
  }
}

TEST(SlowDevice, IsNotFooledByHostileTextWhoseBytesComeSlowly) {
  for (const auto gap : {2ms, 6ms}) {
    SCOPED_TRACE(gap.count());
    auto device = make_device("cisco_ios");
    device->banner = "Hi #\r\nR1#\r\nUsername: \r\nno #\r\n";
    device->motd = "\r\nR1#\r\nR1# is it\r\nR1>\r\n";
    device->answers["show clock"] = "R1#\r\nR1#x\r\nnoon\r\n";
    Rig it(device, 1, {}, gap);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    EXPECT_EQ(it.session->prompt(), "R1#");
    for (int i = 0; i < 2; ++i) {
      const auto clock = it.run("show clock");
      ASSERT_TRUE(clock) << clock.error().message;
      EXPECT_EQ(clock->text, "R1#\nR1#x\nnoon");
    }
    EXPECT_EQ(std::ranges::count(device->received, "pass-word"), 1);
    EXPECT_EQ(std::ranges::count(device->received, "en-able"), 1);
  }
}

TEST_P(SessionTest, WakesASilentConsole) {
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

TEST_P(SessionTest, SaysWhatToCheckWhenAConsoleStaysSilent) {
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

TEST_P(SessionTest, TakesAConsoleOverInWhateverModeItWasLeft) {
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

TEST_P(SessionTest, LearnsTheWholeOfALongNameThatAConsoleLeftInConfigurationModeCutsOff) {
  auto device = make_device("cisco_ios");
  device->name = "a-rather-long-name-of-a-router";
  device->cut_name = 20;
  device->leave("configure", FakeDevice::State::kPrompt);
  auto it = rig(device);
  const auto login = it.login();
  ASSERT_TRUE(login) << login.error().message;
  EXPECT_EQ(it.session->hostname(), device->name);
}

TEST_P(SessionTest, TakesBackALineThatSomebodyLeftHalfTyped) {
  auto device = make_device("cisco_ios");
  device->leave("privileged", FakeDevice::State::kPrompt, "reload");
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  EXPECT_THAT(device->received, Not(Contains("reload")));
}

TEST_P(SessionTest, LeavesAConsoleLoggedOut) {
  for (const std::string mode : {"privileged", "configure"}) {
    auto device = make_device("cisco_ios");
    device->leave(mode, FakeDevice::State::kPrompt);
    auto it = rig(device);
    ASSERT_TRUE(it.login());
    wait_for<void>([&] { return it.session->close(soon()); });
    EXPECT_TRUE(device->asleep);
  }
}

TEST_P(SessionTest, LeavesAConsoleLoggedOutWhenTheEnablePasswordIsRefused) {
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

TEST_P(SessionTest, ConfirmsNothingThatSomebodyLeftUnanswered) {
  auto device = make_device("cisco_ios");
  device->leave("privileged", FakeDevice::State::kConfirm);
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  EXPECT_FALSE(device->confirmed);
}

TEST_P(SessionTest, QuitsAPagerThatSomebodyLeft) {
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

TEST_P(SessionTest, BeginsAtALoginThatSomebodyLeftUnfinished) {
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

TEST_P(SessionTest, KeepsOutputThatLooksLikePrompts) {
  const std::string text =
      "banner motd ^C\r\nR1>\r\nR2#\r\nUsername: \r\nPassword: \r\n^C\r\nend\r\n";
  auto device = make_device("cisco_ios");
  device->answers["show running-config"] = text;
  device->answers["show hostile"] = "first\r\nR2#\x01\r\nlast\r\n";
  device->answers["show clock"] = "noon\r\n";
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  EXPECT_EQ(it.run("show running-config")->text,
            "banner motd ^C\nR1>\nR2#\nUsername: \nPassword: \n^C\nend");
  EXPECT_EQ(it.run("show hostile")->text, "first\nR2#\nlast");
}

TEST_P(SessionTest, FindsBackAfterOutputThatStopsAtItsOwnPrompt) {
  auto device = make_device("cisco_ios");
  device->answers["show liar"] = "first\r\nR1#\x01\r\nlast\r\n";
  device->answers["show clock"] = "noon\r\n";
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  ASSERT_TRUE(it.run("show liar"));
  const auto clock = it.run("show clock");
  ASSERT_TRUE(clock) << clock.error().message;
  EXPECT_EQ(clock->text, "noon");
  EXPECT_THAT(clock->log_lines, ElementsAre("last"));
}

TEST_P(SessionTest, AnswersThePagerAndRemovesItsRemnants) {
  for (const std::string name : {"cisco_ios", "cisco_asa", "cisco_pix"}) {
    SCOPED_TRACE(name);
    auto device = make_device(name);
    device->words.pager_off = "never";
    device->page = 2;
    device->answers["show run"] = "a\r\nb\r\nc\r\nd\r\nlonger than the pager\r\n";
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    const auto output = it.run("show run");
    ASSERT_TRUE(output) << output.error().message;
    EXPECT_EQ(output->text, "a\nb\nc\nd\nlonger than the pager");
  }
}

TEST_P(SessionTest, StripsAnEchoThatTheDeviceWraps) {
  auto device = make_device("cisco_ios");
  device->width = 40;
  const std::string command = "show " + std::string(30, 'x') + " include " + std::string(60, 'y');
  device->answers[command] = "found\r\n";
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  const auto output = it.run(command);
  ASSERT_TRUE(output) << output.error().message;
  EXPECT_EQ(output->text, "found");
}

TEST_P(SessionTest, WorksWithADeviceThatEchoesNothing) {
  auto device = make_device("cisco_ios");
  device->echo = false;
  device->answers["show clock"] = "show time\r\n";
  auto it = rig(device);
  const auto login = it.login();
  ASSERT_TRUE(login) << login.error().message;
  EXPECT_EQ(it.run("show clock")->text, "show time");
}

TEST_P(SessionTest, SetsLogLinesApart) {
  const std::string log = "*Mar  1 00:00:01.123: %SYS-5-CONFIG_I: Configured from console";
  auto device = make_device("cisco_ios");
  device->answers["show users"] = "one\r\n" + log + "\r\ntwo\r\n";
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  const auto output = it.run("show users");
  ASSERT_TRUE(output);
  EXPECT_EQ(output->text, "one\ntwo");
  EXPECT_THAT(output->log_lines, ElementsAre(log));
}

TEST_P(SessionTest, SeesThePromptBehindALogLine) {
  const std::string log = "*Mar  1 00:00:01.123: %SYS-5-CONFIG_I: Configured from console";
  auto device = make_device("cisco_ios");
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  // As printed over a waiting prompt, which this device does not print again.
  device->questions["show users"] = {"one\r\nR1#\r\n" + log + "\r\n", [](auto&) { return ""; }};
  const auto output = it.run("show users");
  ASSERT_TRUE(output) << output.error().message;
  EXPECT_EQ(output->text, "one");
  EXPECT_THAT(output->log_lines, ElementsAre(log));
}

TEST_P(SessionTest, AnswersKnownQuestionsFromTheTableOrTheCaller) {
  auto device = make_device("cisco_ios");
  const std::string command = "crypto key generate rsa";
  std::string bits;
  device->questions[command] = {
      "The name for the keys will be: R1.lab\r\nHow many bits in the modulus [512]: ",
      [&](const std::string& answer) {
        bits = answer;
        return "% Generating " + answer + " bit RSA keys, keys will be non-exportable...[OK]\r\n";
      }};
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  const auto outputs = it.configure({{command, {{"key-modulus", "3072"}}}});
  ASSERT_TRUE(outputs) << outputs.error().message;
  EXPECT_EQ(bits, "3072");
  EXPECT_FALSE(outputs->back().rejected);
  ASSERT_TRUE(it.configure({{command, {}}}));
  EXPECT_EQ(bits, "2048");
}

TEST_P(SessionTest, StopsAtAQuestionThatNobodyAnswers) {
  auto device = make_device("cisco_ios");
  std::vector<std::string> answers;
  const auto note = [&](const std::string& answer) {
    answers.push_back(answer);
    return "";
  };
  device->questions["reload"] = {"Proceed with reload? [confirm]", note};
  device->questions["format x"] = {"Is the moon made of cheese? ", note};
  for (const std::string command : {"reload", "format x"}) {
    Rig fresh(make_device("cisco_ios"), GetParam());
    fresh.device->questions = device->questions;
    ASSERT_TRUE(fresh.login());
    const auto output = fresh.run(command);
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ErrorCode::kPromptNotSeen);
    EXPECT_THAT(output.error().message, HasSubstr(command == "reload" ? "reload?" : "cheese"));
    EXPECT_TRUE(answers.empty());
    EXPECT_FALSE(fresh.run("show clock")) << "the session is over";
  }
}

TEST_P(SessionTest, RefusesLinesThatAreMoreThanOne) {
  auto it = rig(make_device("cisco_ios"));
  ASSERT_TRUE(it.login());
  EXPECT_EQ(it.configure({{"banner motd ^C\nreload", {}}}).error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(it.device->mode, "privileged");
}

TEST_P(SessionTest, BoundsOutput) {
  auto device = make_device("cisco_ios");
  std::string lines;
  for (int i = 0; i < 2000; ++i) lines += "all work and no play\r\n";
  device->answers["show endless"] = lines;
  auto it = rig(device, {.output_limit = 20000, .transcript = {}});
  ASSERT_TRUE(it.login());
  const auto output = it.run("show endless");
  ASSERT_FALSE(output);
  EXPECT_THAT(output.error().message, HasSubstr("20000 bytes"));
}

TEST_P(SessionTest, TellsTheTranscriptWithoutSecrets) {
  std::string told;
  auto device = make_device("cisco_ios");
  device->answers["show secret"] = "it is pass-word and enable secret 5 $1$abcd$efgh\r\n";
  auto it = rig(device, {.transcript = [&](const TranscriptLine& line) {
                  told += (line.direction == TranscriptLine::Direction::kSent ? "> " : "< ") +
                          line.text + "\n";
                }});
  ASSERT_TRUE(it.login());
  ASSERT_TRUE(it.run("show secret"));
  ASSERT_TRUE(it.configure({{"username bob secret TopSecret9", {}}}));
  it.close();
  EXPECT_THAT(told, HasSubstr("> admin\n"));
  EXPECT_THAT(told, HasSubstr("> show secret\n< it is <secret>"));
  for (const std::string secret : {"pass-word", "en-able", "TopSecret9", "$1$abcd"}) {
    EXPECT_THAT(told, Not(HasSubstr(secret)));
  }
}

TEST_P(SessionTest, EndsWithTheConnectionAndWithCancel) {
  auto device = make_device("cisco_ios");
  device->banner = "go away\r\n";
  auto cancelled = rig(device);
  cancelled.session->cancel();
  EXPECT_EQ(cancelled.login().error().code, ErrorCode::kCancelled);

  auto lost = rig(make_device("cisco_ios"));
  ASSERT_TRUE(lost.login());
  const auto output = lost.run("exit");
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code, ErrorCode::kConnectionLost);
}

}  // namespace
}  // namespace lw::session
