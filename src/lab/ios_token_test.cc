// The image is closed here by code of the test's own: nothing of the lab writes what it reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include "base/file.h"
#include "base/temporary_folder.h"
#include "lab/ios_device.h"
#include "lab/lab_description.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string closed(std::string_view name, std::string_view content, std::string_view key) {
  std::string nonce(24, 'n');
  std::string box(content.size() + 16, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(box.data()), nullptr,
                                             raw(content), content.size(), raw(name), name.size(),
                                             nullptr, raw(nonce), raw(key));
  return nonce + box;
}

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  return text.c_str();
}

class RouterWithToken : public testing::TestWithParam<Pieces> {
 protected:
  void plug_in(std::string_view config, const std::string& pin = "24681357",
               std::size_t size = 2000, const std::string& salt = "0123456789abcdef") {
    ASSERT_GE(sodium_init(), 0);
    std::string key(32, '\0');
    ASSERT_EQ(crypto_pwhash(reinterpret_cast<unsigned char*>(key.data()), key.size(), pin.data(),
                            pin.size(), raw(salt), 2, 64 << 20, crypto_pwhash_ALG_ARGON2ID13),
              0);
    std::filesystem::create_directories(image_);
    ASSERT_TRUE(write_file(image_ / "CCCD", closed("CCCD", config, key), FileAccess::kOwnerOnly));
    const std::string manifest = "linewarden-token-image 1\ndevice r1\npurpose full\nsize " +
                                 std::to_string(size) + "\nsalt " + base64(salt) + "\ncheck " +
                                 base64(closed("pin", "", key)) + "\n";
    ASSERT_TRUE(write_file(image_ / "manifest", manifest, FileAccess::kOwnerOnly));
  }
  void start(const std::string& config = {}, const std::string& pin = {},
             const std::string& version = "15.x") {
    auto made = IosDevice::create({.initial_config = "hostname r1\n" + config,
                                   .clock = clock_.clock(),
                                   .release = *ios_release("cisco_ios", version),
                                   .token_image = image_,
                                   .token_pin = pin});
    ASSERT_TRUE(made) << made.error().message;
    device_ = std::move(*made);
  }
  Typist console() {
    Typist typist(device_->open({.transport = Transport::kConsole}), "\r", GetParam());
    typist.lines({"", "enable", "terminal length 0"});
    return typist;
  }
  std::string running() { return device_->config().render(); }

  TemporaryFolder folder_;
  std::filesystem::path image_ = folder_.path() / "token";
  FakeClock clock_;
  std::unique_ptr<IosDevice> device_;
};

INSTANTIATE_TEST_SUITE_P(EveryWay, RouterWithToken, kEveryWay, way);

TEST_P(RouterWithToken, ShowsTheFilesOfATokenButNotWhatIsInThemBeforeALogin) {
  plug_in("hostname from-token\n");
  start();
  Typist user = console();
  EXPECT_THAT(user.line("dir usbtoken0:"),
              AllOf(HasSubstr("Directory of usbtoken0:/"), HasSubstr("CCCD"),
                    HasSubstr("2000 bytes total (1980 bytes free)")));
  EXPECT_THAT(user.line("show usbtoken0:"), HasSubstr("CCCD"));
  user.line("copy usbtoken0:CCCD running-config");
  EXPECT_THAT(user.line(""), HasSubstr("%Error opening usbtoken0:CCCD (Permission denied)"));
  EXPECT_EQ(device_->config().hostname(), "r1");
}

TEST_P(RouterWithToken, AsksForThePinAndMergesTheFileIntoTheRunningConfiguration) {
  plug_in("hostname from-token\nntp server 192.0.2.50\n");
  start("ip domain name lab.example\n");
  Typist user = console();
  EXPECT_THAT(user.line("crypto pki token usbtoken0 login"),
              HasSubstr("Token eToken is usbtoken0\r\nEnter PIN: "));
  const std::string answered = user.line("24681357");
  EXPECT_THAT(answered, AllOf(HasSubstr("%CRYPTO-6-TOKENLOGIN: Cryptographic Token eToken Login "
                                        "Successful"),
                              Not(HasSubstr("24681357"))));
  EXPECT_THAT(user.line("copy usbtoken0:CCCD running-config"),
              HasSubstr("Destination filename [running-config]? "));
  EXPECT_THAT(user.line(""), HasSubstr("42 bytes copied in"));
  EXPECT_EQ(device_->config().hostname(), "from-token");
  EXPECT_THAT(running(), AllOf(HasSubstr("ntp server 192.0.2.50"), HasSubstr("lab.example")));
}

TEST_P(RouterWithToken, KeepsTheContentsFromWhoHasAnotherPin) {
  plug_in("hostname from-token\n");
  start();
  Typist user = console();
  EXPECT_THAT(user.line("crypto pki token usbtoken0 login 11111111"),
              HasSubstr("TOKENLOGINFAILED"));
  user.line("copy usbtoken0:CCCD startup-config");
  EXPECT_THAT(user.line(""), HasSubstr("Permission denied"));
  user.line("crypto pki token usbtoken0 login 24681357");
  user.line("crypto pki token usbtoken0 logout");
  user.line("copy usbtoken0:CCCD startup-config");
  EXPECT_THAT(user.line(""), HasSubstr("Permission denied"));
  EXPECT_THAT(device_->startup(), Not(HasSubstr("from-token")));
}

