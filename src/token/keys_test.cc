#include "token/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "base/temporary_folder.h"

namespace lw::token {
namespace {

using ::testing::HasSubstr;

TEST(TokenKeys, AreReadFromTheirTextsAsTheyWereMade) {
  const KeyPair keys = make_keys().value();
  const auto again = parse_private_key(private_key_text(keys).reveal());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->public_key, keys.public_key) << "the public key follows from the private one";
  EXPECT_TRUE(again->private_key.equals(keys.private_key));
  EXPECT_EQ(parse_public_key(public_key_text(keys.public_key)).value(), keys.public_key);
  EXPECT_NE(make_keys()->public_key, keys.public_key);
}

TEST(TokenKeys, AreToldApartByTheirId) {
  const KeyPair keys = make_keys().value();
  EXPECT_EQ(key_id(keys.public_key).size(), 16U);
  EXPECT_THAT(public_key_text(keys.public_key), HasSubstr(key_id(keys.public_key)));
  EXPECT_NE(key_id(keys.public_key), key_id(make_keys()->public_key));
}

TEST(TokenKeys, TextsThatAreNoKeyAreRefusedWithTheReason) {
  const KeyPair keys = make_keys().value();
  const auto told = [](std::string_view text) { return parse_public_key(text).error().message; };
  EXPECT_THAT(told(private_key_text(keys).reveal()), HasSubstr("the other key of the pair"));
  EXPECT_THAT(told(""), HasSubstr("holds no linewarden-token-public-key"));
  EXPECT_THAT(told("linewarden-token-public-key 1 AAAA"), HasSubstr("damaged"));
  EXPECT_THAT(told(public_key_text(keys.public_key) + "again\n"), HasSubstr("more than one line"));
  EXPECT_EQ(parse_public_key("linewarden-token-public-key 2 AAAA").error().code,
            ErrorCode::kUnsupported);
  EXPECT_FALSE(parse_private_key(public_key_text(keys.public_key)));
}

TEST(TokenKeys, APrivateKeyThatOthersMayReadIsRefused) {
  const TemporaryFolder folder;
  const KeyPair keys = make_keys().value();
  const auto file = folder.path() / "private";
  ASSERT_TRUE(write_file(file, private_key_text(keys).reveal(), FileAccess::kEverybodyReads));
  const auto refused = read_private_key(file);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(refused.error().hint, HasSubstr("chmod 600"));
  ASSERT_TRUE(write_file(file, private_key_text(keys).reveal(), FileAccess::kOwnerOnly));
  EXPECT_TRUE(read_private_key(file));
  EXPECT_EQ(read_private_key(folder.path() / "none").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace lw::token
