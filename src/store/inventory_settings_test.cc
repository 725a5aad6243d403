#include <gtest/gtest.h>

#include "store/store_testing.h"

namespace lw::store {
namespace {

class Settings : public OnBothStores {};
LW_ON_BOTH_STORES(Settings);

TEST_P(Settings, DefaultTransportsAreReplacedAndCleared) {
  auto inventory = open().value();
  ASSERT_TRUE(inventory.set_transport_default({"cisco_ios", "12.3+", "ssh"}));
  ASSERT_TRUE(inventory.set_transport_default({"cisco_ios", "12.3+", "telnet"}));
  const auto all = inventory.transport_defaults();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->front().transport, "telnet");
  ASSERT_TRUE(inventory.clear_transport_default("cisco_ios", "12.3+"));
  EXPECT_TRUE(inventory.transport_defaults()->empty());
}

TEST_P(Settings, LimitsAreReplacedAndLifted) {
  auto inventory = open().value();
  ASSERT_TRUE(inventory.set_session_limit({"site", "berlin", 5}));
  ASSERT_TRUE(inventory.set_session_limit({"site", "berlin", 7}));
  ASSERT_TRUE(inventory.set_session_limit({"aaa", "tacacs-1", 20}));
  EXPECT_EQ(inventory.set_session_limit({"device", "r1", 1}).error().code,
            ErrorCode::kInvalidArgument);
  const auto all = inventory.session_limits();
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->front().name, "tacacs-1");
  EXPECT_EQ(all->back().sessions, 7U);
  ASSERT_TRUE(inventory.set_session_limit({"aaa", "tacacs-1", 0}));
  EXPECT_EQ(inventory.session_limits()->size(), 1U);
}

}  // namespace
}  // namespace lw::store
