#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/ips_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kAccess =
    "service host\nnetwork-settings\naccess-list 127.0.0.0/8\nexit\nexit\n";

TEST(IpsLogin, WantsTheFactoryPasswordChangedBeforeAnythingElse) {
  Sensor sensor("", kAccess);
  Typist console = sensor.open();
  EXPECT_EQ(console.shown(), "login: ");
  EXPECT_THAT(console.line("cisco"), EndsWith("Password: "));
  EXPECT_THAT(console.line("cisco"), EndsWith("(current) UNIX password: "));
  EXPECT_THAT(console.line("cisco"), EndsWith("New password: "));
  EXPECT_EQ(console.line("sensor-1"), "\r\nRetype new password: ");
  const std::string greeting = console.line("sensor-1");
  EXPECT_THAT(greeting, HasSubstr("***NOTICE***"));
  EXPECT_THAT(greeting, HasSubstr("There is no license key installed on the system."));
  EXPECT_THAT(greeting, EndsWith("sensor# "));
  EXPECT_FALSE(sensor.device->verify_login("cisco", Secret("cisco")));
  console.line("exit");
  console.line("cisco");
  EXPECT_THAT(console.line("sensor-1"), Not(HasSubstr("UNIX password")));
}

TEST(IpsLogin, LetsNobodyInWhoLeavesTheChangeOfThePassword) {
  Sensor sensor("", kAccess);
  Typist console = sensor.open();
  console.lines({"cisco", "cisco", "cisco"});
  EXPECT_THAT(console.keys("\x03"), EndsWith("login: "));
  EXPECT_THAT(console.line("show version"), EndsWith("Password: "));
  EXPECT_THAT(console.line("x"), HasSubstr("Login incorrect"));
}

TEST(IpsLogin, RefusesANewPasswordThatIsTheOldOneOrTooShortOrTypedTwice) {
  Sensor sensor("", kAccess);
  Typist ssh = sensor.open(Transport::kSsh, "cisco");
  ssh.lines({"cisco", "cisco"});
  EXPECT_THAT(ssh.line("cisco"), HasSubstr("Password unchanged"));
  ssh.lines({"cisco", "short"});
  EXPECT_THAT(ssh.line("short"), HasSubstr("Error: the password is too short"));
  ssh.lines({"cisco", "sensor-1"});
  EXPECT_THAT(ssh.line("sensor-2"), HasSubstr("do not match"));
  ssh.line("sensor-1");
  EXPECT_THAT(ssh.line("sensor-1"), EndsWith("sensor# "));
}

TEST(IpsLogin, EndsAfterThreeWrongPasswordsOverTelnetAndStaysOnTheConsole) {
  Sensor sensor("", std::string(kPreparedSensor) +
                        "service host\nnetwork-settings\ntelnet-option enabled\nexit\nexit\n");
  Typist telnet = sensor.open(Transport::kTelnet);
  Typist console = sensor.open();
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(telnet.finished());
    telnet.lines({"admin", "wrong"});
    console.lines({"admin", "wrong"});
  }
  EXPECT_TRUE(telnet.finished());
  EXPECT_FALSE(console.finished());
}

TEST(IpsLogin, LocksAnAccountAtTheAttemptLimitUntilItIsUnlocked) {
  Sensor sensor("", std::string(kPreparedSensor) + "service authentication\nattemptLimit 2\n");
  EXPECT_FALSE(sensor.device->verify_login("tuner", Secret("no")));
  EXPECT_TRUE(sensor.device->verify_login("tuner", Secret("lab-lab")));
  EXPECT_FALSE(sensor.device->verify_login("tuner", Secret("no")));
  EXPECT_FALSE(sensor.device->verify_login("tuner", Secret("no")));
  EXPECT_FALSE(sensor.device->verify_login("tuner", Secret("lab-lab")));
  Typist admin = sensor.logged_in();
  EXPECT_THAT(admin.line("show users all"), HasSubstr("(tuner)"));
  admin.lines({"configure terminal", "unlock user tuner"});
  EXPECT_TRUE(sensor.device->verify_login("tuner", Secret("lab-lab")));
}

