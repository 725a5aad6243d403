#include "net/crypto_profile.h"

#include <gtest/gtest.h>

namespace lw::net {
namespace {

TEST(CryptoProfile, NamesAreReadBack) {
  for (const CryptoProfile profile : kCryptoProfiles) {
    EXPECT_EQ(parse_crypto_profile(name(profile)).value(), profile);
  }
  const auto unknown = parse_crypto_profile("old");
  EXPECT_EQ(unknown.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(unknown.error().hint.find("legacy"), std::string::npos);
}

}  // namespace
}  // namespace lw::net
