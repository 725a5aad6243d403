// A PIX firewall, as a user meets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/lab_description.h"
#include "lab/pix_rules.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// With one byte at a time and with whole lines.
class Pix : public testing::TestWithParam<Pieces> {
 protected:
  std::unique_ptr<AsaDevice> device(std::string_view version, bool factory_new) {
    auto made = AsaDevice::create(
        {.initial_config = factory_new ? "" : factory_config("cisco_pix", version),
         .clock = clock_.clock(),
         .release = asa_release("cisco_pix", version).value(),
         .factory_new = factory_new});
    EXPECT_TRUE(made) << made.error().message;
    return *std::move(made);
  }
  static Typist at(AsaDevice& device, Transport transport) {
    return Typist(device.open({.transport = transport}), "\r", GetParam());
  }
  // In configuration mode of a new one, the dialogue refused.
  static Typist configuring(AsaDevice& device) {
    Typist typist = at(device, Transport::kConsole);
    typist.lines({"no", "enable", "", "configure terminal"});
    return typist;
  }

  FakeClock clock_;
};

INSTANTIATE_TEST_SUITE_P(Typing, Pix, kEveryWay, way);

TEST_P(Pix, SixIsPreconfiguredByItsOwnDialogue) {
  const auto pix = device("6.3(5)", true);
  Typist typist = at(*pix, Transport::kConsole);
  EXPECT_EQ(typist.shown(), "Pre-configure PIX Firewall now through interactive prompts [yes]? ");
  EXPECT_THAT(typist.line(""), EndsWith("Enable password [<use current password>]: "));
  EXPECT_THAT(typist.line("s3cret"), EndsWith("Clock (UTC):\r\n  Year [2023]: "));
  EXPECT_THAT(typist.lines({"", "", "", ""}), EndsWith("Inside IP address: "));
  EXPECT_THAT(typist.line("192.0.2.1"), EndsWith("Inside network mask: "));
  EXPECT_THAT(typist.lines({"255.255.255.0", "pix-7", "lab.example"}),
              EndsWith("IP address of host running PIX Device Manager: "));
  const std::string summary = typist.line("192.0.2.99");
  EXPECT_THAT(summary, AllOf(HasSubstr("Enable password: s3cret\r\nClock (UTC): 22:13:20 Nov 14 "
                                       "2023\r\nInside IP address: 192.0.2.1\r\n"),
                             HasSubstr("IP address of host running PIX Device Manager: 192.0.2.99"),
                             EndsWith("Use this configuration and write to flash? ")));
  EXPECT_THAT(typist.line(""), EndsWith("Use this configuration and write to flash? "));
  EXPECT_THAT(typist.line("yes"), AllOf(Not(HasSubstr("INFO")), EndsWith("\r\npix-7> ")));
  typist.lines({"enable", "s3cret"});
  const std::string config = pix->config().render();
  EXPECT_THAT(config, StartsWith("PIX Version 6.3(5)\ninterface ethernet0 auto shutdown\n"
                                 "interface ethernet1 auto\nnameif ethernet0 outside security0\n"));
  EXPECT_THAT(config, AllOf(HasSubstr("ip address inside 192.0.2.1 255.255.255.0\n"),
                            HasSubstr("http server enable\n"),
                            HasSubstr("http 192.0.2.99 255.255.255.255 inside\n"),
                            HasSubstr(" encrypted\n"), Not(HasSubstr("s3cret"))));
  EXPECT_FALSE(pix->modified());
}

TEST_P(Pix, SixHasItsPromptsAndABlankEnablePassword) {
  const auto pix = device("6.3", true);
  Typist typist = at(*pix, Transport::kConsole);
  EXPECT_THAT(typist.line("no"), EndsWith("available commands.\r\npixfirewall> "));
  EXPECT_EQ(typist.lines({"enable", ""}), "\r\npixfirewall# ");
  EXPECT_EQ(typist.line("configure terminal"), "configure terminal\r\npixfirewall(config)# ");
  EXPECT_EQ(typist.line("no pager"), "no pager\r\npixfirewall(config)# ");
  EXPECT_THAT(
      typist.line("show running-config"),
      AllOf(HasSubstr(": Saved\r\n:\r\nPIX Version 6.3(5)\r\n"), HasSubstr("\r\nno pager\r\n"),
            HasSubstr(": end\r\n"), Not(HasSubstr("pager lines")), Not(HasSubstr("More"))));
  EXPECT_EQ(typist.line("pager lines 30"), "pager lines 30\r\npixfirewall(config)# ");
  EXPECT_THAT(pix->config().render(),
              AllOf(HasSubstr("\npager lines 30\n"), Not(HasSubstr("no pager"))));
}

