#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/ios_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class IosLineEnds : public Ios {};
INSTANTIATE_TEST_SUITE_P(EveryClient, IosLineEnds,
                         testing::Values("\r", "\r\n", std::string("\r\0", 2), "\n"));

TEST_P(IosLineEnds, OneReturnIsOneLine) {
  Typist typist = telnet(GetParam());
  EXPECT_EQ(typist.shown(), "\r\n\r\nUser Access Verification\r\n\r\nPassword: ");
  EXPECT_EQ(typist.line("lab"), "\r\n\r\nRouter>");
  EXPECT_EQ(typist.line(""), "\r\nRouter>");
  EXPECT_EQ(typist.line("enable"), "enable\r\nPassword: ");
  EXPECT_EQ(typist.line("lab"), "\r\nRouter#");
  EXPECT_EQ(typist.line("show privilege"),
            "show privilege\r\nCurrent privilege level is 15\r\nRouter#");
}

TEST_F(Ios, ClosesAfterThreeBadPasswords) {
  Typist typist = telnet();
  EXPECT_EQ(typist.lines({"x", "y"}), "\r\nPassword: ");
  EXPECT_EQ(typist.line("z"), "\r\n% Bad passwords\r\n");
  EXPECT_TRUE(typist.finished());
}

TEST_F(Ios, SaysBadSecretsAfterThreeAndStaysInUserMode) {
  Typist typist = telnet();
  EXPECT_THAT(typist.lines({"lab", "en", "a", "b", "c"}), EndsWith("% Bad secrets\r\n\r\nRouter>"));
}

TEST_F(Ios, HidesPrivilegedCommandsInUserMode) {
  Typist typist = telnet();
  EXPECT_EQ(typist.lines({"lab", "show running-config"}),
            "show running-config\r\n            ^\r\n% Invalid input detected at '^' marker.\r\n"
            "\r\nRouter>");
}

TEST_F(Ios, RefusesEnableOnAVtyWithoutAPasswordAndAllowsItOnTheConsole) {
  auto open =
      IosDevice::create({.initial_config = "line vty 0 4\n no login\n", .clock = clock_.clock()});
  ASSERT_TRUE(open);
  Typist vty((*open)->open({.transport = Transport::kTelnet}));
  EXPECT_THAT(vty.line("enable"), EndsWith("% No password set\r\nRouter>"));
  Typist console((*open)->open({.transport = Transport::kConsole}));
  EXPECT_THAT(console.line("enable"), EndsWith("\r\nRouter#"));
}

TEST_F(Ios, SaysPasswordRequiredButNoneSet) {
  auto open = IosDevice::create({.initial_config = "", .clock = clock_.clock()});
  ASSERT_TRUE(open);
  Typist vty((*open)->open({.transport = Transport::kTelnet}));
  EXPECT_THAT(vty.shown(), HasSubstr("Password required, but none set"));
  EXPECT_TRUE(vty.finished());
}

TEST_F(Ios, PutsTheMarkerUnderTheWrongWord) {
  Typist typist = enabled();
  EXPECT_EQ(typist.line("show ip ssx"),
            "show ip ssx\r\n               ^\r\n"
            "% Invalid input detected at '^' marker.\r\n\r\nRouter#");
  typist.line("configure terminal");
  EXPECT_EQ(typist.line("hostnam"), "hostnam\r\n% Incomplete command.\r\n\r\nRouter(config)#");
  EXPECT_EQ(typist.line("frobnicate 1"),
            "frobnicate 1\r\n               ^\r\n"
            "% Invalid input detected at '^' marker.\r\n\r\nRouter(config)#");
}

TEST_F(Ios, SaysAmbiguousAndIncomplete) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("show i"), HasSubstr("% Ambiguous command:  \"show i\"\r\n"));
  EXPECT_THAT(typist.line("terminal length"), HasSubstr("% Incomplete command.\r\n"));
}

TEST_F(Ios, TakesAnUnknownWordForAHostName) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("shwo"),
              AllOf(HasSubstr("Translating \"shwo\"...domain server (255.255.255.255)"),
                    HasSubstr("% Unknown command or computer name")));
  typist.lines({"conf t", "no ip domain-lookup", "end"});
  EXPECT_THAT(typist.line("shwo"), Not(HasSubstr("Translating")));
}

