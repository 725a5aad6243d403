#include "deploy/config_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::deploy {
namespace {

using ::testing::ElementsAre;

TEST(ConfigLines, EndWithEitherLineEndOrNone) {
  EXPECT_THAT(config_lines("hostname r1\r\n!\r\n no shutdown").value(),
              ElementsAre("hostname r1", "!", " no shutdown"));
  EXPECT_THAT(config_lines("a\nb\n").value(), ElementsAre("a", "b"));
}

TEST(ConfigLines, KeepTheBytesOfLatin1AndDropTheByteOrderMark) {
  EXPECT_THAT(config_lines("\xef\xbb\xbf"
                           "description caf\xe9\n")
                  .value(),
              ElementsAre("description caf\xe9"));
}

TEST(ConfigLines, RefuseUtf16AndNothing) {
  EXPECT_EQ(config_lines(std::string_view("\xff\xfeh\0", 4)).error().hint, "save it as UTF-8");
  EXPECT_EQ(config_lines(" \r\n\n").error().code, ErrorCode::kInvalidArgument);
  EXPECT_FALSE(config_lines(""));
}

}  // namespace
}  // namespace lw::deploy
