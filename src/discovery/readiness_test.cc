#include "discovery/readiness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::discovery {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ReadinessTest : public testing::Test {
 protected:
  std::vector<Readiness> of(const char* platform, std::string version, std::string text) {
    auto all = readiness_of(library_, {registry_.find(platform).value(), std::move(version)},
                            std::move(text));
    EXPECT_TRUE(all.has_value()) << (all ? "" : all.error().message);
    return all.value_or(std::vector<Readiness>{});
  }
  static const Readiness* find(const std::vector<Readiness>& all, std::string_view id) {
    for (const Readiness& one : all) {
      if (one.procedure == id) return &one;
    }
    return nullptr;
  }
  platform::Registry registry_ = platform::Registry::load().value();
  procedure::Library library_ = procedure::Library::load().value();
};

TEST_F(ReadinessTest, SaysWhatIsMissing) {
  const auto all = of("cisco_ios", "15.2(4)M6", "hostname r1\nline vty 0 4\n login\n");
  const Readiness* ssh = find(all, "ios-ssh");
  ASSERT_NE(ssh, nullptr);
  EXPECT_FALSE(ssh->ready);
  EXPECT_THAT(ssh->missing, Not(IsEmpty()));
}

TEST_F(ReadinessTest, SpeaksOnlyOfWhatAppliesToTheFamily) {
  for (const Readiness& one : of("cisco_asa", "8.4(1)", "hostname fw\n")) {
    EXPECT_THAT(one.procedure, Not(HasSubstr("ios")));
  }
  EXPECT_THAT(of("cisco_asa", "8.4(1)", "hostname fw\n"), Not(IsEmpty()));
}

TEST_F(ReadinessTest, TakesAnyTextForAConfiguration) {
  for (const char* text : {"", "\x01\xff\n", "banner motd ^C\nno end"}) {
    for (const auto& platform : registry_.all()) {
      EXPECT_TRUE(readiness_of(library_, {platform, ""}, text).has_value()) << platform->name;
    }
  }
}

}  // namespace
}  // namespace lw::discovery
