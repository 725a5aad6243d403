// A router out of its box, as a user meets it at the console.
#include "lab/ios_setup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/ios_device.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// With one byte at a time and with whole lines.
class IosSetupDialogue : public testing::TestWithParam<Pieces> {
 protected:
  std::unique_ptr<IosDevice> fresh(std::string_view platform, std::string_view version,
                                   DialogueFaults faults = {}) {
    auto made = IosDevice::create({.clock = clock_.clock(),
                                   .release = ios_release(platform, version).value(),
                                   .factory_new = true,
                                   .dialogue_faults = faults});
    EXPECT_TRUE(made) << made.error().message;
    return *std::move(made);
  }
  static Typist console(IosDevice& device) {
    return Typist(device.open({.transport = Transport::kConsole}), "\r", GetParam());
  }
  static Result<void> telnet(const IosDevice& device) {
    return device.admits({.transport = Transport::kTelnet});
  }
  // Everything asked in basic management setup, up to the menu.
  static std::string answer_all(Typist& typist) {
    return typist.lines({"yes", "yes", "edge7", "s3cret", "other", "vty", "yes", "watch",
                         "gigabitethernet0/1", "", "192.0.2.7", ""});
  }

  FakeClock clock_;
};

INSTANTIATE_TEST_SUITE_P(Typing, IosSetupDialogue, kEveryWay, way);

TEST_P(IosSetupDialogue, ComesFirstAndTakesNoForAnAnswer) {
  const auto router = fresh("cisco_ios", "15.x");
  Typist typist = console(*router);
  EXPECT_EQ(typist.shown(),
            "\r\n         --- System Configuration Dialog ---\r\n\r\n"
            "Would you like to enter the initial configuration dialog? [yes/no]: ");
  for (const auto* bad : {"", "maybe", "enable"}) {
    EXPECT_THAT(typist.line(bad), EndsWith("% Please answer 'yes' or 'no'.\r\nWould you like to "
                                           "enter the initial configuration dialog? [yes/no]: "));
  }
  EXPECT_EQ(typist.line("no"), "no\r\nWould you like to terminate autoinstall? [yes]: ");
  EXPECT_THAT(typist.line(""), EndsWith("Press RETURN to get started!\r\n\r\n\r\n"));
  EXPECT_THAT(typist.line(""), EndsWith("\r\nRouter>"));
  EXPECT_THAT(typist.line("enable"), EndsWith("\r\nRouter#"));
  EXPECT_FALSE(telnet(*router)) << "it has no address";
  EXPECT_EQ(router->startup(), "");
}

TEST_P(IosSetupDialogue, SetsBasicManagementUp) {
  const auto router = fresh("cisco_ios", "15.x");
  EXPECT_FALSE(telnet(*router));
  Typist typist = console(*router);
  const std::string menu = answer_all(typist);
  EXPECT_THAT(menu, HasSubstr("Class C network is 192.0.2.0, 24 subnet bits; mask is /24\r\n"));
  EXPECT_THAT(menu, HasSubstr("The following configuration command script was created:\r\n"));
  EXPECT_THAT(menu, AllOf(HasSubstr("hostname edge7\r\nenable secret 5 $1$"),
                          Not(HasSubstr("s3cr")), EndsWith("Enter your selection [2]: ")));
  EXPECT_EQ(router->config().hostname(), "Router") << "nothing is done before the choice";
  const std::string done = typist.line("2");
  EXPECT_THAT(done, HasSubstr("Building configuration...\r\n[OK]\r\nUse the enabled mode"));
  EXPECT_THAT(done, EndsWith("Press RETURN to get started!\r\n\r\n\r\n"));
  EXPECT_THAT(typist.line(""), EndsWith("\r\nedge7>"));
  EXPECT_THAT(typist.lines({"enable", "s3cret", "show running-config | include snmp"}),
              HasSubstr("snmp-server community watch"));
  EXPECT_FALSE(router->modified()) << "it is saved";
  EXPECT_TRUE(telnet(*router));
  Typist remote(router->open({.transport = Transport::kTelnet}), "\r", GetParam());
  EXPECT_THAT(remote.line("vty"), EndsWith("\r\nedge7>"));
}