TEST(IpsAccess, IsForTheAddressesOfTheListAndTelnetIsOffAtFirst) {
  Sensor sensor;
  const Arrival telnet{.transport = Transport::kTelnet};
  EXPECT_FALSE(sensor.device->admits(telnet));
  EXPECT_TRUE(sensor.device->admits({.transport = Transport::kSsh}));
  EXPECT_FALSE(
      sensor.device->admits({.transport = Transport::kSsh, .source_address = "192.0.2.1"}));
  Typist admin = sensor.logged_in();
  admin.lines({"configure terminal", "service host", "network-settings", "telnet-option enabled",
               "no access-list 127.0.0.0/8", "access-list 192.0.2.0/24", "exit", "exit"});
  EXPECT_FALSE(sensor.device->admits(telnet)) << "nothing is in force before it is applied";
  admin.line("yes");
  EXPECT_FALSE(sensor.device->admits({.transport = Transport::kSsh}));
  EXPECT_TRUE(
      sensor.device->admits({.transport = Transport::kTelnet, .source_address = "192.0.2.1"}));
}

TEST(IpsConfigure, ShowsEachLevelInThePrompt) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  EXPECT_THAT(admin.line("configure terminal"), EndsWith("sensor(config)# "));
  EXPECT_THAT(admin.line("service host"), EndsWith("sensor(config-hos)# "));
  EXPECT_THAT(admin.line("network-settings"), EndsWith("sensor(config-hos-net)# "));
  EXPECT_THAT(admin.lines({"exit", "exit", "service web-server"}), EndsWith("(config-web)# "));
  EXPECT_THAT(admin.line("exit"), EndsWith("sensor(config)# ")) << "nothing was changed";
}

TEST(IpsConfigure, AppliesOrDiscardsWhatWasEditedAsTheAnswerSays) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  const auto rename = [&](std::string_view line) {
    return admin.lines(
        {"configure terminal", "service host", "network-settings", line, "exit", "exit"});
  };
  EXPECT_THAT(rename("host-name discarded"), EndsWith("\r\nApply Changes:?[yes]: "));
  EXPECT_THAT(admin.line("no"), EndsWith("sensor(config)# "));
  EXPECT_THAT(admin.line("exit"), EndsWith("sensor# "));
  EXPECT_THAT(rename("host-name kept"), EndsWith("Apply Changes:?[yes]: "));
  EXPECT_THAT(admin.line("perhaps"), EndsWith("Apply Changes:?[yes]: "));
  EXPECT_THAT(admin.line(""), EndsWith("kept(config)# "));
}

TEST(IpsConfigure, AsksWithoutAColonOnSensorsOf5) {
  Sensor sensor("5.1(8)E2");
  EXPECT_THAT(
      sensor.logged_in().lines({"configure terminal", "service web-server", "port 80", "exit"}),
      EndsWith("Apply Changes?[yes]: "));
}

TEST(IpsConfigure, RefusesWhatASettingCannotBe) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  admin.lines({"configure terminal", "service host", "network-settings"});
  EXPECT_THAT(admin.line("host-ip 10.1.9.5/24,10.1.8.1"), HasSubstr("Error: 10.1.9.5"));
  EXPECT_THAT(admin.line("access-list 10.0.0.0"), HasSubstr("Error: "));
  EXPECT_THAT(admin.line("no access-list 10.0.0.0/8"), HasSubstr("was not found"));
  EXPECT_THAT(admin.line("ftp-timeout 0"), HasSubstr("% Invalid input detected"));
  EXPECT_THAT(admin.line("telnet-option"), HasSubstr("% Incomplete command"));
  EXPECT_THAT(admin.lines({"exit", "exit"}), EndsWith("(config)# ")) << "nothing to apply";
}

TEST(IpsConfigure, LosesToASessionThatWasFaster) {
  Sensor sensor;
  Typist slow = sensor.logged_in();
  Typist fast = sensor.open(Transport::kSsh, "admin");
  slow.lines({"configure terminal", "service web-server", "port 1000", "exit"});
  fast.lines({"configure terminal", "service web-server", "port 2000", "exit", "yes"});
  EXPECT_THAT(slow.line("yes"), HasSubstr("Error: the configuration was changed by another"));
  EXPECT_EQ(sensor.value("webServer port"), "2000");
}

TEST(IpsConfigure, EndsNetworkSessionsWhenTheAddressChanges) {
  Sensor sensor;
  Typist ssh = sensor.open(Transport::kSsh, "admin");
  Typist console = sensor.logged_in();
  ssh.lines({"configure terminal", "service host", "network-settings",
             "host-ip 10.9.9.9/24,10.9.9.1", "exit", "exit"});
  EXPECT_FALSE(ssh.finished());
  ssh.line("yes");
  EXPECT_TRUE(ssh.finished());
  EXPECT_FALSE(console.finished());
}

