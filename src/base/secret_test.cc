#include "base/secret.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>
#include <utility>

namespace lw {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(!Printable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);

TEST(Secret, MovingLeavesNothingBehind) {
  Secret first(std::string("long enough not to be stored in place"));
  const Secret second = std::move(first);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
  EXPECT_EQ(second.reveal(), "long enough not to be stored in place");
}

TEST(Secret, EqualityComparesEveryByte) {
  EXPECT_TRUE(Secret("abc").equals(Secret("abc")));
  EXPECT_FALSE(Secret("abc").equals(Secret("abd")));
  EXPECT_FALSE(Secret("abc").equals(Secret("abcd")));
}

}  // namespace
}  // namespace lw
