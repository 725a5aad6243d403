#include "session/echo.h"

#include <gtest/gtest.h>

namespace lw::session {
namespace {

std::string strip(std::string_view typed, std::string_view received, EchoFilter& filter) {
  std::string out;
  filter.expect(typed, 3);
  for (const char byte : received) filter.feed(std::string_view(&byte, 1), out);
  return out + filter.give_up();
}

TEST(EchoFilter, TakesTheEchoOutHoweverItIsWrapped) {
  for (const std::string_view echo : {"show version\r\n", "show ver\r\nsion\r\n",
                                      "show ver \rsion\r\r\n", "show ve\b\b\brsion\r\n"}) {
    SCOPED_TRACE(echo);
    EchoFilter filter;
    EXPECT_EQ(strip("show version", std::string(echo) + "text\r\nR1#", filter), "text\r\nR1#");
    EXPECT_TRUE(filter.seen());
  }
}

TEST(EchoFilter, LearnsTheWidthFromAWrap) {
  EchoFilter filter;
  (void)strip("show version", "show ver\r\nsion\r\n", filter);
  EXPECT_EQ(filter.width(), 11u);
}

TEST(EchoFilter, GivesBackWhatIsNoEcho) {
  EchoFilter filter;
  EXPECT_EQ(strip("show version", "\r\nshow me\r\n", filter), "\r\nshow me\r\n");
  EXPECT_FALSE(filter.seen());
  EXPECT_EQ(strip("show version", "show ver", filter), "show ver");
}

TEST(EchoLine, IsKnownBehindAPromptAndScrolled) {
  EXPECT_TRUE(is_echo_line("R1#show version", "R1#", "show version"));
  EXPECT_TRUE(is_echo_line("show version", "R1#", "show version"));
  EXPECT_TRUE(is_echo_line("R1#$ver | include uptime", "R1#", "show ver | include uptime"));
  EXPECT_FALSE(is_echo_line("R1#$e", "R1#", "show uptime"));
  EXPECT_FALSE(is_echo_line("version 15.2", "R1#", "show version"));
}

}  // namespace
}  // namespace lw::session
