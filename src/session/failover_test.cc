// Failover pairs on a terminal: nothing is written to the standby unit, a switch-over in mid-work
// stops, and what the pair says of itself is no part of any answer.
#include "session/failover.h"

#include <gmock/gmock.h>

#include <utility>

#include "session/session_rig.h"

namespace lw::session {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kBegins = "Beginning configuration replication: Sending to mate.\r\n";
constexpr std::string_view kEnds = "End Configuration Replication to mate\r\n";
const std::string kWarning =
    "\t**** WARNING ****\r\n"
    "\tConfiguration Replication is NOT performed from Standby unit to Active unit.\r\n"
    "\tConfigurations are no longer synchronized.\r\n";

std::string pair_state(std::string_view here, std::string_view there) {
  return fmt::format(
      "Failover On \r\nFailover unit Primary\r\n\tThis host: Primary - {} \r\n"
      "\t\t  Interface management (192.0.2.10): Normal (Monitored)\r\n"
      "\tOther host: Secondary - {} \r\n"
      "\t\t  Interface outside (0.0.0.0): Normal (Waiting)\r\n"
      "\t\t  Interface management (192.0.2.11): Normal (Monitored)\r\n",
      here, there);
}

// A unit that becomes the standby one when a line of its configuration is sent.
class FakeUnit final : public FakeDevice {
 public:
  explicit FakeUnit(std::string host) : FakeDevice(family("cisco_asa")) {
    name = std::move(host);
    answers["show failover"] = pair_state("Active", "Standby Ready");
  }

  void receive(char byte) override {
    if (byte != '\r') {
      line_ += byte;
      return FakeDevice::receive(byte);
    }
    const std::string line = std::exchange(line_, "");
    if (line == switches_at) {
      const auto at = name.find("/act");
      if (at != std::string::npos) name.replace(at, 4, "/stby");
      answers["show failover"] = pair_state("Standby Ready", "Active");
      if (warns) answers[line] = kWarning;
    }
    FakeDevice::receive(byte);
    if (line == noise_behind) say(noise);
    greet();
  }
  void start() override {
    FakeDevice::start();
    greet();
  }

  std::string switches_at = "-";
  bool warns = true;
  std::string noise_behind = "-";
  std::string noise;
  std::string greets_with;  // behind the first prompt