TEST_F(Ios, RubsOutAndInterrupts) {
  Typist typist = enabled();
  EXPECT_EQ(typist.keys("show prx\bivilege"), "show prx\b \bivilege");
  EXPECT_THAT(typist.keys("\r"), HasSubstr("privilege level is 15"));
  EXPECT_EQ(typist.keys("relo\x03"), "relo^C\r\nRouter#");
  EXPECT_EQ(typist.line(""), "\r\nRouter#");
}

TEST_F(Ios, KeepsConfigurationInItsOwnOrder) {
  Typist typist = enabled();
  typist.lines({"conf t", "line vty 0 4", "transport input ssh", "hostname R1", "interface gi0/0",
                "description to the lab", "no shutdown", "ip address 192.0.2.1 255.255.255.0",
                "ip domain-name lab.local", "username admin privilege 15 secret s3cret", "end"});
  const std::string text = typist.line("show running-config");
  EXPECT_THAT(text, HasSubstr("Building configuration...\r\n\r\nCurrent configuration : "));
  EXPECT_THAT(text, HasSubstr("hostname R1\r\n"));
  EXPECT_THAT(text, HasSubstr("interface GigabitEthernet0/0\r\n description to the lab\r\n"
                              " ip address 192.0.2.1 255.255.255.0\r\n"));
  EXPECT_THAT(text, HasSubstr("ip domain name lab.local\r\n"));
  EXPECT_THAT(text, HasSubstr("username admin privilege 15 secret 5 $1$"));
  EXPECT_THAT(text, HasSubstr("line vty 0 4\r\n password lab\r\n login\r\n"
                              " transport input ssh\r\n"));
  EXPECT_LT(text.find("hostname R1"), text.find("username admin"));
  EXPECT_LT(text.find("username admin"), text.find("interface Gig"));
  EXPECT_THAT(text, HasSubstr("\r\nend\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("s3cret")));
}

TEST_F(Ios, ShowsASizeThatIsTheSizeOfTheText) {
  Typist typist = enabled();
  const std::string text = typist.line("show run");
  const std::size_t at = text.find("configuration : ") + 16;
  const std::size_t size = std::stoul(text.substr(at));
  std::string body = text.substr(text.find("\r\n", at) + 2);
  body = body.substr(0, body.find("end\r\n") + 5);
  std::erase(body, '\r');
  EXPECT_EQ(body.size(), size);
}

TEST_F(Ios, ReloadsWhatItShows) {
  Typist typist = enabled();
  typist.lines({"conf t", "hostname R1", "banner motd #", "first line", "R1#", "#",
                "service password-encryption", "username bob password 0 hunter two", "line vty 0 2",
                "exec-timeout 5 30", "line vty 5 15", "login local", "ip access-list standard MGMT",
                "permit 127.0.0.0 0.255.255.255", "no ip domain lookup", "ip http server",
                "logging 192.0.2.9", "end"});
  const std::string before = running();
  auto again = IosDevice::create({.initial_config = before, .clock = clock_.clock()});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->config().render(), before);
}

TEST_F(Ios, TakesLinesBackWithNo) {
  Typist typist = enabled();
  typist.lines({"conf t", "username a password b", "ip http server", "logging host 192.0.2.1",
                "logging host 192.0.2.2", "hostname R9", "ip ssh time-out 60"});
  typist.lines({"no username a", "no ip http server", "no logging host 192.0.2.1", "no hostname",
                "no ip ssh time-out"});
  const std::string text = running();
  EXPECT_THAT(text, Not(HasSubstr("username a")));
  EXPECT_THAT(text, HasSubstr("\nno ip http server\n"));
  EXPECT_THAT(text, Not(HasSubstr("logging host 192.0.2.1\n")));
  EXPECT_THAT(text, HasSubstr("logging host 192.0.2.2\n"));
  EXPECT_THAT(text, HasSubstr("hostname Router\n"));
  EXPECT_THAT(text, Not(HasSubstr("time-out")));
}

TEST_F(Ios, HidesPasswordsWhenAskedTo) {
  Typist typist = enabled();
  typist.lines({"conf t", "username a password 0 clear"});
  EXPECT_THAT(running(), HasSubstr("username a password 0 clear\n"));
  typist.line("service password-encryption");
  EXPECT_THAT(running(), Not(HasSubstr("clear")));
  EXPECT_THAT(running(), HasSubstr(" password 7 "));
  typist.lines({"line vty 0 4", "login local", "end"});
  Typist user = telnet();
  EXPECT_THAT(user.lines({"a", "clear"}), EndsWith("Router>"));
}

TEST_F(Ios, RefusesPasswordAndSecretTogether) {
  Typist typist = enabled();
  EXPECT_THAT(typist.lines({"conf t", "username a password b", "username a secret c"}),
              HasSubstr("ERROR: Can not have both a user password and a user secret."));
}

TEST_F(Ios, KnowsNoAaaListsBeforeNewModel) {
  Typist typist = enabled();
  EXPECT_THAT(typist.lines({"conf t", "aaa authentication login default local"}),
              HasSubstr("% Invalid input"));
  EXPECT_THAT(typist.lines({"aaa new-model", "aaa authentication login default local"}),
              Not(HasSubstr("%")));
}

TEST_F(Ios, AsksForUserAndPasswordWithLoginLocal) {
  Typist typist = enabled();
  typist.lines(
      {"conf t", "username admin privilege 15 secret lab", "line vty 0 4", "login local", "end"});
  Typist user = telnet();
  EXPECT_THAT(user.shown(), EndsWith("Username: "));
  EXPECT_THAT(user.lines({"admin", "wrong"}), HasSubstr("% Login invalid\r\n\r\nUsername: "));
  EXPECT_THAT(user.lines({"nobody", "lab"}), HasSubstr("% Login invalid"));
  EXPECT_EQ(user.lines({"admin", "lab"}), "\r\n\r\nRouter#");
}

TEST_F(Ios, ClosesAfterThreeInvalidLogins) {
  Typist typist = enabled();
  typist.lines({"conf t", "line vty 0 4", "login local", "end"});
  Typist user = telnet();
  user.lines({"a", "b", "a", "b", "a", "b"});
  EXPECT_TRUE(user.finished());
}

TEST_F(Ios, UsesPrivilegesUnderAaaOnlyWhenExecIsAuthorized) {
  Typist typist = enabled();
  typist.lines({"conf t", "username admin privilege 15 secret lab", "aaa new-model", "end"});
  EXPECT_THAT(telnet().lines({"admin", "lab"}), EndsWith("Router>"));
  typist.lines({"conf t", "aaa authorization exec default local", "end"});
  EXPECT_THAT(telnet().lines({"admin", "lab"}), EndsWith("Router#"));
}

TEST_F(Ios, OpensAndClosesTransportsForNewConnectionsOnly) {
  Typist typist = enabled();
  typist.lines({"conf t", "line vty 0 4", "transport input ssh", "end"});
  EXPECT_FALSE(device_->open({.transport = Transport::kTelnet}));
  EXPECT_THAT(typist.line("show privilege"), HasSubstr("15"));
  typist.lines({"conf t", "line vty 0 4", "transport input telnet ssh", "end"});
  EXPECT_TRUE(device_->open({.transport = Transport::kTelnet}));
  EXPECT_THAT(running(), HasSubstr(" transport input telnet ssh\n"));
}

TEST_F(Ios, RefusesWhenEveryLineIsBusy) {
  std::vector<Typist> users;
  for (int i = 0; i < 5; ++i) users.push_back(telnet());
  EXPECT_FALSE(device_->open({.transport = Transport::kTelnet}));
  users.pop_back();
  EXPECT_TRUE(device_->open({.transport = Transport::kTelnet}));
}

TEST_F(Ios, AppliesTheAccessClassToTheSource) {
  Typist typist = enabled();
  typist.lines(
      {"conf t", "access-list 10 permit 127.0.0.1", "line vty 0 4", "access-class 10 in", "end"});
  EXPECT_TRUE(device_->admits({Transport::kTelnet, "127.0.0.1", ""}));
  EXPECT_FALSE(device_->admits({Transport::kTelnet, "127.0.0.2", ""}));
}

TEST_F(Ios, KeepsSshShutUntilThereAreKeys) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("show ip ssh"), HasSubstr("SSH Disabled - version 1.99"));
  typist.line("conf t");
  EXPECT_THAT(typist.line("crypto key generate rsa"),
              HasSubstr("% Please define a hostname other than Router."));
  EXPECT_THAT(typist.lines({"hostname R1", "crypto key generate rsa"}),
              HasSubstr("% Please define a domain-name first."));
  EXPECT_FALSE(device_->admits({.transport = Transport::kSsh}));
  EXPECT_THAT(typist.lines({"ip domain-name lab.local", "crypto key generate rsa"}),
              AllOf(HasSubstr("The name for the keys will be: R1.lab.local\r\n"),
                    EndsWith("How many bits in the modulus [512]: ")));
  EXPECT_THAT(typist.line("99"), HasSubstr("% A decimal number between 360 and 4096."));
  EXPECT_THAT(typist.line("1024"),
              HasSubstr("% Generating 1024 bit RSA keys, keys will be non-exportable...[OK]"));
  EXPECT_TRUE(device_->admits({.transport = Transport::kSsh}));
  EXPECT_THAT(typist.line("ip ssh version 2"), Not(HasSubstr("RSA")));
  EXPECT_THAT(typist.line("do show ip ssh"), HasSubstr("SSH Enabled - version 2.0"));
}

