#include "token/delivery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::token {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;
using ::testing::Not;

class SealedFile : public testing::Test {
 protected:
  static Delivery example() {
    return {.device = "branch-12",
            .purpose = Purpose::kFull,
            .made = std::chrono::sys_seconds(std::chrono::seconds(1'795'000'000)),
            .config = "hostname branch-12\nenable secret 0 deep-secret\n"};
  }

  KeyPair keys_ = make_keys().value();
  std::string file_ = seal(example(), keys_.public_key).value();
};

TEST_F(SealedFile, OpensWithThePrivateKeyToWhatWasSealed) {
  const auto opened = open(file_, keys_);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->device, "branch-12");
  EXPECT_EQ(opened->purpose, Purpose::kFull);
  EXPECT_EQ(opened->made, example().made);
  EXPECT_EQ(opened->config, example().config);
}

TEST_F(SealedFile, ShowsNothingButItsMagicAndVersion) {
  EXPECT_TRUE(file_.starts_with("LWTOKEN\x01"sv));
  EXPECT_THAT(file_, Not(HasSubstr("branch-12")));
  EXPECT_THAT(file_, Not(HasSubstr("deep-secret")));
  EXPECT_EQ(file_.find("LWTOKEN", 1), std::string::npos);
  EXPECT_NE(seal(example(), keys_.public_key).value(), file_) << "two of the same are not alike";
}

TEST_F(SealedFile, DoesNotOpenWithAnotherKeyAndNamesTheOneThatWasTried) {
  const KeyPair other = make_keys().value();
  const auto refused = open(file_, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(refused.error().message, HasSubstr(key_id(other.public_key)));
}

TEST_F(SealedFile, DoesNotOpenWhenItIsCutAnywhere) {
  for (std::size_t size = 0; size < file_.size(); ++size) {
    EXPECT_FALSE(open(std::string_view(file_).substr(0, size), keys_)) << size;
  }
  EXPECT_FALSE(open(file_ + "x", keys_));
}

TEST_F(SealedFile, DoesNotOpenWhenAByteIsChanged) {
  for (std::size_t at = 0; at < file_.size(); ++at) {
    std::string changed = file_;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(open(changed, keys_)) << at;
  }
}

TEST_F(SealedFile, OfAnotherVersionIsNotGuessedAt) {
  std::string later = file_;
  later[7] = 2;
  EXPECT_EQ(open(later, keys_).error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(open("hostname r1\n", keys_).error().code, ErrorCode::kInvalidArgument);
}

TEST_F(SealedFile, HoldsTheVersionInsideTooSoThatTheOutsideCannotChangeItsMeaning) {
  // Sealed by somebody who has the public key, with another version inside the box.
  std::string content = write_content(example());
  content[7] = 2;
  EXPECT_EQ(read_content(content).error().code, ErrorCode::kUnsupported);
}

TEST_F(SealedFile, ContentWhoseLengthsDoNotAddUpIsRefused) {
  const std::string content = write_content(example());
  EXPECT_TRUE(read_content(content));
  EXPECT_FALSE(read_content(content + "x"));
  for (std::size_t size = 0; size < content.size(); ++size) {
    EXPECT_FALSE(read_content(std::string_view(content).substr(0, size))) << size;
  }
  std::string purpose = content;
  purpose[8] = 3;
  EXPECT_THAT(read_content(purpose).error().message, HasSubstr("purpose"));
}

TEST_F(SealedFile, IsNotMadeOfWhatNoTokenHolds) {
  Delivery large = example();
  large.config.assign(kMostConfigBytes + 1, 'x');
  EXPECT_THAT(seal(large, keys_.public_key).error().message, HasSubstr("no token holds more"));
  large.config.assign(kMostConfigBytes, 'x');
  large.device.assign(63, 'n');
  const auto file = seal(large, keys_.public_key);
  ASSERT_TRUE(file);
  EXPECT_LE(file->size(), kMostSealedBytes);
  EXPECT_TRUE(open(*file, keys_));
  EXPECT_FALSE(seal({.device = "", .config = "a\n"}, keys_.public_key));
  EXPECT_FALSE(seal({.device = "a\nb", .config = "a\n"}, keys_.public_key));
  EXPECT_FALSE(seal({.device = "r1"}, keys_.public_key));
}

TEST_F(SealedFile, IsNotSealedToAKeyThatEverybodyCouldOpen) {
  EXPECT_EQ(seal(example(), PublicKey{}).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace lw::token