 private:
  void greet() {
    if (state == State::kPrompt) say(std::exchange(greets_with, ""));
  }
  std::string line_;
};

class Failover : public SessionTest {
 protected:
  static std::shared_ptr<FakeUnit> unit(const std::string& host) {
    return std::make_shared<FakeUnit>(host);
  }
  static std::shared_ptr<FakeUnit> standby(const std::string& host) {
    auto device = unit(host);
    device->answers["show failover"] = pair_state("Standby Ready", "Active");
    return device;
  }
};

INSTANTIATE_TEST_SUITE_P(Chunks, Failover, kEveryChunk, chunk_name);

TEST_P(Failover, WritesToTheActiveUnit) {
  for (const std::string host : {"fw-1/pri/act", "fw-1"}) {
    auto it = rig(unit(host));
    ASSERT_TRUE(it.login());
    const auto outputs = it.configure({{"logging on", {}}});
    ASSERT_TRUE(outputs) << outputs.error().message;
    EXPECT_THAT(it.device->configuration, ElementsAre("logging on"));
    const bool asked = std::ranges::count(it.device->received, "show failover") > 0;
    EXPECT_EQ(asked, host == "fw-1") << "the prompt tells: " << host;
    EXPECT_TRUE(it.session->hostname() == host);
  }
}

TEST_P(Failover, RefusesToWriteToTheStandbyBeforeAnythingIsSent) {
  for (const std::string host : {"fw-1/sec/stby", "fw-1"}) {
    SCOPED_TRACE(host);
    auto it = rig(standby(host));
    ASSERT_TRUE(it.login());
    const auto configured = it.configure({{"logging on", {}}});
    ASSERT_FALSE(configured);
    EXPECT_EQ(configured.error().code, ErrorCode::kConflict);
    EXPECT_THAT(configured.error().hint, HasSubstr("the active unit, 192.0.2.11"));
    for (const std::string command : {"configure terminal", "conf t", "write memory"}) {
      const auto ran = it.run(command);
      ASSERT_FALSE(ran) << command;
      EXPECT_EQ(ran.error().code, ErrorCode::kConflict);
    }
    EXPECT_EQ(it.save().error().code, ErrorCode::kConflict);
    const auto writable =
        wait_for<Result<void>>([&] { return it.session->check_writable(soon()); });
    EXPECT_EQ(writable.error().code, ErrorCode::kConflict);
    EXPECT_THAT(it.device->received, Not(Contains("configure terminal")));
    EXPECT_THAT(it.device->received, Not(Contains("write memory")));
    it.device->answers["show clock"] = "noon\r\n";
    EXPECT_EQ(it.run("show clock")->text, "noon") << "the session is as good as before";
  }
}

TEST_P(Failover, AsksADeviceThatIsNoPairOnce) {
  for (const std::string answer : {"ERROR: Command requires failover license\r\n",
                                   "Failover Off \r\nFailover unit Secondary\r\n"}) {
    auto device = unit("fw-1");
    device->answers["show failover"] = answer;
    auto it = rig(device);
    ASSERT_TRUE(it.login());
    ASSERT_TRUE(it.configure({{"logging on", {}}}));
    ASSERT_TRUE(it.configure({{"logging off", {}}}));
    ASSERT_TRUE(it.save());
    EXPECT_EQ(std::ranges::count(device->received, "show failover"), 1);
  }
}

TEST_P(Failover, BelievesTheDeviceBeforeANameThatOnlyLooksLikeAState) {
  auto device = unit("stby");
  device->answers["show failover"] = "Failover Off \r\n";
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  EXPECT_TRUE(it.configure({{"logging on", {}}}));
}

TEST_P(Failover, StopsAtASwitchOverInMidWork) {
  for (const std::string host : {"fw-1/pri/act", "fw-1"}) {
    for (const bool warns : {true, false}) {
      if (!warns && host == "fw-1") continue;  // then nothing tells
      SCOPED_TRACE(host);
      auto device = unit(host);
      device->switches_at = "domain-name b.example";
      device->warns = warns;
      device->noise_behind = device->switches_at;
      device->noise = "\tSwitching to Standby\r\n";
      auto it = rig(device);
      ASSERT_TRUE(it.login());
      const auto outputs =
          it.configure({{"logging on", {}}, {"domain-name b.example", {}}, {"names", {}}});
      ASSERT_FALSE(outputs);
      EXPECT_EQ(outputs.error().code, ErrorCode::kConflict);
      EXPECT_THAT(outputs.error().message, HasSubstr("switched over"));
      EXPECT_THAT(outputs.error().message,
                  HasSubstr(warns ? "line 2 and those behind it are not on the pair"
                                  : "line 2 was the last that was sent"));
      EXPECT_THAT(outputs.error().hint, HasSubstr("192.0.2.11"));
      EXPECT_THAT(device->received, Not(Contains("names")));
      EXPECT_EQ(device->mode, "privileged") << "configuration mode was left";
    }
  }
}

TEST_P(Failover, DoesNotSaveWhatTheStandbyHas) {
  auto device = unit("fw-1/pri/act");
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  ASSERT_TRUE(it.configure({{"logging on", {}}}));
  device->switches_at = "show clock";
  device->warns = false;
  device->answers["show clock"] = "noon\r\n";
  ASSERT_TRUE(it.run("show clock"));
  EXPECT_EQ(it.save().error().code, ErrorCode::kConflict);
  EXPECT_THAT(device->received, Not(Contains("write memory")));
}

TEST_P(Failover, SetsApartWhatThePairSaysInAnAnswerAndBehindAPrompt) {
  auto device = unit("fw-1/pri/act");
  device->answers["show interface"] = "Interface Gig" + std::string(kBegins) +
                                      "abitEthernet0/0\r\n  up" + std::string(kEnds) +
                                      ", line up\r\n\tSwitching to Active\r\nend\r\n";
  device->noise_behind = "show clock";
  device->noise = std::string(kBegins) + std::string(kEnds);
  device->answers["show clock"] = "noon\r\n";
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  const auto shown = it.run("show interface");
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(shown->text, "Interface GigabitEthernet0/0\n  up, line up\nend");
  EXPECT_EQ(shown->log_lines.size(), 3u);
  const auto clock = it.run("show clock");
  ASSERT_TRUE(clock) << clock.error().message;
  EXPECT_EQ(clock->text, "noon");
  const auto again = it.run("show interface");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->text, shown->text);
}