TEST_P(IosSetupDialogue, ChecksEveryAnswer) {
  const auto router = fresh("cisco_ios", "12.4");
  Typist typist = console(*router);
  EXPECT_THAT(typist.lines({"yes", ""}), HasSubstr("% Please answer 'yes' or 'no'."));
  EXPECT_THAT(typist.line("yes"), EndsWith("  Enter host name [Router]: "));
  EXPECT_THAT(typist.line("no blanks"), EndsWith("  Enter host name [Router]: "));
  EXPECT_THAT(typist.line("r2"), EndsWith("  Enter enable secret: "));
  EXPECT_THAT(typist.line(""), EndsWith("% No defaulting allowed\r\n  Enter enable secret: "));
  EXPECT_THAT(typist.line("same"), EndsWith("  Enter enable password: "));
  EXPECT_THAT(typist.line(""), HasSubstr("% No defaulting allowed"));
  EXPECT_THAT(typist.line("same"),
              EndsWith("% Please choose a password that is different from the enable secret\r\n"
                       "  Enter enable password: "));
  EXPECT_THAT(typist.line("same"), EndsWith("  Enter virtual terminal password: "))
      << "the second time it is taken";
  EXPECT_THAT(typist.line(""), HasSubstr("% No defaulting allowed"));
  EXPECT_THAT(typist.line("v"), EndsWith("  Configure SNMP Network Management? [yes]: "));
  EXPECT_THAT(typist.line("no"), HasSubstr("Current interface summary\r\n"));
  EXPECT_THAT(typist.line(""), HasSubstr("% No defaulting allowed"));
  EXPECT_THAT(typist.line("Serial0/0"), HasSubstr("Invalid interface"));
  EXPECT_THAT(typist.line("fa0/0"), HasSubstr("Configuring interface FastEthernet0/0:\r\n"));
  EXPECT_THAT(typist.line("yes"), EndsWith("    IP address for this interface: "));
  for (const auto* bad : {"", "10.1.1", "300.1.1.1", "127.0.0.1", "224.0.0.1", "a.b.c.d"}) {
    EXPECT_THAT(typist.line(bad), HasSubstr("% Bad Internet address.\r\n")) << bad;
  }
  EXPECT_THAT(typist.line("10.1.1.1"),
              EndsWith("    Subnet mask for this interface [255.0.0.0] : "));
  for (const auto* bad : {"255.0.255.0", "0.0.0.0", "24", "255.255.255.255"}) {
    EXPECT_THAT(typist.line(bad), HasSubstr("% Bad subnet mask.\r\n")) << bad;
  }
  EXPECT_THAT(typist.line("255.255.255.128"),
              AllOf(HasSubstr("Class A network is 10.0.0.0, 25 subnet bits; mask is /25"),
                    HasSubstr("no snmp-server\r\n"), HasSubstr("[1] Return back to the setup")));
  EXPECT_THAT(typist.line("7"), EndsWith("Enter your selection [2]: "));
}

TEST_P(IosSetupDialogue, StartsOverOrThrowsAwayOnDemand) {
  const auto router = fresh("cisco_ios", "15.x");
  Typist typist = console(*router);
  answer_all(typist);
  EXPECT_THAT(typist.line("1"), EndsWith("  Enter host name [edge7]: "));
  typist.lines({"", "s", "p", "v", "", "", "gi0/0", "no"});
  EXPECT_THAT(typist.line("0"), HasSubstr("Press RETURN"));
  EXPECT_THAT(typist.line(""), EndsWith("\r\nRouter>"));
  EXPECT_EQ(router->startup(), "");
}

TEST_P(IosSetupDialogue, IsLeftWithControlC) {
  const auto router = fresh("cisco_ios", "15.x");
  Typist typist = console(*router);
  typist.lines({"yes", "yes", "edge7"});
  EXPECT_THAT(typist.keys("half\x1A"), EndsWith("  Enter enable secret: "));
  EXPECT_THAT(typist.keys("half\x03"), AllOf(HasSubstr("Configuration aborted, no changes made."),
                                             HasSubstr("Press RETURN to get started!")));
  EXPECT_THAT(typist.line(""), EndsWith("\r\nRouter>"));
  EXPECT_EQ(router->startup(), "");
}

TEST_P(IosSetupDialogue, SurvivesAReloadAndComesBackWhenErased) {
  const auto router = fresh("cisco_ios", "15.x");
  {
    Typist typist = console(*router);
    answer_all(typist);
    typist.lines({"2", "", "enable", "s3cret", "reload"});
    typist.keys("y");
    EXPECT_TRUE(typist.finished());
  }
  Typist typist = console(*router);
  EXPECT_THAT(typist.shown(), EndsWith("edge7>"));
  typist.lines({"enable", "s3cret", "write erase"});
  EXPECT_THAT(typist.keys("\r"), HasSubstr("Erase of nvram: complete"));
  typist.line("reload");
  typist.line("no");
  typist.keys("\r");
  typist.hang_up();
  Typist again = console(*router);
  EXPECT_THAT(again.shown(), EndsWith("initial configuration dialog? [yes/no]: "));
  EXPECT_FALSE(telnet(*router));
}

