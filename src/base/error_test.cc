#include "base/error.h"

#include <gtest/gtest.h>

#include "base/result.h"

namespace lw {
namespace {

TEST(Error, ContextIsPutInFrontAndCodeAndHintAreKept) {
  const Error error = Error{ErrorCode::kTimeout, "no prompt", "raise --timeout"}.with_context("r1");
  EXPECT_EQ(error.message, "r1: no prompt");
  EXPECT_EQ(error.code, ErrorCode::kTimeout);
  EXPECT_EQ(error.hint, "raise --timeout");
}

TEST(Error, EveryCodeHasItsOwnName) {
  EXPECT_EQ(name(ErrorCode::kInvalidArgument), "InvalidArgument");
  EXPECT_EQ(name(ErrorCode::kHostKeyChanged), "HostKeyChanged");
  EXPECT_EQ(name(ErrorCode::kInternal), "Internal");
}

TEST(Error, ARefusedLoginIsNeverRetried) {
  EXPECT_FALSE(traits(ErrorCode::kLoginRefused).retry);
  EXPECT_FALSE(traits(ErrorCode::kHostKeyChanged).retry);
  EXPECT_TRUE(traits(ErrorCode::kTimeout).retry);
}

Result<int> half(int n) {
  if (n % 2 != 0) return failure(ErrorCode::kInvalidArgument, "odd");
  return n / 2;
}
Result<int> quarter(int n) {
  LW_ASSIGN(const int once, half(n));
  LW_TRY(half(once));
  return half(once);
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "odd");
  EXPECT_EQ(quarter(3).error().message, "odd");
}

}  // namespace
}  // namespace lw
