#include "net/digest.h"

#include <gtest/gtest.h>

namespace lw::net {
namespace {

// FIPS 180-2, appendix B.1.
TEST(Digest, IsThatOfTheStandard) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace lw::net
