#include <gmock/gmock.h>

#include "session/session_rig.h"

namespace lw::session {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

INSTANTIATE_TEST_SUITE_P(Chunks, SessionTest, kEveryChunk, chunk_name);

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