TEST_F(Ios, SpeaksSshVersion1WhenItsKeysAreShortOrItIsToldTo) {
  Typist typist = enabled();
  typist.lines(
      {"conf t", "hostname R1", "ip domain name x.org", "crypto key generate rsa modulus 512"});
  const auto version = [&] { return device_->host_keys()->version; };
  EXPECT_EQ(version(), SshVersion::k1);
  EXPECT_TRUE(device_->admits({.transport = Transport::kSsh}));
  EXPECT_THAT(typist.line("do show ip ssh"), HasSubstr("SSH Enabled - version 1.5"));
  typist.line("ip ssh version 2");
  EXPECT_EQ(version(), SshVersion::k2);
  EXPECT_FALSE(device_->admits({.transport = Transport::kSsh})) << "512 bits are too few for SSH 2";
  EXPECT_THAT(typist.line("do show ip ssh"), HasSubstr("SSH Disabled - version 2.0"));
  typist.line("crypto key generate rsa modulus 1024");
  EXPECT_TRUE(device_->admits({.transport = Transport::kSsh}));
  EXPECT_EQ(version(), SshVersion::k2);
  typist.line("ip ssh version 1");
  EXPECT_EQ(version(), SshVersion::k1);
  EXPECT_THAT(typist.line("do show ip ssh"), HasSubstr("SSH Enabled - version 1.5"));
}

