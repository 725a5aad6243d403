#include "net/endpoint.h"

#include <gtest/gtest.h>

namespace lw::net {
namespace {

TEST(Endpoint, ReadsEachFormAndPrintsItBack) {
  struct Case {
    std::string text;
    Endpoint endpoint;
    std::string printed;
  };
  for (const auto& [text, endpoint, printed] : {
           Case{"r1.example", {"r1.example", 22}, "r1.example:22"},
           Case{"192.0.2.1:2301", {"192.0.2.1", 2301}, "192.0.2.1:2301"},
           Case{"2001:db8::1", {"2001:db8::1", 22}, "[2001:db8::1]:22"},
           Case{"[2001:db8::1]", {"2001:db8::1", 22}, "[2001:db8::1]:22"},
           Case{"[2001:db8::1]:23", {"2001:db8::1", 23}, "[2001:db8::1]:23"},
       }) {
    const auto read = parse_endpoint(text, 22);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, endpoint);
    EXPECT_EQ(to_string(*read), printed);
  }
}

TEST(Endpoint, RefusesWhatIsNone) {
  for (const auto* text : {"", ":22", "r1:", "r1:0", "r1:65536", "r1:22x", "[::1", "[::1]22", "a b",
                           "user@r1", "r1\n", "http://r1"}) {
    const auto read = parse_endpoint(text, 22);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_FALSE(parse_endpoint(std::string(300, 'a'), 22));
}

}  // namespace
}  // namespace lw::net