TEST(IpsShow, PutsASpinnerInFrontOfTheConfigurationWithoutALineEnd) {
  Sensor sensor;
  const std::string text = sensor.logged_in().line("show configuration");
  EXPECT_THAT(text, HasSubstr("\nGenerating current config: |Generating current config: /"));
  EXPECT_THAT(text, HasSubstr("Generating current config: \\! -----"));
  EXPECT_THAT(text, HasSubstr("service host\r\nnetwork-settings\r\naccess-list 127.0.0.0/8\r\n"
                              "exit\r\nexit\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("lab-lab")));
}

TEST(IpsShow, MarksSettingsThatNobodyHasSet) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  admin.lines({"configure terminal", "service host", "network-settings", "host-name b"});
  const std::string text = admin.line("show settings");
  EXPECT_THAT(text, HasSubstr("telnet-option: disabled <defaulted>"));
  EXPECT_THAT(text, HasSubstr("host-name: b default: sensor"));
  EXPECT_THAT(text, HasSubstr("access-list (min: 0, max: 512, current: 1)"));
  EXPECT_THAT(text, HasSubstr("network-address: 127.0.0.0/8"));
}

TEST(IpsShow, TellsItsVersionAndLicenceAsItsReleaseDoes) {
  Sensor seven;
  EXPECT_THAT(seven.logged_in().line("show version"),
              testing::AllOf(HasSubstr("Version 7.1(7)E4\r\n"), HasSubstr("No license present"),
                             HasSubstr("CollaborationApp"), Not(HasSubstr("Virus Update"))));
  Sensor five("5.1(8)E2");
  EXPECT_THAT(five.logged_in().line("show version"),
              testing::AllOf(HasSubstr("Version 5.1(8)E2\r\n"), HasSubstr("Virus Update"),
                             Not(HasSubstr("CollaborationApp"))));
}

TEST(IpsLicence, IsCopiedExpiresAndIsErased) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  EXPECT_THAT(admin.lines({"copy ftp://u@192.0.2.9/bad.lic license-key", "x"}),
              HasSubstr("Error: the license key file bad.lic is not valid"));
  EXPECT_THAT(admin.line("copy scp://u@192.0.2.9/good.lic license-key"), EndsWith("Password: "));
  EXPECT_EQ(admin.line("x"), "*\r\nsensor# ");
  EXPECT_THAT(admin.line("show version"), HasSubstr("Licensed, expires:       15-Jan-2027 UTC"));
  sensor.time.advance(std::chrono::hours(24 * 3650));
  EXPECT_THAT(admin.line("show version"), HasSubstr("License expired:         15-Jan-2027 UTC"));
  EXPECT_THAT(admin.line("erase license-key"), EndsWith("Continue? []: "));
  admin.line("no");
  EXPECT_TRUE(sensor.device->licence());
  admin.lines({"erase license-key", "yes"});
  EXPECT_FALSE(sensor.device->licence());
}

TEST(IpsRoles, LetViewersAndOperatorsChangeNothingButTheirOwnPassword) {
  for (const char* user : {"watcher", "tuner"}) {
    Sensor sensor;
    Typist typist = sensor.logged_in(user);
    EXPECT_THAT(typist.line("show configuration"), HasSubstr("service host"));
    for (const char* line : {"setup", "reset", "erase license-key"}) {
      EXPECT_THAT(typist.line(line), HasSubstr("% Invalid input")) << user << line;
    }
    typist.line("configure terminal");
    for (const char* line : {"service host", "username eve", "no username tuner"}) {
      EXPECT_THAT(typist.line(line), HasSubstr("% Invalid input")) << user << line;
    }
    EXPECT_THAT(typist.line("password admin"), HasSubstr("% Invalid input"));
    typist.lines({"password", "lab-lab", "new-lab", "new-lab"});
    EXPECT_TRUE(sensor.device->verify_login(user, Secret("new-lab")));
  }
}