TEST_F(Ios, AsksBeforeItReplacesKeys) {
  Typist typist = enabled();
  typist.lines(
      {"conf t", "hostname R1", "ip domain name x.org", "crypto key generate rsa modulus 1024"});
  const auto first = device_->host_keys();
  ASSERT_TRUE(first);
  EXPECT_THAT(typist.line("crypto key generate rsa"),
              EndsWith("% Do you really want to replace them? [yes/no]: "));
  typist.line("no");
  EXPECT_EQ(device_->host_keys()->generation, first->generation);
  typist.lines({"crypto key generate rsa", "yes", ""});
  EXPECT_GT(device_->host_keys()->generation, first->generation);
  EXPECT_EQ(device_->host_keys()->modulus, 512);
  typist.lines({"crypto key zeroize rsa", "yes"});
  EXPECT_FALSE(device_->host_keys());
}

TEST_F(Ios, ChecksSshLoginsAgainstItsOwnUsers) {
  Typist typist = enabled();
  typist.lines({"conf t", "username admin privilege 15 secret lab"});
  EXPECT_FALSE(device_->verify_login("admin", Secret("lab"))) << "the lines do not say login local";
  typist.lines({"line vty 0 4", "login local"});
  EXPECT_TRUE(device_->verify_login("admin", Secret("lab")));
  EXPECT_FALSE(device_->verify_login("admin", Secret("")));
  EXPECT_FALSE(device_->verify_login("", Secret("")));
}

TEST_F(Ios, PromptsAsItsConfigurationSays) {
  Typist typist = enabled();
  typist.lines({"configure terminal", "hostname r1"});
  EXPECT_THAT(typist.line("prompt %h-at-work%%%s%p"), EndsWith("r1(config)#"));
  EXPECT_THAT(typist.line("end"), EndsWith("\r\nr1-at-work% #"));
  EXPECT_THAT(typist.line("disable"), EndsWith("\r\nr1-at-work% >"));
  EXPECT_THAT(running(), HasSubstr("\nprompt %h-at-work%%%s%p\n"));
}

TEST_F(Ios, StopsAtEachPage) {
  Typist typist = telnet();
  typist.lines({"lab", "enable", "lab"});
  std::string page = typist.line("show running-config");
  EXPECT_THAT(page, EndsWith(" --More-- "));
  EXPECT_EQ(std::ranges::count(page, '\n'), 1 + 23);
  page = typist.keys(" ");
  EXPECT_THAT(page, StartsWith("\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b"));
  EXPECT_THAT(page, EndsWith("Router#"));
  typist.line("show running-config");
  EXPECT_THAT(typist.keys("\r"), EndsWith(" --More-- "));
  EXPECT_THAT(typist.keys("q"), EndsWith("Router#"));
}

