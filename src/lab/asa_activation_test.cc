#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/asa_session.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kStrong = "activation-key 0x1 0x2 0x3 0x4 0x5";
constexpr const char* kWeak = "activation-key a b c d e";
constexpr const char* kPix = "activation-key 0x1 0x2 0x3 0x4";
constexpr AsaLicence kK8 = {.strong_encryption = false};

class AsaActivates : public testing::TestWithParam<Pieces> {
 protected:
  std::unique_ptr<AsaDevice> made(std::string_view platform, std::string_view version) {
    auto one = AsaDevice::create(
        {.initial_config =
             platform == "cisco_asa"
                 ? "hostname fw\nterminal width 511\nno call-home reporting anonymous\n"
                 : "hostname fw\nno pager\n",
         .clock = clock_.clock(),
         .rsa_modulus = 1024,
         .licence = kK8,
         .activation_keys = {{"0x00000001 0x00000002 0x00000003 0x00000004 0x00000005", {}},
                             {"0x0000000a 0x0000000b 0x0000000c 0x0000000d 0x0000000e",
                              {.licence = kK8}},
                             {"0x00000001 0x00000002 0x00000003 0x00000004",
                              {.licence = {}, .needs_reload = true}}},
         .release = *asa_release(platform, version)});
    EXPECT_TRUE(one.has_value()) << (one ? "" : one.error().message);
    return std::move(*one);
  }
  Typist console() {
    Typist typist(device_->open({.transport = Transport::kConsole}), "\r", GetParam());
    typist.lines({"", "enable", "", "terminal pager 0"});
    return typist;
  }
  FakeClock clock_;
  std::unique_ptr<AsaDevice> device_ = made("cisco_asa", "8.4");
};
INSTANTIATE_TEST_SUITE_P(EveryWay, AsaActivates, kEveryWay, way);

TEST_P(AsaActivates, TakesOnlyKeysThatAreGoodForTheUnit) {
  Typist user = console();
  EXPECT_THAT(user.line("activation-key 9 9 9 9 9"),
              HasSubstr("ERROR: The requested key was not saved because it is not valid for this "
                        "system.\r\n"));
  EXPECT_THAT(user.line("activation-key 9 9 9 9 nine"), HasSubstr("Invalid input"));
  EXPECT_THAT(user.line("activation-key 9 9 9 9 123456789"), HasSubstr("Invalid input"));
  EXPECT_THAT(user.line("activation-key 9 9 9 9"), HasSubstr("Incomplete"));
  EXPECT_THAT(user.line("show activation-key"), HasSubstr("0x00000000"));
}

TEST_P(AsaActivates, GrowsFromDesToStrongCiphersAtOnce) {
  Typist user = console();
  EXPECT_EQ(device_->host_keys()->version, SshVersion::k1);
  EXPECT_TRUE(device_->host_keys()->des_only);
  user.lines({"configure terminal", "http server enable"});
  EXPECT_TRUE(device_->web_door()->des_only);
  EXPECT_THAT(user.line(kStrong),
              HasSubstr("Both Running and Flash permanent activation key was updated with the "
                        "requested key.\r\n"));
  EXPECT_EQ(device_->host_keys()->version, SshVersion::k2);
  EXPECT_FALSE(device_->web_door()->des_only);
  user.line("end");
  EXPECT_THAT(user.line("show version"),
              HasSubstr("Running Permanent Activation Key: 0x00000001 0x00000002 0x00000003 "
                        "0x00000004 0x00000005 "));
  EXPECT_THAT(user.line("show activation-key"), HasSubstr("is the SAME as the running permanent"));
}

TEST_P(AsaActivates, LosesStrongCiphersOnlyWithTheNextStart) {
  Typist user = console();
  user.line(kStrong);
  EXPECT_THAT(user.line(kWeak), EndsWith("[confirm]"));
  user.keys("n");
  EXPECT_THAT(user.line("show activation-key"), HasSubstr("SAME"));
  user.line(kWeak);
  EXPECT_THAT(user.keys("y"), HasSubstr("will become active after the next reload"));
  const std::string differs = user.line("show activation-key detail");
  EXPECT_THAT(differs, HasSubstr("is DIFFERENT from the running permanent key"));
  EXPECT_THAT(differs, HasSubstr("Permanent Flash Activation Key: 0x0000000a"));
  EXPECT_FALSE(device_->host_keys()->des_only);
  const std::string state = device_->saved_state();
  device_->power_cycle();
  EXPECT_TRUE(device_->host_keys()->des_only);
  auto other = made("cisco_asa", "8.4");
  ASSERT_TRUE(other->restore_state(state));
  EXPECT_EQ(other->running_key().key, "0x0000000a 0x0000000b 0x0000000c 0x0000000d 0x0000000e");
}

TEST_P(AsaActivates, HasFourWordsOnAPix6) {
  device_ = made("cisco_pix", "6.3");
  {
    Typist user = console();
    user.line("configure terminal");
    EXPECT_THAT(user.line(kStrong), Not(HasSubstr("Validating")));
    EXPECT_THAT(user.line(kPix), EndsWith("[confirm]"));
    user.keys("y");
    const std::string shown = user.line("show activation-key");
    EXPECT_THAT(shown, HasSubstr("VPN-3DES-AES:                Disabled"));
    EXPECT_THAT(shown, HasSubstr("Flash Activation Key: 0x00000001"));
  }
  device_->power_cycle();
  EXPECT_THAT(console().line("show activation-key"),
              HasSubstr("VPN-3DES-AES:                Enabled"));
}

TEST_P(AsaActivates, ShowsItsAutoUpdateServerWithoutThePassword) {
  for (const char* platform : {"cisco_asa", "cisco_pix"}) {
    device_ = made(platform, "");
    Typist user = console();
    EXPECT_THAT(user.line("show auto-update"), HasSubstr("Server: none"));
    user.lines({"configure terminal", "auto-update server https://u:p@192.0.2.7:443/x",
                "auto-update poll-period 60 2 7", "auto-update device-id string edge"});
    user.lines({"auto-update poll-period 40000", "auto-update device-id name", "end"});
    const std::string shown = user.line("show auto-update");
    EXPECT_THAT(shown, HasSubstr("Server: https://********@192.0.2.7:443/x\r\n"));
    EXPECT_THAT(shown, HasSubstr("Poll period: 60 minutes, retry count: 2, retry period: 7"));
    EXPECT_THAT(shown, HasSubstr("Device ID: string [edge]"));
    clock_.advance(std::chrono::minutes(90));
    EXPECT_THAT(user.line("show auto-update"), HasSubstr("Next poll in 30.00 minutes"));
    EXPECT_THAT(user.line("show running-config auto-update"),
                HasSubstr("auto-update poll-period 60 2 7\r\nauto-update device-id string edge"));
  }
}

}  // namespace
}  // namespace lw::lab