TEST_P(RouterWithToken, BootsFromItWithThePinThatItWasTold) {
  plug_in("hostname from-token\n");
  start("boot config usbtoken0:CCCD\ncrypto pki token usbtoken0 user-pin 24681357\n");
  EXPECT_EQ(device_->config().hostname(), "from-token");
  EXPECT_THAT(running(), AllOf(HasSubstr("boot config usbtoken0:CCCD"), HasSubstr("user-pin")));
  EXPECT_THAT(device_->startup(), HasSubstr("hostname r1")) << "NVRAM is as it was";
}

TEST_P(RouterWithToken, BootsFromItByItselfWhenThePinIsTheOneThatTokensComeWith) {
  plug_in("hostname from-token\n", "1234567890");
  start("boot config usbtoken0:CCCD\n");
  EXPECT_EQ(device_->config().hostname(), "from-token");
}

TEST_P(RouterWithToken, BootsFromNvramWhenTheTokenIsNotThereOrStaysClosed) {
  start("boot config usbtoken0:CCCD\n", "24681357");
  EXPECT_EQ(device_->config().hostname(), "r1");
  plug_in("hostname wrong-pin\n", "99999999");
  device_->reload();
  EXPECT_EQ(device_->config().hostname(), "r1");
  plug_in("hostname from-token\n", "24681357", 2000, "another salt....");
  device_->reload();
  EXPECT_EQ(device_->config().hostname(), "from-token");
  std::filesystem::remove_all(image_);
  device_->reload();
  EXPECT_EQ(device_->config().hostname(), "r1");
}

TEST_P(RouterWithToken, TellsWhenATokenComesAndGoes) {
  start();
  Typist user = console();
  EXPECT_THAT(user.line("dir usbtoken0:"), HasSubstr("No such device"));
  plug_in("hostname from-token\n", "1234567890");
  EXPECT_THAT(user.line("dir usbtoken0:"),
              AllOf(HasSubstr("%CRYPTO-6-TOKENINSERTED"),
                    HasSubstr("%USB_TOKEN_FILESYS-6-REGISTERED_WITH_IFS"),
                    HasSubstr("%CRYPTO-6-TOKENLOGIN: ")));
  std::filesystem::remove_all(image_);
  EXPECT_THAT(user.line("dir usbtoken0:"), HasSubstr("%CRYPTO-6-TOKENREMOVED"));
}

TEST_P(RouterWithToken, WritesItsStartupConfigurationToTheTokenWhileThereIsRoom) {
  plug_in("hostname from-token\n", "1234567890", 400);
  start();
  Typist user = console();
  EXPECT_THAT(user.line("copy startup-config usbtoken0:CCCD"),
              HasSubstr("Destination filename [CCCD]? "));
  EXPECT_THAT(user.line(""), HasSubstr("bytes copied in"));
  EXPECT_EQ(device_->token()->read("CCCD").value(), device_->startup());
  user.line("copy running-config usbtoken0:second.cfg");
  EXPECT_THAT(user.line(""), HasSubstr("No space left on device"));
  EXPECT_FALSE(std::filesystem::exists(image_ / "second.cfg"));
  for (const char* name : {"../escape", "manifest", ".hidden"}) {
    user.line(std::string("copy running-config usbtoken0:") + name);
    EXPECT_THAT(user.line(""), HasSubstr("%Error opening")) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "escape"));
}

TEST_P(RouterWithToken, AFileThatWasChangedOnTheTokenIsNotTaken) {
  plug_in("hostname from-token\n", "1234567890");
  std::string file = read_file(image_ / "CCCD", 1000).value();
  file.back() = static_cast<char>(file.back() ^ 1);
  ASSERT_TRUE(write_file(image_ / "CCCD", file, FileAccess::kOwnerOnly));
  start("boot config usbtoken0:CCCD\n");
  EXPECT_EQ(device_->config().hostname(), "r1");
}

TEST(TokenReleases, AreThoseFrom1203Of14TOnAndOnlyFifteenHasTheLineByItself) {
  const auto has = [](std::string_view version) {
    return ios_release("cisco_ios", version)->has(IosFeature::kUsbToken);
  };
  EXPECT_TRUE(has("15.x") && has("12.4") && has("12.3(14)T") && has("12.3(14)T2"));
  EXPECT_FALSE(has("12.3") || has("12.3(26)") || has("12.3(11)T") || has("12.2"));
  constexpr const char* kLine = "crypto pki token default removal timeout 0";
  EXPECT_THAT(IosConfig(*ios_release("cisco_ios", "15.x")).render(), HasSubstr(kLine));
  EXPECT_THAT(IosConfig(*ios_release("cisco_ios", "12.4")).render(), Not(HasSubstr(kLine)));
}

TEST(TokenReleases, ALabFileGivesATokenToARouterThatKnowsThem) {
  const auto lab = [](const std::string& device) {
    return parse_lab("devices:\n  - {name: r1, " + device + "}\n", "lab.yaml");
  };
  const auto taken = lab("token: {image: /tmp/token, pin: '2468'}");
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->devices.front().token->pin, "2468");
  EXPECT_FALSE(lab("token: {pin: '2468'}"));
  EXPECT_FALSE(lab("token: yes"));
  EXPECT_FALSE(lab("os_version: '12.3', token: {image: /tmp/token}"));
  EXPECT_FALSE(lab("platform: cisco_asa, token: {image: /tmp/token}"));
}

}  // namespace
}  // namespace lw::lab