TEST(IpsUsers, AreMadeChangedAndRemovedButForCisco) {
  Sensor sensor;
  Typist admin = sensor.logged_in();
  EXPECT_THAT(admin.lines({"configure terminal", "username eve privilege operator"}),
              EndsWith("Enter Login Password: "));
  EXPECT_EQ(admin.line("eve-eve"), "*******\r\nRe-enter Login Password: ");
  admin.line("eve-eve");
  EXPECT_TRUE(sensor.device->verify_login("eve", Secret("eve-eve")));
  EXPECT_EQ(ips_account(sensor.device->config(), "eve")->role, IpsRole::kOperator);
  EXPECT_THAT(admin.line("username eve password other-eve"), HasSubstr("Error: the user eve"));
  EXPECT_THAT(admin.line("privilege user eve viewer"), HasSubstr("Warning: The privilege change"));
  EXPECT_EQ(ips_account(sensor.device->config(), "eve")->role, IpsRole::kViewer);
  admin.lines({"password eve", "new-eve", "new-eve", "no username eve"});
  EXPECT_FALSE(ips_account(sensor.device->config(), "eve"));
  EXPECT_THAT(admin.line("no username cisco"), HasSubstr("Error: the account cisco cannot be"));
  admin.lines({"privilege user cisco viewer"});
  EXPECT_THAT(admin.line("privilege user admin viewer"), HasSubstr("Error: there must be"));
}

TEST(IpsReset, EndsEverySessionAfterAYes) {
  Sensor sensor;
  Typist console = sensor.logged_in();
  Typist ssh = sensor.open(Transport::kSsh, "admin");
  EXPECT_THAT(console.line("reset"), EndsWith("Continue with reset? []: "));
  console.line("");
  EXPECT_FALSE(ssh.finished());
  console.lines({"reset", "yes"});
  EXPECT_TRUE(ssh.finished());
  EXPECT_TRUE(console.finished());
}

TEST(IpsState, SurvivesWithAccountsLicenceClockAndEverySetting) {
  Sensor before;
  Typist admin = before.logged_in();
  admin.lines({"copy http://192.0.2.9/good.lic license-key", "configure terminal", "service host",
               "network-settings", "host-name kept", "login-banner-text a b  c", "exit",
               "ntp-servers 192.0.2.1", "exit", "yes", "service web-server", "enable-tls false",
               "exit", "yes"});
  before.device->set_clock(before.device->now() - std::chrono::hours(5));
  Sensor after("", "");
  ASSERT_TRUE(after.device->restore_state(before.device->saved_state()));
  EXPECT_EQ(after.device->saved_state(), before.device->saved_state());
  EXPECT_EQ(after.value("host network-settings login-banner-text"), "a b  c");
  EXPECT_TRUE(after.device->licensed());
  EXPECT_EQ(after.device->now(), before.device->now());
  EXPECT_TRUE(after.device->web_door()->http);
  EXPECT_TRUE(after.device->verify_login("watcher", Secret("lab-lab")));
  EXPECT_TRUE(ips_account(after.device->config(), "cisco")->aged);
}

TEST(IpsState, IsRefusedWhenItIsNone) {
  Sensor sensor;
  const std::string good = sensor.device->saved_state();
  for (const std::string& text :
       {std::string("hostname r1\n"), good + "service host\nbogus\n", good + "account x\n",
        good + "clock soon\n", good.substr(0, good.find("account"))}) {
    EXPECT_FALSE(sensor.device->restore_state(text)) << text;
  }
  EXPECT_EQ(sensor.device->saved_state(), good);
}

TEST(IpsConfigText, NamesTheLineThatTheSensorDoesNotKnowAndNoPassword) {
  for (const char* text :
       {"service host\nbogus line\n", "service warp\n", "username bob password sekrit privilege x",
        "username bob password shrt", "service global-correlation\nnetwork-participation x"}) {
    const auto made =
        IpsDevice::create({.initial_config = text, .clock = [] { return WallTime(); }});
    ASSERT_FALSE(made) << text;
    EXPECT_THAT(made.error().message, HasSubstr("does not know the line"));
    EXPECT_THAT(made.error().message, Not(HasSubstr("sekrit")));
  }
}

TEST(IpsSession, TakesKeysOneByOneAsWellAsInLines) {
  Sensor sensor;
  Typist lines = sensor.open(Transport::kSsh, "admin");
  Typist keys = sensor.open(Transport::kSsh, "admin");
  lines.line("terminal length 0");
  keys.line("terminal length 0");
  std::string one_by_one;
  for (const char key : std::string("conf t\rservice host\rnetw\rshow settings\r")) {
    one_by_one += keys.keys(std::string(1, key));
  }
  EXPECT_EQ(one_by_one, lines.keys("conf t\rservice host\rnetw\rshow settings\r"));
  EXPECT_THAT(one_by_one, StartsWith("conf t\r\nsensor(config)# "));
}

}  // namespace
}  // namespace lw::lab
