// A firewall out of its box, as a user meets it at the console: ASA of every generation and PIX.
#include "lab/asa_setup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// With one byte at a time and with whole lines.
class AsaSetupDialogue : public testing::TestWithParam<Pieces> {
 protected:
  std::unique_ptr<AsaDevice> fresh(std::string_view platform, std::string_view version,
                                   DialogueFaults faults = {}) {
    auto made = AsaDevice::create({.clock = clock_.clock(),
                                   .release = asa_release(platform, version).value(),
                                   .factory_new = true,
                                   .dialogue_faults = faults});
    EXPECT_TRUE(made) << made.error().message;
    return *std::move(made);
  }
  static Typist console(AsaDevice& device) {
    return Typist(device.open({.transport = Transport::kConsole}), "\r", GetParam());
  }
  // Everything that an ASA asks, up to the last question.
  static std::string answer_all(Typist& typist) {
    return typist.lines({"yes", "", "s3cret", "", "2026", "Nov", "25", "10:11:12", "192.0.2.1",
                         "255.255.255.0", "fw-7", "lab.example", "192.0.2.99"});
  }

  FakeClock clock_;
};

INSTANTIATE_TEST_SUITE_P(Typing, AsaSetupDialogue, kEveryWay, way);

TEST_P(AsaSetupDialogue, AsksAndSumsUpAndSaves) {
  const auto firewall = fresh("cisco_asa", "9.x");
  Typist typist = console(*firewall);
  EXPECT_EQ(typist.shown(), "Pre-configure Firewall now through interactive prompts [yes]? ");
  EXPECT_THAT(typist.line(""), EndsWith("Firewall Mode [Routed]: "));
  EXPECT_THAT(typist.line(""), EndsWith("Enable password [<use current password>]: "));
  EXPECT_THAT(typist.line("cisco"), EndsWith("Allow password recovery [yes]? "));
  // The test's clock: Tue Nov 14 22:13:20 UTC 2023.
  EXPECT_THAT(typist.line(""), EndsWith("Clock (UTC):\r\n  Year [2023]: "));
  EXPECT_THAT(typist.line("2021"), EndsWith("  Month [Nov]: "));
  EXPECT_THAT(typist.line("feb"), EndsWith("  Day [14]: "));
  EXPECT_THAT(typist.line("9"), EndsWith("  Time [22:13:20]: "));
  EXPECT_THAT(typist.line("11:21:11"), EndsWith("Management IP address: "));
  EXPECT_THAT(typist.line("192.0.2.1"), EndsWith("Management network mask: "));
  EXPECT_THAT(typist.line("255.255.255.0"), EndsWith("Host name: "));
  EXPECT_THAT(typist.line("fw-7"), EndsWith("Domain name: "));
  EXPECT_THAT(typist.line("lab.example"), EndsWith("IP address of host running Device Manager: "));
  EXPECT_EQ(typist.line("192.0.2.99"),
            "192.0.2.99\r\n\r\nThe following configuration will be used:\r\n"
            "Enable password: cisco\r\n"
            "Allow password recovery: yes\r\n"
            "Clock (UTC): 11:21:11 Feb 9 2021\r\n"
            "Firewall Mode: Routed\r\n"
            "Management IP address: 192.0.2.1\r\n"
            "Management network mask: 255.255.255.0\r\n"
            "Host name: fw-7\r\n"
            "Domain name: lab.example\r\n"
            "IP address of host running Device Manager: 192.0.2.99\r\n\r\n"
            "Use this configuration and save to flash? [yes] ");
  EXPECT_EQ(firewall->config().hostname(), "ciscoasa") << "nothing is done before the last yes";
  const std::string done = typist.line("");
  EXPECT_THAT(done, HasSubstr("INFO: Security level for \"management\" set to 0 by default.\r\n"
                              "Cryptochecksum: "));
  EXPECT_THAT(done, HasSubstr(" bytes copied in 0.80 secs\r\n\r\nType help or '?'"));
  EXPECT_THAT(done, EndsWith("\rfw-7> "));
  EXPECT_THAT(typist.lines({"enable", "cisco"}), EndsWith("\rfw-7# "));
  EXPECT_THAT(typist.line("show clock"), HasSubstr("11:21:11.000 UTC Tue Feb 9 2021"));
  EXPECT_FALSE(firewall->modified());
}

