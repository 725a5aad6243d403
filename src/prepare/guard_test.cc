#include "prepare/guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::prepare {
namespace {

using device::Transport;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Guard, ClosingTelnetLeavesSshToBeProved) {
  const AccessChange change = access_change({"-telnet"});
  EXPECT_THAT(change.closes, ElementsAre(Transport::kTelnet));
  EXPECT_THAT(ways_left(change).value(), ElementsAre(Transport::kSsh));
}

TEST(Guard, OpeningAWayClosesNone) {
  const AccessChange change = access_change({"+ssh"});
  EXPECT_THAT(change.opens, ElementsAre(Transport::kSsh));
  EXPECT_THAT(change.closes, IsEmpty());
}

TEST(Guard, ClosingEveryWayIsRefused) {
  EXPECT_EQ(ways_left(access_change({"-telnet", "-ssh"})).error().code, ErrorCode::kConflict);
}

TEST(Guard, WordsThatAreNoTransportAreLeftOut) {
  const AccessChange change = access_change({"+https", "", "+", "+rlogin"});
  EXPECT_THAT(change.opens, ElementsAre(Transport::kHttps));
  EXPECT_THAT(change.closes, IsEmpty());
}

const auto kBefore = configtext::Document::read(
    "aaa authorization console\nline con 0\nline vty 0 4\n login local\n transport input telnet "
    "ssh\nline vty 5 15\n password 7 x\n login authentication TERMINAL\n",
    configtext::Dialect::kIos);

TEST(Guard, RestoringGivesEveryVtyWhatItHad) {
  EXPECT_THAT(
      lines_that_restore(kBefore, {"line vty 0 4", "transport input ssh"}),
      ElementsAre("line vty 0 4", " login local", " transport input telnet ssh", "line vty 5 15",
                  " login authentication TERMINAL", " default transport input"));
}

TEST(Guard, RestoringTakesAwayTheAaaLinesThatWereAdded) {
  const auto lines = lines_that_restore(
      kBefore, {"username x secret y", "aaa new-model", "aaa authentication login default local"});
  EXPECT_THAT(std::vector(lines.begin(), lines.begin() + 4),
              ElementsAre("no aaa authentication login default local", "no aaa new-model",
                          "aaa authorization console", "line vty 0 4"));
}

}  // namespace
}  // namespace lw::prepare