// RANCID's clogin knows a pager by the line's start.
TEST_F(Ios, StopsBetweenScreenLinesWhenALongLineWraps) {
  Typist typist = telnet();
  typist.lines({"lab", "enable", "lab", "configure terminal"});
  for (int i = 0; i < 12; ++i) {
    typist.line("ip host h" + std::to_string(i) + ' ' + std::string(90, 'x'));
  }
  std::string page = typist.lines({"end", "show running-config | include ip host"});
  int pages = 0;
  for (; page.ends_with(" --More-- ") && pages < 9; ++pages) {
    EXPECT_THAT(page, EndsWith("\r\n --More-- "));
    page = typist.keys("\r");
  }
  EXPECT_GT(pages, 0);
}

TEST_F(Ios, FiltersOutput) {
  Typist typist = enabled();
  const std::string text = typist.line("show run | include ^hostname|secret");
  EXPECT_THAT(text, HasSubstr("\r\nhostname Router\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nenable secret"));
  EXPECT_THAT(text, Not(HasSubstr("line vty")));
  EXPECT_THAT(typist.line("show run | include ((("), HasSubstr("regular expression"));
  EXPECT_THAT(typist.line("show run | section line vty"), HasSubstr(" password lab"));
}

TEST_F(Ios, ShiftsALongTypedLineUnlessTheTerminalIsWide) {
  Typist typist = enabled();
  typist.line("conf t");
  const std::string line = "username someone privilege 15 secret " + std::string(80, 'x');
  EXPECT_THAT(typist.line(line), HasSubstr("$"));
  typist.lines({"end", "terminal width 511", "conf t"});
  EXPECT_THAT(typist.line(line), StartsWith(line + "\r\n"));
}

TEST_F(Ios, EndsAnIdleSessionWhenItsLineSaysSo) {
  Typist typist = enabled();
  const auto usual = typist.session().idle_deadline();
  typist.lines({"conf t", "line vty 0 4", "exec-timeout 0 30", "end"});
  EXPECT_EQ(*usual - *typist.session().idle_deadline(), std::chrono::seconds(570));
  typist.lines({"conf t", "line vty 0 4", "exec-timeout 0 0", "end"});
  EXPECT_EQ(typist.session().idle_deadline(), std::nullopt);
}

TEST_F(Ios, SendsItsLogToTheConsoleAndToMonitors) {
  Typist console(device_->open({.transport = Transport::kConsole}));
  Typist typist = enabled();
  EXPECT_THAT(typist.lines({"conf t", "end"}), Not(HasSubstr("%SYS-5-CONFIG_I")));
  EXPECT_THAT(console.shown(), HasSubstr("%SYS-5-CONFIG_I: Configured from console by vty0"));
  EXPECT_THAT(typist.lines({"terminal monitor", "conf t", "end"}), HasSubstr("%SYS-5-CONFIG_I"));
}

TEST_F(Ios, SplitsVtyLinesThatDiffer) {
  Typist typist = enabled();
  typist.lines({"conf t", "line vty 0 1", "exec-timeout 3 0", "line vty 5 15", "login local"});
  EXPECT_THAT(running(), HasSubstr("line vty 0 1\n password lab\n login\n exec-timeout 3 0\n"
                                   "line vty 2 4\n password lab\n login\n"
                                   "line vty 5 15\n login local\n"));
}

TEST_F(Ios, LeavesModesByExitEndAndControlZ) {
  Typist typist = enabled();
  EXPECT_THAT(typist.lines({"conf t", "line con 0"}), EndsWith("Router(config-line)#"));
  EXPECT_THAT(typist.line("exit"), EndsWith("Router(config)#"));
  EXPECT_THAT(typist.lines({"interface lo0", "router ospf 1"}), EndsWith("Router(config-router)#"));
  EXPECT_THAT(typist.keys("\x1A"), EndsWith("^Z\r\nRouter#"));
  EXPECT_THAT(typist.line("exit"), "exit\r\n");
  EXPECT_TRUE(typist.finished());
}

TEST_F(Ios, NamesALineThatItDoesNotKnow) {
  auto bad = IosDevice::create({.initial_config = "frobnicate\n", .clock = clock_.clock()});
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().message, HasSubstr("frobnicate"));
}

}  // namespace
}  // namespace lw::lab
