#include "store/leases.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/store_testing.h"

namespace lw::store {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

class LeasesInStore : public OnBothStores {
 protected:
  void SetUp() override {
    OnBothStores::SetUp();
    if (IsSkipped()) return;
    inventory_ = std::make_unique<Inventory>(open().value());
  }
  Leases leases() { return Leases(inventory_->database()); }

  std::unique_ptr<Inventory> inventory_;
};
LW_ON_BOTH_STORES(LeasesInStore);

TEST_P(LeasesInStore, HaveTokensThatGrowWhoeverGetsThem) {
  for (std::int64_t token = 1; token <= 3; ++token) {
    const auto lease = leases().acquire("r1", "me", hours(1));
    ASSERT_TRUE(lease) << lease.error().message;
    EXPECT_EQ(lease->token, token);
    EXPECT_EQ(leases().acquire("r1", "you", hours(1)).error().code, ErrorCode::kConflict);
    ASSERT_TRUE(leases().release(*lease));
  }
  EXPECT_TRUE(leases().list()->empty());
}

TEST_P(LeasesInStore, OfAnotherRunChangeNothingWhenTheyAreGivenBackOrRenewed) {
  const auto old = leases().acquire("r1", "me", milliseconds(0));  // ran out at once
  ASSERT_TRUE(old);
  const auto lease = leases().acquire("r1", "you", hours(1));
  ASSERT_TRUE(lease) << lease.error().message;
  ASSERT_TRUE(leases().release(*old));
  const Lease both[] = {*old, *lease};
  const auto renewed = leases().renew(both, hours(1));
  ASSERT_TRUE(renewed);
  EXPECT_FALSE((*renewed)[0]);
  EXPECT_TRUE((*renewed)[1]);
  ASSERT_EQ(leases().list()->size(), 1U);
  EXPECT_EQ(leases().list()->front().holder, "you");
  EXPECT_FALSE(leases().check(*old));
  EXPECT_TRUE(leases().check(*lease));
}

TEST_P(LeasesInStore, KeepAWriterThatHasLostItsLeaseFromStoring) {
  const Device device{.name = "r1", .platform = "frr", .address = "::1"};
  ASSERT_TRUE(inventory_->add(device, {}));
  const auto old = leases().acquire("r1", "me", milliseconds(0));
  const auto lease = leases().acquire("r1", "you", hours(1));
  Device changed = device;
  changed.transport = "telnet";
  const auto refused = inventory_->update_as_writer(changed, {}, *old);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(inventory_->find("r1")->transport, "");
  EXPECT_TRUE(inventory_->update_as_writer(changed, {}, *lease));
  EXPECT_EQ(inventory_->find("r1")->transport, "telnet");
}

TEST_P(LeasesInStore, GoToOneOfManyThatAskTogether) {
  constexpr int kAsking = 6;
  int got = 0;
  {
    std::mutex mutex;
    std::vector<std::jthread> threads;
    for (int i = 0; i < kAsking; ++i) {
      threads.emplace_back([&] {
        auto inventory = open();
        ASSERT_TRUE(inventory) << inventory.error().message;
        const auto lease = Leases(inventory->database()).acquire("r1", "one", hours(1));
        const std::lock_guard lock(mutex);
        got += lease ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(got, 1);
}

}  // namespace
}  // namespace lw::store
