#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "procedure/procedure.h"

namespace lw::procedure {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AuditTest : public testing::Test {
 protected:
  Finding finding(std::string_view id, std::string_view platform, std::string text,
                  const Values& values = {}) {
    const Target target{registry_.find(platform).value(), ""};
    const auto document = configtext::Document::read(
        std::move(text), configtext::parse_dialect(target.platform->dialect).value());
    return audit(*library_.find(id).value(), target, values, document).value();
  }
  std::string status(std::string_view id, std::string_view platform, std::string text,
                     const Values& values = {}) {
    const Finding found = finding(id, platform, std::move(text), values);
    return std::string(name(found.status));
  }
  platform::Registry registry_ = platform::Registry::load().value();
  Library library_ = Library::load().value();
};

const std::string kReadyForSsh =
    "hostname r1\nip domain-name example.net\nusername a privilege 15 secret 5 $1$x\nip ssh "
    "version 2\n"
    "line vty 0 4\n login local\n transport input telnet ssh\nline vty 5 15\n login local\n "
    "transport input ssh\n";

std::string without(std::string text, std::string_view line) {
  const std::size_t at = text.find(line);
  return text.erase(at, line.size());
}

TEST_F(AuditTest, SshIsReadyWhenEverythingThatShowsIsThere) {
  const Finding found = finding("ios-ssh", "cisco_ios", kReadyForSsh);
  EXPECT_EQ(found.status, Status::kReady) << testing::PrintToString(found.missing);
  EXPECT_THAT(found.missing, IsEmpty());
  bool shown = false;
  for (const Evidence& evidence : found.evidence) {
    EXPECT_THAT(evidence.text, testing::Not(HasSubstr("$1$x")));
    shown |= evidence.line == 3;
  }
  EXPECT_TRUE(shown) << "evidence names lines";
}

struct Defeat {
  const char* name;
  const char* procedure;
  const char* platform;
  std::string text;
  const char* missing;  // what the finding must name
};

class Defeated : public AuditTest, public testing::WithParamInterface<Defeat> {};

TEST_P(Defeated, IsNotReadyAndSaysWhy) {
  const Defeat& defeat = GetParam();
  const Finding found = finding(defeat.procedure, defeat.platform, defeat.text);
  EXPECT_EQ(found.status, Status::kNotReady);
  EXPECT_THAT(found.missing, Contains(HasSubstr(defeat.missing)));
}

const std::string kReadyForAsaHttps =
    "hostname fw\nhttp server enable\nhttp 192.0.2.0 255.255.255.0 inside\n";
const std::string kReadyForIosHttps =
    "hostname r1\nusername a privilege 15 secret 5 x\nip http authentication local\nip http "
    "secure-server\n";

INSTANTIATE_TEST_SUITE_P(
    Ways, Defeated,
    testing::Values(
        Defeat{"SecondVtyRangeOnTelnet", "ios-ssh", "cisco_ios",
               without(kReadyForSsh, " transport input ssh\n") +
                   "line vty 5 15\n transport input telnet\n",
               "line vty 5 15: transport input telnet ssh"},
        Defeat{"FactoryName", "ios-ssh", "cisco_ios",
               "hostname Router\n" + without(kReadyForSsh, "hostname r1\n"), "hostname"},
        Defeat{"NoDomain", "ios-ssh", "cisco_ios",
               without(kReadyForSsh, "ip domain-name example.net\n"), "ip domain-name"},
        Defeat{"NoUser", "ios-ssh", "cisco_ios",
               without(kReadyForSsh, "username a privilege 15 secret 5 $1$x\n"), "username"},
        Defeat{"PasswordOnlyLogin", "ios-ssh", "cisco_ios",
               without(kReadyForSsh, " login local\n") + "line vty 0 4\n login\n",
               "line vty 0 4: login local"},
        Defeat{"VersionOne", "ios-ssh", "cisco_ios", kReadyForSsh + "ip ssh version 1\n",
               "ip ssh version 1"},
        Defeat{"SmallKey", "ios-ssh", "cisco_ios",
               kReadyForSsh +
                   "ip ssh rsa keypair-name K\ncrypto pki trustpoint T\n rsakeypair K 512\n",
               "768"},
        Defeat{"AccessListOnTheVty", "ios-ssh", "cisco_ios",
               kReadyForSsh +
                   "access-list 10 permit 192.0.2.0 0.0.0.255\nline vty 0 4\n access-class 10 in\n",
               "access list 10"},
        Defeat{"NoVty", "ios-ssh", "cisco_ios", "hostname r1\n", "line vty"},
        Defeat{"TelnetLeftOpen", "ios-ssh-only", "cisco_ios", kReadyForSsh,
               "line vty 0 4: transport input ssh"},
        Defeat{"HttpServerSwitchedOffLater", "asa-https", "cisco_asa",
               kReadyForAsaHttps + "no http server enable\n", "line 4 says: no http server enable"},
        Defeat{"NobodyMayConnect", "asa-https", "cisco_asa", "http server enable\n",
               "http <manager>"},
        Defeat{"HttpsSwitchedOffLater", "ios-https", "cisco_ios",
               kReadyForIosHttps + "no ip http secure-server\n", "no ip http secure-server"},
        Defeat{"EnablePasswordInstead", "ios-https", "cisco_ios",
               kReadyForIosHttps + "ip http authentication enable\n", "ip http authentication"},
        Defeat{
            "AaaWithoutItsList", "ios-https", "cisco_ios",
            "username a privilege 15 secret x\nip http authentication aaa\nip http secure-server\n",
            "ip http authentication local"},
        Defeat{"NoLevelFifteen", "ios-https", "cisco_ios",
               "username a secret x\nip http authentication local\nip http secure-server\n",
               "privilege 15"},
        Defeat{"AccountMissing", "ios-authentication", "cisco_ios",
               "aaa new-model\naaa authentication login default local\n", "username"},
        Defeat{"NoDeviceId", "asa-auto-update", "cisco_asa",
               "auto-update server https://a:b@192.0.2.1/x\nauto-update poll-period 720\n",
               "auto-update device-id"},
        Defeat{"KronWithoutItsPolicy", "ios-cns-call-home", "cisco_ios",
               "cns trusted-server all-agents 192.0.2.1\ncns exec 80\nkron occurrence o in 5 "
               "recurring\n policy-list other\n"
               "kron policy-list p\n cli cns config retrieve 192.0.2.1 page /cns/JobbedDynaConfig "
               "status "
               "http://192.0.2.1/cns/PostStatus\n",
               "policy-list p"},
        Defeat{"KronFetchesTheTemplate", "ios-cns-call-home", "cisco_ios",
               "cns trusted-server all-agents 192.0.2.1\ncns exec 80\nkron occurrence o in 5 "
               "recurring\n policy-list p\n"
               "kron policy-list p\n cli cns config retrieve 192.0.2.1\n cli cns config retrieve "
               "192.0.2.1 page /other\n",
               "JobbedDynaConfig"},
        Defeat{"KeysDoNotShow", "asa-license", "cisco_asa", "hostname fw\n", "show activation-key"},
        Defeat{"CatosWithoutAccount", "catos-ssh", "cisco_catos", "set ip permit disable\n",
               "set localuser user"},
        Defeat{"CatosAskingAServerAlone", "catos-ssh", "cisco_catos",
               "set localuser user a password x privilege 15\n"
               "set authentication login local disable telnet\n",
               "local accounts are not asked for"},
        Defeat{"SensorWithoutTls", "ips-setup", "cisco_ips",
               "service host\nnetwork-settings\nhost-ip 192.0.2.9/24,192.0.2.1\nhost-name "
               "s\nexit\nexit\n"
               "service web-server\nenable-tls false\nexit\n",
               "enable-tls true"},
        Defeat{"CatosBannerLikeAPrompt", "line-endings", "cisco_catos",
               "set system name x\nset banner motd ^CKeep out >^C\n", "line 2"},
        Defeat{"CatosBannerOfManyLines", "line-endings", "cisco_catos",
               "set banner motd ^C\nKeep out #\n^C\nset system name x\n", "line 2"},
        Defeat{"BannerLikeAPrompt", "line-endings", "cisco_ios", "banner motd ^C\nkeep out >\n^C\n",
               "line 2"}),
    [](const auto& info) { return info.param.name; });

TEST_F(AuditTest, WhatIsCompleteIsReady) {
  EXPECT_EQ(status("asa-https", "cisco_asa", kReadyForAsaHttps), "ready");
  EXPECT_EQ(status("asa-https", "cisco_pix", kReadyForAsaHttps), "ready");
  EXPECT_EQ(status("ios-https", "cisco_ios", kReadyForIosHttps), "ready");
  EXPECT_EQ(status("catos-ssh", "cisco_catos",
                   "set localuser user a password x privilege 15\n"
                   "set authentication login local enable all\n"),
            "ready");
  EXPECT_EQ(status("ios-https", "cisco_xe",
                   "username a privilege 15 secret x\naaa new-model\nip http authentication "
                   "aaa\nip http secure-server\n"),
            "ready");
  EXPECT_EQ(status("ios-authentication", "cisco_ios",
                   "username a secret x\nline vty 0 4\n login local\n"),
            "ready");
  EXPECT_EQ(status("asa-auto-update", "cisco_asa",
                   "auto-update device-id mac-address outside\nauto-update poll-period 720 3 5\n"
                   "auto-update server https://a:b@192.0.2.1:443/autoupdate/AutoUpdateServlet\n"),
            "ready");
  EXPECT_EQ(status("ios-cns-event", "cisco_ios",
                   "cns trusted-server all-agents 192.0.2.1\ncns event 192.0.2.1 11011\ncns config "
                   "partial 192.0.2.1 80\n"
                   "cns password x\ncns exec 80\n"),
            "ready");
  EXPECT_EQ(status("ios-cns-call-home", "cisco_ios",
                   "cns trusted-server all-agents 192.0.2.1\ncns exec 80\nkron occurrence o at "
                   "2:00 sun recurring\n"
                   " policy-list p\nkron policy-list p\n cli cns config retrieve 192.0.2.1 page "
                   "/cns/JobbedDynaConfig "
                   "status http://192.0.2.1/cns/PostStatus\n"),
            "ready");
  EXPECT_EQ(status("ips-setup", "cisco_ips",
                   "service host\nnetwork-settings\nhost-ip 192.0.2.9/24,192.0.2.1\nhost-name "
                   "s\nexit\nexit\n"),
            "ready");
  EXPECT_EQ(status("line-endings", "cisco_asa", "banner motd keep out #  \nbanner motd welcome\n"),
            "ready");
}

TEST_F(AuditTest, AProcedureOfAnotherFamilyIsNotApplicable) {
  EXPECT_EQ(status("ios-ssh", "cisco_asa", "hostname fw\n"), "not_applicable");
}

TEST_F(AuditTest, TheManagersAddressDecidesAboutAccessLists) {
  const std::string text =
      kReadyForSsh +
      "ip access-list standard MGMT\n deny host 192.0.2.66\n permit 192.0.2.0 0.0.0.255\n"
      "line vty 0 4\n access-class MGMT in\n";
  EXPECT_EQ(status("ios-ssh", "cisco_ios", text, {{"manager", "192.0.2.10"}}), "ready");
  EXPECT_EQ(status("ios-ssh", "cisco_ios", text, {{"manager", "192.0.2.66"}}), "not_ready");
  EXPECT_EQ(status("ios-ssh", "cisco_ios", text, {{"manager", "198.51.100.1"}}), "not_ready");
  EXPECT_EQ(status("asa-https", "cisco_asa", kReadyForAsaHttps, {{"manager", "192.0.2.10"}}),
            "ready");
  EXPECT_EQ(status("asa-https", "cisco_asa", kReadyForAsaHttps, {{"manager", "198.51.100.1"}}),
            "not_ready");
}

TEST_F(AuditTest, AaaOverridesTheLinesOwnLogin) {
  EXPECT_EQ(status("ios-ssh", "cisco_ios",
                   "hostname r1\nip domain name example.net\nusername a secret x\naaa "
                   "new-model\nline vty 0 4\n"
                   " transport input ssh\n"),
            "ready");
}

TEST_F(AuditTest, AWrongParameterIsRefusedWithItsRule) {
  const Target target{registry_.find("cisco_ios").value(), ""};
  const auto document = configtext::Document::read("hostname a\n", configtext::Dialect::kIos);
  const auto result =
      audit(*library_.find("ios-ssh").value(), target, {{"manager", "everyone"}}, document);
  EXPECT_EQ(result.error().message, "parameter manager: \"everyone\" is not an IPv4 address");
}

struct HazardCase {
  configtext::Dialect dialect;
  const char* text;
  std::vector<std::string> found;  // "line rule"
};

TEST(Hazards, TheThreeRulesOfTheGuide) {
  using configtext::Dialect;
  const HazardCase cases[] = {
      {Dialect::kIos,
       "banner motd ^C\nkeep out #\nkeep out > \nfine #  \nUsername: \n Password:\nend^C\n",
       {"2 banner-prompt", "3 banner-prompt", "5 banner-login", "6 banner-login"}},
      {Dialect::kIos, "banner login ^CWelcome to R1#^C\n", {"1 banner-prompt"}},
      {Dialect::kIos, "banner exec ^C\nlast >^C\n", {"2 banner-prompt"}},
      {Dialect::kIos, "banner motd #\nhello\n#\nhostname a\n", {}},
      {Dialect::kIos, "banner motd ^C\nhello\n^C\nhostname a\n", {}},
      {Dialect::kIos, "prompt %h$\n", {"1 prompt-ending"}},
      {Dialect::kIos, "prompt %h%p\n", {}},
      {Dialect::kAsa,
       "banner motd keep out >\nbanner motd fine\nprompt hostname context\n",
       {"1 banner-prompt"}},
      {Dialect::kCatos,
       "set banner motd ^C\nPassword: \n^C\nset prompt sw$\n",
       {"2 banner-login", "4 prompt-ending"}},
  };
  for (const HazardCase& one : cases) {
    std::vector<std::string> found;
    for (const Hazard& hazard : hazards(configtext::Document::read(one.text, one.dialect))) {
      found.push_back(std::to_string(hazard.line) + " " + hazard.rule);
    }
    EXPECT_EQ(found, one.found) << one.text;
  }
}

}  // namespace
}  // namespace lw::procedure