TEST_P(Pix, SixAnswersBadLinesWithTheirUsage) {
  const auto pix = device("6.3", true);
  Typist typist = configuring(*pix);
  EXPECT_EQ(typist.line("http server"),
            "http server\r\nUsage:\t[no] http <local_ip> [<mask>] [<if_name>]\r\n"
            "\t[no] http server enable\r\npixfirewall(config)# ");
  EXPECT_THAT(typist.line("no telnet x"), HasSubstr("Usage:\t[no] telnet"));
  EXPECT_THAT(typist.line("write"), HasSubstr("Usage:\twrite erase|"));
  EXPECT_THAT(typist.line("conduit"), HasSubstr("Usage:\t[no] conduit ..."));
  EXPECT_THAT(typist.line("frobnicate 1"),
              EndsWith("Type help or '?' for a list of available commands.\r\n"
                       "pixfirewall(config)# "));
  EXPECT_THAT(typist.line("terminal pager 0"), HasSubstr("Usage:\tterminal width"));
}

TEST_P(Pix, SixTakesHostsWithoutMaskAndInterface) {
  const auto pix = device("6.3", true);
  Typist typist = configuring(*pix);
  typist.lines({"http 192.0.2.9", "telnet 127.0.0.0 255.0.0.0",
                "ssh 192.0.2.0 255.255.255.0 inside", "ip address inside 192.0.2.1 255.255.255.0"});
  EXPECT_THAT(pix->config().render(), AllOf(HasSubstr("\nhttp 192.0.2.9 255.255.255.255 inside\n"),
                                            HasSubstr("\ntelnet 127.0.0.0 255.0.0.0 inside\n")));
  EXPECT_THAT(typist.line("show telnet"), HasSubstr("telnet 127.0.0.0 255.0.0.0 inside\r\n"));
  typist.line("passwd letmein");
  Typist remote = at(*pix, Transport::kTelnet);
  EXPECT_THAT(remote.line("cisco"), EndsWith("Password: "));
  EXPECT_THAT(remote.line("letmein"), EndsWith("\r\npixfirewall> "));
  typist.line("no telnet 127.0.0.0 255.0.0.0");
  EXPECT_FALSE(pix->admits({.transport = Transport::kTelnet}));
}

TEST_P(Pix, SixSpeaksSsh1WithKeysThatAreSavedByThemselves) {
  const auto pix = device("6.3", true);
  Typist typist = configuring(*pix);
  typist.lines({"ip address inside 192.0.2.1 255.255.255.0", "ssh 127.0.0.1"});
  EXPECT_THAT(typist.line("ca generate rsa key 1024"), HasSubstr("domain name"));
  typist.line("domain-name lab.example");
  EXPECT_THAT(typist.line("ca generate rsa key 1024"),
              HasSubstr("Keypair generation process begin.\r\nSuccess.\r\n"));
  ASSERT_TRUE(pix->host_keys());
  EXPECT_EQ(pix->host_keys()->version, SshVersion::k1);
  EXPECT_TRUE(pix->admits({.transport = Transport::kSsh}));
  EXPECT_TRUE(pix->verify_login("pix", Secret("cisco")));
  EXPECT_FALSE(pix->verify_login("pix", Secret("other")));
  EXPECT_FALSE(pix->verify_login("admin", Secret("cisco")));
  EXPECT_THAT(typist.line("write memory"),
              AllOf(HasSubstr("Building configuration...\r\nCryptochecksum: "),
                    HasSubstr(" \r\n[OK]\r\n")));
  typist.hang_up();
  pix->reload();
  EXPECT_FALSE(pix->host_keys()) << "write memory does not keep them";
  Typist again = at(*pix, Transport::kConsole);
  again.lines({"enable", "", "configure terminal", "ca generate rsa key 768", "ca save all"});
  again.hang_up();
  pix->reload();
  ASSERT_TRUE(pix->host_keys());
  EXPECT_EQ(pix->host_keys()->modulus, 768);
}

