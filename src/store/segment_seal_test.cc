#include "store/segment_seal.h"

#include <gtest/gtest.h>

namespace lw::store {
namespace {

TEST(SegmentSeal, OpensWhatItSealedInItsPlaceAlone) {
  const auto seal = SegmentSeal::with_key(SegmentSeal::make_key()).value();
  const std::string sealed = seal.seal("r1", 3, "the text");
  EXPECT_EQ("the text", seal.open("r1", 3, sealed).value());
  EXPECT_NE(sealed, seal.seal("r1", 3, "the text"));
  EXPECT_FALSE(seal.open("r1", 4, sealed));
  EXPECT_FALSE(seal.open("r2", 3, sealed));
  const auto other = SegmentSeal::with_key(SegmentSeal::make_key()).value();
  EXPECT_FALSE(other.open("r1", 3, sealed));
}

TEST(SegmentSeal, RefusesWhatWasChangedOrCut) {
  const auto seal = SegmentSeal::with_key(SegmentSeal::make_key()).value();
  const std::string sealed = seal.seal("r1", 0, "text");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(seal.open("r1", 0, changed)) << i;
    EXPECT_FALSE(seal.open("r1", 0, sealed.substr(0, i))) << i;
  }
}

TEST(SegmentSeal, HasAKeyOfItsSize) {
  EXPECT_EQ(ErrorCode::kStoreFailed, SegmentSeal::with_key(Secret("short")).error().code);
}

}  // namespace
}  // namespace lw::store