TEST_P(AsaSetupDialogue, LetsTheManagingHostInAndNobodyBefore) {
  const auto firewall = fresh("cisco_asa", "9.x");
  const WebRequest request{.source_address = "192.0.2.99", .encrypted = true};
  EXPECT_FALSE(firewall->answer(request));
  EXPECT_FALSE(firewall->admits({.transport = Transport::kTelnet}));
  Typist typist = console(*firewall);
  answer_all(typist);
  typist.line("yes");
  EXPECT_TRUE(firewall->answer(request));
  EXPECT_FALSE(firewall->answer({.source_address = "192.0.2.98", .encrypted = true}));
}

TEST_P(AsaSetupDialogue, AsksAgainWhatItCannotUse) {
  const auto firewall = fresh("cisco_asa", "9.x");
  Typist typist = console(*firewall);
  const auto refuses = [&](const char* answer, const char* question) {
    EXPECT_EQ(typist.line(answer), std::string(answer) + "\r\n" + question);
  };
  typist.shown();
  refuses("perhaps", "Pre-configure Firewall now through interactive prompts [yes]? ");
  typist.line("y");
  refuses("bridged", "Firewall Mode [Routed]: ");
  typist.line("transparent");
  refuses("two words", "Enable password [<use current password>]: ");
  typist.line("");
  refuses("maybe", "Allow password recovery [yes]? ");
  typist.line("no");
  refuses("1900", "  Year [2023]: ");
  typist.line("2024");
  refuses("Brumaire", "  Month [Nov]: ");
  typist.line("February");
  refuses("30", "  Day [14]: ");
  typist.line("29");
  refuses("25:00:00", "  Time [22:13:20]: ");
  typist.line("");
  refuses("", "Management IP address: ");
  refuses("10.0.0", "Management IP address: ");
  typist.line("10.0.0.1");
  refuses("255.0.255.0", "Management network mask: ");
  typist.line("255.0.0.0");
  refuses("-", "Host name: ");
  typist.line("f");
  refuses("", "Domain name: ");
  typist.line("d.org");
  refuses("here", "IP address of host running Device Manager: ");
  const std::string summary = typist.line("");
  EXPECT_THAT(summary, AllOf(HasSubstr("Firewall Mode: Transparent"), HasSubstr("recovery: no"),
                             Not(HasSubstr("Device Manager"))));
  refuses("what", "Use this configuration and save to flash? [yes] ");
  typist.line("yes");
  const std::string config = firewall->config().render();
  EXPECT_THAT(config,
              AllOf(HasSubstr("firewall transparent\n"),
                    HasSubstr("no service password-recovery\n"), Not(HasSubstr("http server"))));
}

TEST_P(AsaSetupDialogue, GoesStraightToThePromptWithoutAnswersOrWithControlZ) {
  const auto firewall = fresh("cisco_asa", "9.x");
  {
    Typist typist = console(*firewall);
    EXPECT_THAT(typist.line("no"),
                EndsWith("Type help or '?' for a list of available commands.\r\n\rciscoasa> "));
    EXPECT_EQ(firewall->base().startup, "");
    firewall->reload();
  }
  Typist typist = console(*firewall);
  answer_all(typist);
  EXPECT_THAT(typist.keys("\x1A"), EndsWith("\rciscoasa> "));
  EXPECT_EQ(firewall->base().startup, "");
}

TEST_P(AsaSetupDialogue, OffersWhatWasEnteredAfterANo) {
  const auto firewall = fresh("cisco_asa", "9.x");
  Typist typist = console(*firewall);
  answer_all(typist);
  EXPECT_THAT(typist.line("no"), EndsWith("Firewall Mode [Routed]: "));
  EXPECT_THAT(typist.lines({"", "", "", "", "", "", ""}),
              EndsWith("Management IP address [192.0.2.1]: "));
  typist.lines({"", "", "other", "", ""});
  EXPECT_THAT(typist.line("yes"), EndsWith("\rother> "));
}

TEST_P(AsaSetupDialogue, SurvivesAReloadAndComesBackWhenErased) {
  const auto firewall = fresh("cisco_asa", "9.x");
  {
    Typist typist = console(*firewall);
    answer_all(typist);
    typist.lines({"yes", "enable", "s3cret", "reload"});
    typist.keys("\r");
    EXPECT_TRUE(typist.finished());
  }
  const auto other = fresh("cisco_asa", "9.x");
  ASSERT_TRUE(other->restore_state(firewall->saved_state()));
  EXPECT_FALSE(other->in_setup());
  {
    Typist typist = console(*firewall);
    EXPECT_THAT(typist.shown(), EndsWith("\rfw-7> "));
    typist.lines({"enable", "s3cret", "write erase"});
    typist.keys("\r");
    typist.lines({"reload", "no"});
    typist.keys("\r");
  }
  Typist typist = console(*firewall);
  EXPECT_THAT(typist.shown(), EndsWith("through interactive prompts [yes]? "));
}

