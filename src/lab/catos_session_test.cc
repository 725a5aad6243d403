#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/catos_device.h"
#include "lab/lab_description.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kPrompt = "cat-1> ";
constexpr std::string_view kEnabled = "cat-1> (enable) ";

// Each with what is typed in one piece and byte by byte.
class Catos : public testing::TestWithParam<Pieces> {
 protected:
  Catos() { device_ = made(factory_config("cisco_catos")); }
  std::unique_ptr<CatosDevice> made(std::string config, std::string version = "") {
    auto device = CatosDevice::create({.initial_config = std::move(config),
                                       .clock = clock_.clock(),
                                       .release = catos_release(version).value()});
    EXPECT_TRUE(device.has_value()) << (device ? "" : device.error().message);
    return device ? std::move(*device) : nullptr;
  }
  Typist at(Transport transport) {
    return Typist(device_->open({.transport = transport}), "\r", GetParam());
  }
  Typist enabled() {
    Typist typist = at(Transport::kTelnet);
    EXPECT_THAT(typist.lines({"lab", "enable", "lab"}), EndsWith(kEnabled));
    typist.line("set length 0");
    return typist;
  }
  bool lets_in(std::string address, Transport transport = Transport::kTelnet) {
    return device_->admits({.transport = transport, .source_address = std::move(address)})
        .has_value();
  }

  FakeClock clock_;
  std::unique_ptr<CatosDevice> device_;
};

INSTANTIATE_TEST_SUITE_P(Pieces, Catos, testing::Values(Pieces::kWhole, Pieces::kBytes));

TEST_P(Catos, SaysNothingOnItsConsoleBeforeAKeyIsPressed) {
  Typist typist = at(Transport::kConsole);
  EXPECT_EQ(typist.shown(), "");
  EXPECT_THAT(typist.line(""),
              AllOf(HasSubstr("Cisco Systems Console"), EndsWith("Enter password: ")));
  EXPECT_THAT(typist.line("lab"), EndsWith(kPrompt));
}

TEST_P(Catos, MarksTheEnabledModeBehindItsPrompt) {
  Typist typist = at(Transport::kTelnet);
  EXPECT_THAT(typist.shown(), EndsWith("Enter password: "));
  EXPECT_THAT(typist.line("lab"), EndsWith(kPrompt));
  EXPECT_THAT(typist.line("set length 0"), Not(HasSubstr("Unknown")));
  EXPECT_THAT(typist.line("set system name x"), HasSubstr("Unknown command \"set system\""));
  EXPECT_THAT(typist.line("enable"), EndsWith("Enter password: "));
  EXPECT_THAT(typist.line("wrong"), EndsWith("Sorry, incorrect password\r\n\r\nEnter password: "));
  EXPECT_THAT(typist.line("lab"), EndsWith(kEnabled));
  EXPECT_THAT(typist.line("disable"), EndsWith(std::string("\n") + std::string(kPrompt)));
}

TEST_P(Catos, SaysSorryAfterTheLastWrongEnablePassword) {
  Typist typist = at(Transport::kTelnet);
  EXPECT_THAT(typist.lines({"lab", "enable", "a", "b", "c"}),
              EndsWith("Sorry, incorrect password\r\nSorry\r\n" + std::string(kPrompt)));
}

TEST_P(Catos, HangsUpAfterWrongLogins) {
  Typist typist = at(Transport::kTelnet);
  typist.lines({"a", "b", "c"});
  EXPECT_TRUE(typist.finished());
  Typist console = at(Transport::kConsole);
  console.lines({"", "a", "b", "c"});
  EXPECT_FALSE(console.finished());
  EXPECT_THAT(console.line(""), EndsWith("Enter password: ")) << "the console begins again";
}

TEST_P(Catos, AsksForUsersWhenItHasSomeAndEnablesThoseOfLevelFifteen) {
  Typist admin = enabled();
  admin.lines({"set localuser user ops password s3cret privilege 15",
               "set localuser user eye password look privilege 0"});
  Typist ops = at(Transport::kTelnet);
  EXPECT_THAT(ops.shown(), EndsWith("Username: "));
  EXPECT_THAT(ops.lines({"ops", "s3cret"}), EndsWith(kEnabled));
  Typist eye = at(Transport::kTelnet);
  EXPECT_THAT(eye.lines({"eye", "no"}), EndsWith("Authentication failed.\r\nUsername: "));
  EXPECT_THAT(eye.lines({"eye", "look"}), EndsWith(kPrompt));
  EXPECT_THAT(admin.line("show config all"), Not(HasSubstr("s3cret")));
  EXPECT_TRUE(device_->verify_login("ops", Secret("s3cret")));
  EXPECT_FALSE(device_->verify_login("ops", Secret("lab")));
  admin.line("clear localuser all");
  EXPECT_THAT(at(Transport::kTelnet).shown(), EndsWith("Enter password: "));
}

