#include "platform/undo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/platform.h"

namespace lw::platform {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

TEST(Undo, OfARouterTakesBackTheConfigurationBeforeItReloads) {
  const auto registry = Registry::load().value();
  for (const char* name : {"cisco_ios", "cisco_xe"}) {
    EXPECT_THAT((*registry.find(name))->undo,
                ElementsAre(Field(&Undo::id, "revert-timer"), Field(&Undo::id, "reload")));
  }
  EXPECT_THAT((*registry.find("cisco_pix"))->undo, IsEmpty());
}

TEST(Undo, IsSeenPendingInTheDevicesAnswer) {
  const auto registry = Registry::load().value();
  const auto& undo = (*registry.find("cisco_ios"))->undo;
  // Facts 2.6; what `show reload` says of a pending one is inferred.
  EXPECT_TRUE(undo[0].pending.found_in("Timer value: 3 min"));
  EXPECT_FALSE(undo[0].pending.found_in("%No Rollback Confirmed Change pending"));
  EXPECT_TRUE(undo[1].pending.found_in("Reload scheduled for 10:05:00 UTC (in 5 minutes) by vty0"));
  EXPECT_FALSE(undo[1].pending.found_in("No reload is scheduled."));
}

}  // namespace
}  // namespace lw::platform
