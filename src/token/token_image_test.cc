#include "token/token_image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/temporary_folder.h"
#include "token/sodium_bytes.h"

namespace lw::token {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TokenImage : public testing::Test {
 protected:
  [[nodiscard]] Result<void> write(const std::string& config, Replace replace = Replace::kNo,
                                   std::size_t size = kUsualTokenBytes) const {
    return write_token_image(token_, {.device = "r1", .config = config}, pin_, size, replace);
  }
  [[nodiscard]] std::string content(std::string_view file) const {
    return read_file(token_ / file, 1 << 20).value_or("none");
  }
  // As docs/tokens.md has it, with none of the code that wrote it.
  [[nodiscard]] std::string boot_config(const std::string& pin) const {
    const std::string manifest = content("manifest");
    const auto at = manifest.find("\nsalt ") + 6;
    const std::string salt_text = manifest.substr(at, manifest.find('\n', at) - at);
    std::string salt(16, '\0');
    std::size_t size = 0;
    EXPECT_EQ(sodium_base642bin(bytes(salt), salt.size(), salt_text.data(), salt_text.size(),
                                nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL),
              0);
    EXPECT_EQ(size, salt.size());
    std::string key(32, '\0');
    EXPECT_EQ(crypto_pwhash(bytes(key), 32, pin.data(), pin.size(), bytes(salt), 2, 64 << 20,
                            crypto_pwhash_ALG_ARGON2ID13),
              0);
    const std::string closed = content("CCCD");
    std::string plain(closed.size() - 40, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes(plain), nullptr, nullptr, bytes(closed) + 24, closed.size() - 24, bytes("CCCD"),
            4, bytes(closed), bytes(key)) != 0) {
      return "closed";
    }
    return plain;
  }

  TemporaryFolder folder_;
  std::filesystem::path token_ = folder_.path() / "token";
  Secret pin_{"24681357"};
};

TEST_F(TokenImage, HoldsTheBootConfigurationThatOnlyThePinOpens) {
  ASSERT_TRUE(write("hostname r1\n"));
  EXPECT_EQ(boot_config("24681357"), "hostname r1\n");
  EXPECT_EQ(boot_config("24681358"), "closed");
  EXPECT_THAT(content("CCCD"), Not(HasSubstr("hostname")));
  EXPECT_THAT(content("manifest"), HasSubstr("linewarden-token-image 1\ndevice r1\npurpose delta\n"
                                             "made 1970-01-01T00:00:00Z\nsize 32768\n"));
}

TEST_F(TokenImage, IsReadableByItsOwnerAlone) {
  ASSERT_TRUE(write("hostname r1\n"));
  struct stat status{};
  ASSERT_EQ(::stat(token_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
  ASSERT_EQ(::stat((token_ / "CCCD").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(TokenImage, IsReplacedOnlyWhenThatIsWantedAndThenWhole) {
  ASSERT_TRUE(write("hostname one\n"));
  ASSERT_TRUE(write_file(token_ / "other", "x", FileAccess::kOwnerOnly));
  const auto refused = write("hostname two\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(boot_config("24681357"), "hostname one\n");
  ASSERT_TRUE(write("hostname two\n", Replace::kYes));
  EXPECT_EQ(boot_config("24681357"), "hostname two\n");
  EXPECT_FALSE(std::filesystem::exists(token_ / "other"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1)
      << "nothing is left beside it";
}

TEST_F(TokenImage, NeverReplacesWhatIsNoTokenImage) {
  std::filesystem::create_directory(token_);
  ASSERT_TRUE(write_file(token_ / "thesis", "years of work", FileAccess::kOwnerOnly));
  const auto refused = write("hostname r1\n", Replace::kYes);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(content("thesis"), "years of work");
}

TEST_F(TokenImage, TakesAsMuchAsTheTokenHolds) {
  EXPECT_TRUE(write(std::string(100, 'x'), Replace::kNo, 100));
  const auto refused = write(std::string(101, 'x'), Replace::kYes, 100);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("has 101 bytes, and the token 100"));
  EXPECT_EQ(boot_config("24681357").size(), 100U) << "the one before is as it was";
}

TEST_F(TokenImage, RefusesAPinThatARouterCannotBeTold) {
  for (const char* pin : {"", "123", "12 34", "12\n34"}) EXPECT_FALSE(check_pin(Secret(pin)));
  EXPECT_TRUE(check_pin(Secret(std::string(kDefaultPin))));
  pin_ = Secret("1");
  EXPECT_FALSE(write("hostname r1\n"));
  EXPECT_FALSE(std::filesystem::exists(token_));
}

TEST_F(TokenImage, IsAlsoMadeWhereAPathEndsWithASlash) {
  token_ += "/";
  EXPECT_TRUE(write("hostname r1\n"));
  EXPECT_EQ(boot_config("24681357"), "hostname r1\n");
}

}  // namespace
}  // namespace lw::token