TEST_P(AsaSetupDialogue, CanBeStartedByCommandAndOffersWhatThereIs) {
  const auto firewall = fresh("cisco_asa", "8.2");
  Typist typist = console(*firewall);
  answer_all(typist);
  EXPECT_THAT(typist.line(""), EndsWith("Use this configuration and write to flash? "))
      << "the older form has no default";
  typist.lines({"yes", "enable", "s3cret", "configure terminal"});
  EXPECT_THAT(typist.line("setup"), EndsWith("through interactive prompts [yes]? "));
  EXPECT_THAT(typist.lines({"", "", "", "", "", "", "", ""}),
              EndsWith("Management IP address [192.0.2.1]: "));
  EXPECT_THAT(typist.lines({"", ""}), EndsWith("Host name [fw-7]: "));
  EXPECT_THAT(typist.keys("\x1A"), EndsWith("\rfw-7(config)# "));
}

TEST_P(AsaSetupDialogue, ForcesAnEnablePasswordFromNineTwelveOn) {
  const auto firewall = fresh("cisco_asa", "9.12");
  Typist typist = console(*firewall);
  typist.line("no");
  EXPECT_EQ(typist.line("enable"),
            "enable\r\nThe enable password is not set.  Please set it now.\r\nEnter  Password: ");
  EXPECT_THAT(typist.line("ab"), EndsWith("Enter  Password: "));
  EXPECT_EQ(typist.line("abc"), "***\r\nRepeat Password: ");
  EXPECT_THAT(typist.line("abd"), EndsWith("Enter  Password: "));
  typist.line("abc");
  EXPECT_THAT(typist.line("abc"), EndsWith("\rciscoasa# "));
  EXPECT_THAT(typist.line("show running-config enable"), HasSubstr("enable password $sha512$"));
  EXPECT_EQ(typist.lines({"disable", "enable"}), "enable\r\nPassword: ");
  EXPECT_THAT(typist.line("abc"), EndsWith("\rciscoasa# "));
}

TEST_P(AsaSetupDialogue, AsksAboutReportingUntilItIsAnswered) {
  const auto firewall = fresh("cisco_asa", "9.x");
  Typist typist = console(*firewall);
  typist.lines({"no", "enable", ""});
  EXPECT_THAT(typist.line("configure terminal"), EndsWith("[A]sk later: "));
  EXPECT_THAT(typist.line("what"), EndsWith("[A]sk later: "));
  EXPECT_THAT(typist.line("A"), EndsWith("\rciscoasa(config)# "));
  EXPECT_THAT(typist.lines({"end", "configure terminal"}), EndsWith("[A]sk later: "));
  EXPECT_THAT(typist.line("Y"), HasSubstr("Enabling anonymous reporting."));
  EXPECT_THAT(typist.lines({"end", "configure terminal"}),
              AllOf(Not(HasSubstr("NOTICE")), EndsWith("(config)# ")));
}

TEST_P(AsaSetupDialogue, AsksNothingAboutReportingBeforeEightTwoTwo) {
  const auto firewall = fresh("cisco_asa", "8.2(1)");
  Typist typist = console(*firewall);
  EXPECT_EQ(typist.lines({"no", "enable", "", "configure terminal"}),
            "configure terminal\r\n\rciscoasa(config)# ");
  EXPECT_THAT(typist.line("show version"),
              AllOf(HasSubstr("Version 8.2(1)"), HasSubstr("VPN-3DES-AES                   : En"),
                    Not(HasSubstr("perpetual"))));
}

TEST_P(AsaSetupDialogue, AsksAQuestionThatNoDocumentKnowsWhenAskedTo) {
  const auto firewall = fresh("cisco_asa", "9.x", {.unexpected = 1});
  Typist typist = console(*firewall);
  EXPECT_THAT(typist.line(""), EndsWith("in the site registry? [yes/no]: "));
  EXPECT_THAT(typist.keys("\x1A"), EndsWith("\rciscoasa> "));
}

}  // namespace
}  // namespace lw::lab