TEST_P(Pix, SixShowsItsLicenceInItsOwnForm) {
  const auto pix = device("6.3", true);
  Typist typist = configuring(*pix);
  typist.line("no pager");
  EXPECT_THAT(typist.line("show version"),
              AllOf(HasSubstr("Cisco PIX Firewall Version 6.3(5)\r\n"),
                    HasSubstr("Licensed Features:\r\nFailover:                    Enabled\r\n"),
                    HasSubstr("VPN-3DES-AES:                Enabled\r\n"),
                    HasSubstr("This PIX has an Unrestricted (UR) license.\r\n"),
                    HasSubstr("Serial Number: 806245458 (0x300e5452)\r\n")));
}

TEST_P(Pix, SixReloadsWhatItShows) {
  const auto pix = device("6.3", false);
  Typist typist = at(*pix, Transport::kConsole);
  typist.lines({"enable", "lab", "configure terminal", "no pager", "no names",
                "username ops password x privilege 15", "access-list 101 permit tcp any any",
                "aaa authentication telnet console LOCAL"});
  const std::string before = pix->config().render();
  auto again = AsaDevice::create({.initial_config = before,
                                  .clock = clock_.clock(),
                                  .release = asa_release("cisco_pix", "6.3").value()});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->config().render(), before);
  Typist remote = at(**again, Transport::kTelnet);
  EXPECT_THAT(remote.lines({"ops", "x"}), EndsWith("\r\npix-1> "));
}

TEST_P(Pix, SevenIsLikeAnAsaWithItsOwnDialogue) {
  const auto pix = device("7.x", true);
  Typist typist = at(*pix, Transport::kConsole);
  EXPECT_EQ(typist.shown(), "Pre-configure Firewall now through interactive prompts [yes]? ");
  EXPECT_THAT(typist.line(""), EndsWith("Firewall Mode [Routed]: "));
  EXPECT_THAT(typist.lines({"", "s3cret", "", "", "", "", ""}), EndsWith("Inside IP address: "));
  EXPECT_THAT(typist.lines({"192.0.2.1", "255.255.255.0", "pix-7", "lab.example", ""}),
              EndsWith("Use this configuration and write to flash? "));
  EXPECT_THAT(typist.line("yes"),
              AllOf(HasSubstr("INFO: Security level for \"inside\" set to 100 by default."),
                    EndsWith("\rpix-7> ")));
  EXPECT_THAT(typist.lines({"enable", "s3cret"}), EndsWith("\rpix-7# "));
  EXPECT_THAT(typist.line("terminal pager 0"), EndsWith("terminal pager 0\r\n\rpix-7# "));
  EXPECT_THAT(typist.line("show version"), HasSubstr("Cisco PIX Security Appliance Software "
                                                     "Version 7.2(4)"));
  EXPECT_THAT(pix->config().render(), StartsWith("PIX Version 7.2(4) \n!\n"));
}

TEST(PixRules, KnowsItsFactoryConfigurationAndEveryCommandsUsage) {
  AsaConfig config(asa_release("cisco_pix", "6.3").value());
  EXPECT_TRUE(config.load(pix6_factory_config()).empty());
  for (const AsaRule& rule : pix6_rules()) {
    const std::string_view word = first_words(rule.syntax, 1);
    if (word.starts_with('{') || word == "exit" || word == "setup") continue;
    EXPECT_THAT(pix6_usage(word), StartsWith("Usage:\t")) << word;
  }
}

TEST(AsaRelease, IsNamedByItsTrainOrInFull) {
  EXPECT_EQ(asa_release("cisco_asa", "")->version, "9.8(2)");
  EXPECT_EQ(asa_release("cisco_asa", "9.12")->version, "9.12(1)");
  EXPECT_EQ(asa_release("cisco_asa", "9.16(3)15")->version, "9.16(3)15");
  EXPECT_EQ(asa_release("cisco_asa", "8.x")->version, "8.4(7)");
  EXPECT_EQ(asa_release("cisco_pix", "")->version, "6.3(5)");
  EXPECT_FALSE(asa_release("cisco_pix", "9.1"));
  EXPECT_FALSE(asa_release("cisco_asa", "9.1\n"));
  EXPECT_FALSE(asa_release("cisco_ios", ""));
  EXPECT_FALSE(asa_release("cisco_asa", "8.2(1)")->has(AsaFeature::kReportingQuestion));
  EXPECT_TRUE(asa_release("cisco_asa", "8.2(2)")->has(AsaFeature::kReportingQuestion));
  EXPECT_FALSE(asa_release("cisco_asa", "9.8(2)")->has(AsaFeature::kForcedEnablePassword));
  EXPECT_TRUE(asa_release("cisco_asa", "9.12(1)")->has(AsaFeature::kForcedEnablePassword));
}

}  // namespace
}  // namespace lw::lab
