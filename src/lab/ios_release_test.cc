// What a router of each age knows and says.
#include "lab/ios_release.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/ios_device.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kConfig =
    "hostname R1\nip domain name lab.example\nline con 0\n length 0\n privilege level 15\n";

class IosOfAge : public testing::Test {
 protected:
  std::unique_ptr<IosDevice> router(std::string_view platform, std::string_view version) {
    const auto release = ios_release(platform, version);
    EXPECT_TRUE(release) << version;
    auto made = IosDevice::create({.initial_config = std::string(kConfig),
                                   .clock = clock_.clock(),
                                   .release = release.value_or(IosRelease{})});
    EXPECT_TRUE(made) << made.error().message;
    return *std::move(made);
  }
  static Typist console(IosDevice& device) {
    Typist typist(device.open({.transport = Transport::kConsole}));
    typist.line("");
    return typist;
  }
  FakeClock clock_;
};

TEST(IosRelease, IsNamedByItsTrainOrInFull) {
  EXPECT_EQ(ios_release("cisco_ios", "")->version, "15.2(4)M6");
  EXPECT_EQ(ios_release("cisco_ios", "15.x")->version, "15.2(4)M6");
  EXPECT_EQ(ios_release("cisco_ios", "12.4")->version, "12.4(25f)");
  EXPECT_EQ(ios_release("cisco_ios", "12.4(15)T7")->version, "12.4(15)T7");
  EXPECT_EQ(ios_release("cisco_xe", "16.x")->version, "16.9.5");
  EXPECT_FALSE(ios_release("cisco_ios", "16.9"));
  EXPECT_FALSE(ios_release("cisco_ios", "12.4\n"));
  EXPECT_FALSE(ios_release("cisco_asa", ""));
}

TEST_F(IosOfAge, EachSaysWhatItIs) {
  const std::tuple<const char*, const char*, const char*> kReleases[] = {
      {"cisco_ios", "12.2", "IOS (tm) C2600 Software (C2600-I-M), Version 12.2(46a), RELEASE"},
      {"cisco_ios", "12.3", "IOS (tm) C2600 Software (C2600-ADVSECURITYK9-M), Version 12.3(26)"},
      {"cisco_ios", "12.4",
       "Cisco IOS Software, C180X Software (C180X-ADVIPSERVICESK9-M), Version"},
      {"cisco_ios", "15.x",
       "Cisco IOS Software, C1900 Software (C1900-UNIVERSALK9-M), Version 15."},
      {"cisco_xe", "16.x", "Cisco IOS XE Software, Version 16.9.5"},
  };
  for (const auto& [platform, version, words] : kReleases) {
    const auto device = router(platform, version);
    Typist typist = console(*device);
    EXPECT_THAT(typist.line("show version"), HasSubstr(words));
    const std::string train = std::string(version).substr(0, 3);
    EXPECT_THAT(typist.line("show running-config"), HasSubstr("\r\nversion " + train));
  }
}

TEST_F(IosOfAge, TwelveTwoHasNoCryptography) {
  const auto device = router("cisco_ios", "12.2");
  Typist typist = console(*device);
  for (const auto* exec : {"show ip ssh", "show crypto key mypubkey rsa", "show ssh"}) {
    EXPECT_THAT(typist.line(exec), HasSubstr("% Invalid input detected")) << exec;
  }
  EXPECT_THAT(typist.line("show ip http server status"),
              HasSubstr("HTTP secure server capability: Not present"));
  typist.line("configure terminal");
  for (const auto* line : {"crypto key generate rsa", "ip ssh version 2", "ip http secure-server",
                           "crypto pki trustpoint X", "ip scp server enable"}) {
    EXPECT_THAT(typist.line(line), HasSubstr("% Invalid input detected")) << line;
  }
  EXPECT_THAT(typist.line("ip http server"), Not(HasSubstr("%")));
  typist.line("line vty 0 4");
  EXPECT_THAT(typist.line("transport input ssh"), HasSubstr("% Invalid input detected"));
  EXPECT_THAT(typist.line("transport input telnet"), Not(HasSubstr("%")));
  EXPECT_EQ(device->admits({.transport = Transport::kSsh}).error().code, ErrorCode::kUnreachable);
  EXPECT_FALSE(IosDevice::create({.initial_config = "",
                                  .clock = clock_.clock(),
                                  .rsa_modulus = 1024,
                                  .release = *ios_release("cisco_ios", "12.2")}));
}