TEST_P(IosSetupDialogue, LivesOnInWhatIsSaved) {
  const auto router = fresh("cisco_ios", "15.x");
  const auto other = fresh("cisco_ios", "15.x");
  ASSERT_TRUE(other->restore_state(router->saved_state()));
  EXPECT_TRUE(other->in_setup());
  Typist typist = console(*router);
  answer_all(typist);
  typist.line("2");
  ASSERT_TRUE(other->restore_state(router->saved_state()));
  EXPECT_FALSE(other->in_setup());
  EXPECT_TRUE(telnet(*other));
}

TEST_P(IosSetupDialogue, OfSeventeenForcesASecret) {
  const auto router = fresh("cisco_xe", "17.x");
  Typist typist = console(*router);
  EXPECT_THAT(typist.line("no"), EndsWith("  Enter enable secret: "));
  EXPECT_THAT(typist.line(""), HasSubstr("Please enter a secret\r\n"));
  for (const auto* weak : {"short1A", "alllowercase1", "ALLUPPERCASE1", "NoDigitsHere"}) {
    EXPECT_THAT(typist.line(weak), HasSubstr("%Password validation failed\r\n")) << weak;
  }
  EXPECT_THAT(typist.line("GoodSecret17"),
              AllOf(Not(HasSubstr("Good")), EndsWith("  Confirm enable secret: ")));
  EXPECT_THAT(typist.line("GoodSecret18"), EndsWith("  Enter enable secret: "));
  typist.line("GoodSecret17");
  EXPECT_THAT(typist.line("GoodSecret17"),
              AllOf(HasSubstr("enable secret 9 $9$"), EndsWith("Enter your selection [2]: ")));
  EXPECT_THAT(typist.line(""), HasSubstr("[OK]\r\n"));
  typist.lines({"", "enable"});
  EXPECT_THAT(typist.line("GoodSecret17"), EndsWith("Router#"));
  EXPECT_THAT(typist.line("show running-config | include enable"),
              HasSubstr("enable secret 9 $9$"));
  EXPECT_THAT(typist.line("show ip interface brief"), HasSubstr("GigabitEthernet0/0/1 "));
}

TEST_P(IosSetupDialogue, OfNewerOnesAsksForAnEncryptionToo) {
  const auto router = fresh("cisco_xe", "17.12.1");
  Typist typist = console(*router);
  typist.lines({"no", "GoodSecret17", "GoodSecret17"});
  EXPECT_THAT(typist.line("2"), EndsWith("Enter your encryption selection [2]: "));
  EXPECT_THAT(typist.line("x"), EndsWith("Enter your encryption selection [2]: "));
  EXPECT_THAT(typist.line(""), HasSubstr("Press RETURN to get started!"));
}

TEST_P(IosSetupDialogue, CanBeStartedByCommand) {
  const auto router = fresh("cisco_ios", "15.x");
  Typist typist = console(*router);
  typist.lines({"no", "", "", "enable"});
  EXPECT_THAT(typist.line("setup"), EndsWith("Continue with configuration dialog? [yes/no]: "));
  EXPECT_THAT(typist.line("no"), EndsWith("\r\nRouter#"));
  typist.line("setup");
  EXPECT_THAT(typist.keys("\x03"), EndsWith("\r\nRouter#"));
  typist.line("setup");
  answer_all(typist);
  EXPECT_THAT(typist.line("2"), EndsWith("\r\nedge7#"));
}

TEST_P(IosSetupDialogue, AsksAQuestionThatNoDocumentKnowsWhenAskedTo) {
  const auto router = fresh("cisco_ios", "15.x", {.unexpected = 2});
  Typist typist = console(*router);
  const std::string shown = typist.lines({"yes", "yes"});
  EXPECT_THAT(shown, EndsWith("enroll this unit in the site registry? [yes/no]: "));
  EXPECT_THAT(typist.line("edge7"), EndsWith("enroll this unit in the site registry? [yes/no]: "));
  EXPECT_THAT(typist.line("no"), EndsWith("  Enter host name [Router]: "));
  EXPECT_THAT(typist.line("edge7"), EndsWith("  Enter enable secret: "));
}

TEST_P(IosSetupDialogue, IsDisturbedByLogLinesWhenAskedTo) {
  const auto router = fresh("cisco_ios", "15.x", {.log_noise = true});
  Typist typist = console(*router);
  EXPECT_THAT(typist.line("yes"), HasSubstr("basic management setup? [yes/no]: *Mar  1 00:00:02"));
  typist.line("yes");
  EXPECT_THAT(typist.line("edge7"), HasSubstr("%LINEPROTO-5-UPDOWN"));
  EXPECT_THAT(typist.lines({"s", "p", "v", "", "", "gi0/0", "no", "2", ""}), EndsWith("edge7>"));
}

}  // namespace
}  // namespace lw::lab