TEST_P(Catos, TellsUnknownCommandsFromWrongUse) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("foo bar"),
              HasSubstr("\nUnknown command \"foo\".  Use 'help' for more info.\r\n"));
  EXPECT_THAT(typist.line("set foo"), HasSubstr("\nUnknown command \"set foo\"."));
  EXPECT_THAT(typist.line("set system baud 1"), HasSubstr("\nUsage: set system baud {600"));
  EXPECT_THAT(typist.line("set password lab"), HasSubstr("\nUsage: set password\r\n"));
  EXPECT_THAT(typist.line("clear banner"), HasSubstr("\nUsage: clear banner motd"));
  EXPECT_THAT(typist.line("configure terminal"), HasSubstr("Unknown command \"configure\""));
}

TEST_P(Catos, ChangesPasswordsInADialogue) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("set enablepass"), EndsWith("Enter old password: "));
  EXPECT_THAT(typist.line("bad"), AllOf(HasSubstr("Sorry, incorrect"), EndsWith(kEnabled)));
  EXPECT_THAT(typist.lines({"set enablepass", "lab"}), EndsWith("Enter new password: "));
  EXPECT_THAT(typist.line("one"), EndsWith("Retype new password: "));
  EXPECT_THAT(typist.line("two"), HasSubstr("do not match"));
  EXPECT_THAT(typist.lines({"set enablepass", "lab", "new", "new"}),
              EndsWith("Password changed.\r\n" + std::string(kEnabled)));
  EXPECT_THAT(typist.line("show config"), HasSubstr("set enablepass $2$"));
  EXPECT_THAT(typist.lines({"disable", "enable", "lab"}), HasSubstr("Sorry"));
  EXPECT_THAT(typist.line("new"), EndsWith(kEnabled));
}

TEST_P(Catos, ShowsWhatDiffersOrEverythingAfterDots) {
  Typist typist = enabled();
  typist.lines({"set system contact noc@lab.example", "set logout 0"});
  const std::string some = typist.line("show config");
  EXPECT_THAT(
      some, AllOf(HasSubstr("...\r\n"), HasSubstr("\r\nbegin\r\n!\r\n# ***** NON-DEFAULT"),
                  HasSubstr("#system\r\nset system name cat-1\r\n"), HasSubstr("set logout 0\r\n"),
                  Not(HasSubstr("set length")), HasSubstr("\r\nend\r\n")));
  const std::string all = typist.line("show config all");
  EXPECT_THAT(all, AllOf(HasSubstr("# ***** ALL (DEFAULT and NON-DEFAULT) CONFIGURATION *****"),
                         HasSubstr("#version 6.4(2)\r\n"), HasSubstr("set length 24 default\r\n"),
                         HasSubstr("set authentication login local enable telnet\r\n")));
  EXPECT_THAT(typist.line("show version"), HasSubstr("Version McpSW: 6.4(2) NmpSW: 6.4(2)"));
}

TEST_P(Catos, ReadsItsOwnConfigurationBack) {
  Typist typist = enabled();
  typist.lines({"set banner motd #", "two", "lines#", "set localuser user a password b privilege 1",
                "set ip permit 127.0.0.0 255.0.0.0 telnet", "set snmp community read-only"});
  const std::string before = device_->config().render(CatosShown::kAll);
  EXPECT_EQ(made(before)->config().render(CatosShown::kAll), before);
  const std::string changes = device_->config().render(CatosShown::kNonDefault);
  EXPECT_EQ(made(changes)->config().render(CatosShown::kAll), before);
}

TEST_P(Catos, TakesABannerUpToItsMark) {
  Typist typist = enabled();
  EXPECT_THAT(typist.lines({"set banner motd #", "who goes there> "}), Not(HasSubstr("(enable)")));
  EXPECT_THAT(typist.line("#"), EndsWith("MOTD banner set\r\n" + std::string(kEnabled)));
  EXPECT_THAT(at(Transport::kTelnet).shown(), HasSubstr("who goes there> \r\n"));
  typist.line("clear banner motd");
  EXPECT_THAT(at(Transport::kTelnet).shown(), Not(HasSubstr("who")));
}

TEST_P(Catos, ForgetsInTextModeWhatWasNotWritten) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("write memory"), HasSubstr("mode is binary"));
  typist.lines({"set system name kept", "set config mode text nvram", "set system name lost"});
  EXPECT_THAT(typist.line("reset"), EndsWith("Do you want to continue (y/n) [n]? "));
  EXPECT_THAT(typist.line(""), EndsWith("lost> (enable) "));
  typist.lines({"reset", "y"});
  EXPECT_TRUE(typist.finished());
  EXPECT_EQ(device_->config().prompt(), "kept>");
  EXPECT_TRUE(device_->config().in_text_mode());
  Typist again = at(Transport::kTelnet);
  again.lines({"lab", "enable", "lab", "set system name written", "write memory", "reset", "y"});
  EXPECT_EQ(device_->config().prompt(), "written>");
}