TEST_F(IosOfAge, OffersKeysOfTheSizesOfItsTime) {
  const std::tuple<const char*, const char*, const char*, const char*> kReleases[] = {
      {"cisco_ios", "12.4", "in the range of 360 to 2048 for your", "[512]: "},
      {"cisco_ios", "15.x", "in the range of 360 to 4096 for your", "[512]: "},
      {"cisco_xe", "16.x", "in the range of 512 to 4096 for your", "[1024]: "},
  };
  for (const auto& [platform, version, range, usual] : kReleases) {
    const auto device = router(platform, version);
    Typist typist = console(*device);
    typist.line("configure terminal");
    const std::string asked = typist.line("crypto key generate rsa");
    EXPECT_THAT(asked, HasSubstr(range));
    EXPECT_THAT(asked, HasSubstr(usual));
    EXPECT_THAT(typist.line("5000"), HasSubstr("% A decimal number between"));
  }
  const auto old = router("cisco_ios", "12.4");
  Typist typist = console(*old);
  typist.line("configure terminal");
  EXPECT_THAT(typist.line("crypto key generate rsa modulus 4096"),
              HasSubstr("% Invalid input detected"));
  EXPECT_THAT(typist.line("crypto key generate rsa modulus 1024"), HasSubstr("[OK]"));
}

TEST_F(IosOfAge, ShowsOfSshWhatItsTimeShows) {
  const auto text = [&](const char* platform, const char* version) {
    const auto device = router(platform, version);
    device->generate_keys(1024);
    return console(*device).line("show ip ssh");
  };
  EXPECT_THAT(text("cisco_ios", "12.3"), Not(HasSubstr("Diffie Hellman")));
  EXPECT_THAT(text("cisco_ios", "15.x"), HasSubstr("Minimum expected Diffie Hellman"));
  EXPECT_THAT(text("cisco_ios", "15.x"), Not(HasSubstr("Authentication methods")));
  EXPECT_THAT(text("cisco_xe", "16.x"),
              HasSubstr("Authentication methods:publickey,keyboard-interactive,password\r\n"));
}

TEST_F(IosOfAge, KnowsTheConfirmedChangeFromFifteenOn) {
  const auto answer = [&](const char* version) {
    const auto device = router("cisco_ios", version);
    return console(*device).line("configure terminal revert timer 5");
  };
  EXPECT_THAT(answer("12.3"), HasSubstr("% Invalid input detected"));
  EXPECT_THAT(answer("12.4"), HasSubstr("% Invalid input detected"));
  EXPECT_THAT(answer("15.x"), HasSubstr("%Turn config archive on"));
}

// All of it by configuration alone: who may log in but do nothing, and who not even that.
TEST_F(IosOfAge, LetsAUserInWhoseLevelIsTooLowAndWhoCannotRise) {
  const auto device = router("cisco_ios", "15.x");
  Typist admin = console(*device);
  admin.lines({"configure terminal", "enable secret unknown", "username low secret low",
               "username high privilege 15 secret high", "line vty 0 4", "login local", "end"});
  Typist user(device->open({.transport = Transport::kTelnet}));
  EXPECT_THAT(user.lines({"low", "wrong"}), HasSubstr("% Login invalid"));
  EXPECT_THAT(user.lines({"low", "low"}), HasSubstr("R1>"));
  EXPECT_THAT(user.line("configure terminal"), HasSubstr("% Invalid input detected"));
  EXPECT_THAT(user.lines({"enable", "a", "b", "c"}), HasSubstr("% Bad secrets"));
  Typist other(device->open({.transport = Transport::kTelnet}));
  EXPECT_THAT(other.lines({"high", "high"}), HasSubstr("R1#"));
}

}  // namespace
}  // namespace lw::lab