TEST_P(Failover, LetsItsRoleChangeWhileItOnlyReads) {
  auto device = unit("fw-1/pri/act");
  device->switches_at = "show clock";
  device->warns = false;
  device->answers["show clock"] = "noon\r\n";
  auto it = rig(device);
  ASSERT_TRUE(it.login());
  EXPECT_EQ(it.run("show clock")->text, "noon");
  EXPECT_EQ(it.session->prompt(), "fw-1/pri/stby# ");
  EXPECT_EQ(it.run("show clock")->text, "noon");
}

TEST_P(Failover, LogsInWhereThePairSpeaksOverTheFirstPrompt) {
  for (const bool over_ssh : {true, false}) {
    auto device = unit("fw-1/pri/act");
    device->authenticated = over_ssh;
    device->greets_with = std::string(kBegins) + std::string(kEnds);
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    EXPECT_EQ(it.session->prompt(), "fw-1/pri/act# ");
  }
}

// The greeting of 9.x counts logins, and ends in words that look like a refusal or a question.
TEST_P(Failover, IsNotMisledByTheGreetingThatCountsLogins) {
  const std::string greeting =
      "User admin logged in to fw-1\r\n"
      "Logins over the last 4 days: 2.  Last login: 22:13:20 UTC Nov 14 2023 from 127.0.0.9\r\n"
      "Failed logins since the last login: 1.  \r\n"
      "Type help or '?' for a list of available commands.\r\n";
  for (const bool over_ssh : {true, false}) {
    auto device = std::make_shared<FakeDevice>(family("cisco_asa"));
    device->motd = greeting;
    device->authenticated = over_ssh;
    auto it = rig(device);
    const auto login = it.login();
    ASSERT_TRUE(login) << login.error().message;
    EXPECT_EQ(it.session->mode(), platform::Mode::kPrivileged);
    EXPECT_EQ(std::ranges::count(device->received, "pass-word"), over_ssh ? 0 : 1);
    EXPECT_EQ(std::ranges::count(device->received, "admin"), over_ssh ? 0 : 1);
  }
}

Output answer(std::string text) {
  Output output;
  output.text = std::move(text);
  return output;
}

TEST(UnitState, IsReadFromWhatTheUnitSays) {
  using platform::UnitRole;
  const auto asa = find_platform("cisco_asa");
  const auto role = [&](std::string text) {
    return read_unit_state(asa->pair, answer(std::move(text))).role;
  };
  EXPECT_EQ(role("Failover On \nThis host: Primary - Active \nOther host: Secondary - Failed \n"),
            UnitRole::kActive);
  EXPECT_EQ(role("\tThis host: Secondary - Standby Ready \n\tOther host: Primary - Active \n"),
            UnitRole::kStandby);
  EXPECT_EQ(role("\tThis host: Secondary - Sync Config \n"), UnitRole::kStandby);
  EXPECT_EQ(role("\tThis context: Standby Ready\n\tPeer context: Active\n"), UnitRole::kStandby);
  EXPECT_EQ(role("Failover Off \n"), UnitRole::kAlone);
  EXPECT_EQ(role(""), UnitRole::kAlone);
  const auto seen = read_unit_state(
      asa->pair, answer("\tThis host: Primary - Active \n\t  Interface in (10.0.0.1): Normal \n"));
  EXPECT_THAT(seen.other, IsEmpty()) << "that is this unit's";
  EXPECT_THAT(unit_stands_by({}).hint, HasSubstr("the other one"));
}

}  // namespace
}  // namespace lw::session