TEST_P(Catos, KeepsEachChangeInBinaryMode) {
  Typist typist = enabled();
  typist.line("set prompt switch>");
  const std::string state = device_->saved_state();
  auto again = made("");
  ASSERT_TRUE(again->restore_state(state));
  EXPECT_EQ(again->config().prompt(), "switch>");
  EXPECT_EQ(again->saved_state(), state);
  EXPECT_FALSE(again->restore_state("linewarden-lab-ios 1\nkeys 0\n"));
}

TEST_P(Catos, LetsInWhomItsPermitListNames) {
  Typist typist = enabled();
  EXPECT_TRUE(lets_in("192.0.2.7"));
  EXPECT_THAT(typist.line("set ip permit enable telnet"), HasSubstr("has no entries"));
  EXPECT_FALSE(lets_in("127.0.0.1"));
  typist.line("set ip permit 127.0.0.0 255.0.0.0");
  EXPECT_TRUE(lets_in("127.0.0.1"));
  EXPECT_FALSE(lets_in("192.0.2.7"));
  typist.line("clear ip permit 127.0.0.0 255.0.0.0 telnet");
  EXPECT_FALSE(lets_in("127.0.0.1"));
  typist.line("set ip permit disable");
  EXPECT_TRUE(lets_in("192.0.2.7"));
}

TEST_P(Catos, OpensSshWithItsKeysInTheVersionOfItsAge) {
  EXPECT_FALSE(lets_in("127.0.0.1", Transport::kSsh));
  Typist typist = enabled();
  EXPECT_THAT(typist.line("set crypto key rsa 1024"), HasSubstr("Generating RSA keys.... [OK]"));
  EXPECT_TRUE(lets_in("127.0.0.1", Transport::kSsh));
  EXPECT_EQ(device_->host_keys()->version, SshVersion::k1);
  typist.lines({"clear crypto key rsa", "y"});
  EXPECT_FALSE(lets_in("127.0.0.1", Transport::kSsh));
  auto newer = made("", "8.x");
  newer->generate_keys(1024);
  EXPECT_EQ(newer->host_keys()->version, SshVersion::k2);
}

TEST_P(Catos, StopsAtEachScreenUntilTold) {
  Typist typist = at(Transport::kTelnet);
  typist.lines({"lab", "enable", "lab"});
  EXPECT_THAT(typist.line("show config all"), EndsWith("--More--"));
  EXPECT_THAT(typist.keys("q"), EndsWith(kEnabled));
  typist.line("set length 0");
  EXPECT_THAT(typist.line("show config all"), Not(HasSubstr("--More--")));
}

TEST_P(Catos, LogsOutAfterItsTime) {
  Typist typist = enabled();
  typist.line("set logout 1");
  ASSERT_TRUE(typist.session().idle_deadline().has_value());
  clock_.advance(std::chrono::minutes(2));
  EXPECT_LT(*typist.session().idle_deadline(), device_->now());
  typist.session().idle_expired();
  EXPECT_TRUE(typist.finished());
  Typist other = enabled();
  other.line("set logout 0");
  EXPECT_FALSE(other.session().idle_deadline().has_value());
}

TEST_P(Catos, AsksForAllThatACopyNeeds) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("copy tftp flash"), EndsWith("IP address or name of remote host []? "));
  EXPECT_THAT(typist.line("192.0.2.9"), EndsWith("Name of file to copy from []? "));
  EXPECT_THAT(typist.lines({"image.bin", ""}), EndsWith("Name of file to copy to [image.bin]? "));
  EXPECT_THAT(typist.line(""), EndsWith("proceed (y/n) [n]? "));
  EXPECT_THAT(typist.line("y"), HasSubstr("Failed to copy"));
}

TEST_P(Catos, KnowsWhichSlotsAreEmpty) {
  Typist typist = enabled();
  EXPECT_THAT(typist.line("session 6"), HasSubstr("Module 6 is not installed."));
  EXPECT_THAT(typist.line("show module"), HasSubstr("WS-X5550"));
  EXPECT_THAT(typist.line("ping 192.0.2.1"), HasSubstr("no answer from 192.0.2.1"));
}

TEST_P(Catos, NamesTheLineOfAConfigurationThatItDoesNotKnow) {
  const auto refused = CatosDevice::create(
      {.initial_config = "set system name a\nhostname b\n", .clock = clock_.clock()});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("\"hostname b\""));
  EXPECT_FALSE(CatosDevice::create(
      {.initial_config = "set banner motd #never ends\n", .clock = clock_.clock()}));
}

}  // namespace
}  // namespace lw::lab
