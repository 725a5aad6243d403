#include "archive/varint.h"

#include <gtest/gtest.h>

#include <limits>

namespace lw::archive {
namespace {

constexpr auto kLargest = std::numeric_limits<std::uint64_t>::max();

TEST(Numbers, AreReadBackAsTheyWereWritten) {
  for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128},
                                     std::uint64_t{1} << 35, kLargest}) {
    std::string bytes;
    put_number(bytes, number);
    NumberReader reader(bytes);
    EXPECT_EQ(number, reader.number(kLargest));
    EXPECT_TRUE(reader.good());
    EXPECT_EQ(0u, reader.left());
  }
}

TEST(Numbers, OfEitherSignAreReadBack) {
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1},
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    std::string bytes;
    put_signed(bytes, number);
    NumberReader reader(bytes);
    EXPECT_EQ(number, reader.signed_number());
    EXPECT_TRUE(reader.good());
  }
}

TEST(Numbers, ThatAreTooLargeOrCutOffAreNoneAndStopTheReading) {
  for (const std::string_view bytes :
       {std::string_view(""), std::string_view("\x80"), std::string_view("\x09"),
        std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02")}) {
    NumberReader reader(bytes);
    EXPECT_EQ(0u, reader.number(8));
    EXPECT_FALSE(reader.good());
    EXPECT_EQ(0u, reader.number(kLargest));
  }
}

TEST(Texts, MayNotBeLongerThanWhatIsThere) {
  std::string bytes;
  put_text(bytes, "abc");
  NumberReader whole(bytes);
  EXPECT_EQ("abc", whole.text(3));
  NumberReader cut(std::string_view(bytes).substr(0, 3));
  EXPECT_EQ("", cut.text(3));
  EXPECT_FALSE(cut.good());
}

}  // namespace
}  // namespace lw::archive
