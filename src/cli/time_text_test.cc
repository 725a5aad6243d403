#include "cli/time_text.h"

#include <gtest/gtest.h>

namespace lw::cli {
namespace {

TEST(TimeText, IsReadBackAsItWasWritten) {
  const std::chrono::sys_seconds time(std::chrono::seconds(1'798'632'001));
  EXPECT_EQ("2026-12-30T12:00:01Z", time_text(time));
  EXPECT_EQ(time, *parse_time("2026-12-30T12:00:01Z"));
  EXPECT_EQ(time, *parse_time(" 2026-12-30 12:00:01 "));
}

TEST(TimeText, MayLeaveTheEndOut) {
  EXPECT_EQ("2026-02-28T00:00:00Z", time_text(*parse_time("2026-02-28")));
  EXPECT_EQ("2026-02-28T23:59:00Z", time_text(*parse_time("2026-02-28 23:59")));
}

TEST(TimeText, OfAnotherFormIsRefused) {
  for (const std::string_view text :
       {"", "yesterday", "2026-02-30", "2026-13-01", "2026-1-1", "2026-01-01T", "2026-01-01T24:00",
        "2026-01-01T10:60", "2026-01-01T10:00:00+1", "2026-01-01 10"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

}  // namespace
}  // namespace lw::cli
