#include "session/ips_event_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::session {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const std::chrono::system_clock::time_point kNow{1'700'000'000s};

std::string query(std::string_view command) { return ips_event_query(command, kNow).value(); }

TEST(IpsEventQuery, AsksForEverythingThatIsThereUnlessToldOtherwise) {
  EXPECT_EQ(query("show events"), "events=evIdsAlert+evError+evStatus&force=yes&startTime=1");
}

TEST(IpsEventQuery, TakesAKindItsSeveritiesAndAnAge) {
  EXPECT_EQ(query("show events alert high medium past 00:30:00"),
            "events=evIdsAlert&alertSeverities=high+medium&force=yes&startTime="
            "1699998200000000000");
  EXPECT_EQ(query("show events status"), "events=evStatus&force=yes&startTime=1");
  EXPECT_EQ(query("show events past 9999:00:00"),
            "events=evIdsAlert+evError+evStatus&force=yes&startTime=1664003600000000000");
}

TEST(IpsEventQuery, NamesWhatItDoesNotUnderstand) {
  for (const char* command :
       {"show events alarm", "show events error high", "show events past", "show events past 1:2",
        "show events past 1:60:00", "show events past 00:00:01 more", "show events alert &x=1"}) {
    const auto refused = ips_event_query(command, kNow);
    ASSERT_FALSE(refused) << command;
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(refused.error().hint, HasSubstr("show events [alert"));
  }
}

}  // namespace
}  // namespace lw::session
