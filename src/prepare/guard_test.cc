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

TEST(Guard, ReopeningGivesEveryVtyWhatItHad) {
  const auto running = configtext::Document::read(
      "line con 0\nline vty 0 4\n login local\n transport input telnet ssh\nline vty 5 15\n "
      "login\n",
      configtext::Dialect::kIos);
  EXPECT_THAT(lines_that_reopen(running), ElementsAre("line vty 0 4", " transport input telnet ssh",
                                                      "line vty 5 15", " default transport input"));
}

}  // namespace
}  // namespace lw::prepare
