#include "procedure/value_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lw::procedure {
namespace {

struct ValueCase {
  const char* type;
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

TEST(ValueRules, EachTypeTakesWhatItsRuleSays) {
  const ValueCase cases[] = {
      {"name31", {"a", std::string(31, 'x')}, {"", std::string(32, 'x'), "a b", "a?", "a\nb"}},
      {"vty_line", {"0", "1180"}, {"1181", "-1", "a", "4 5", ""}},
      {"port", {"1", "65535"}, {"0", "65536", "22a"}},
      {"ipv4", {"192.0.2.1", "0.0.0.0"}, {"192.0.2", "192.0.2.256", "192.0.2.1/24", "::1"}},
      {"netmask", {"255.255.255.0", "0.0.0.0", "255.255.255.255"}, {"255.0.255.0", "0.0.0.255"}},
      {"hostname", {"r1", "edge-r1"}, {"1r", "-r", "r-", "r_1", std::string(64, 'r')}},
      {"domain",
       {"example.net", "lab", "4.example", std::string(63, 'a') + ".b"},
       {"a..b", ".a", "a.", "a b", "a.-b", "a-.b", "a_b", std::string(64, 'a') + ".b"}},
      {"username", {"jos\u00e9", std::string(64, 'x')}, {"jos\xe9", std::string(65, 'x')}},
      {"interval",
       {"5", "1:30", "1:0:15", "999"},
       {"0", "0:0", "1:60", "24:00", "1:2:3:4", "1::2", "1000:1:1"}},
      {"time", {"0:00", "23:59", "07:30"}, {"24:00", "12:60", "12", "12:5"}},
      {"month", {"jan", "December"}, {"13", "janu"}},
      {"day_of_week", {"mon", "sunday"}, {"8", "m"}},
      {"day_of_month", {"1", "31"}, {"0", "32"}},
      {"seconds_120", {"1", "120"}, {"0", "121"}},
      {"activation_key", {"0x1 0x2 0x3 0x4 0x5", "1 2 3 4"}, {"0x1", "1 2 3 4 5 6", "x y z w"}},
      {"secret", {"pa$$word!"}, {"two words", "a\rb", "what?"}},
      {"text", {"a b"}, {"a\nb", "\x03"}},
  };
  for (const ValueCase& one : cases) {
    for (const auto& value : one.good)
      EXPECT_TRUE(fits(one.type, value)) << one.type << " " << value;
    for (const auto& value : one.bad)
      EXPECT_FALSE(fits(one.type, value)) << one.type << " " << value;
  }
}

TEST(ValueRules, ARefusalNamesTheRuleAndNeverASecret) {
  Parameter lines{"first_line", "vty_line", {}, {}, false, false, false, "x"};
  EXPECT_EQ(check_value(lines, "1181").error().message,
            "parameter first_line: \"1181\" is not a vty line from 0 to 1180");
  Parameter password{"password", "secret", {}, {}, false, true, false, "x"};
  EXPECT_THAT(check_value(password, "hush hush").error().message,
              testing::Not(testing::HasSubstr("hush")));
}

}  // namespace
}  // namespace lw::procedure
