#include <gtest/gtest.h>

#include <memory>

#include "store/store_testing.h"

namespace lw::store {
namespace {

class Chassis : public OnBothStores {
 protected:
  void SetUp() override {
    OnBothStores::SetUp();
    if (IsSkipped()) return;
    inventory_ = std::make_unique<Inventory>(open().value());
  }
  static Device device(const std::string& name, const std::string& chassis = "",
                       std::uint32_t slot = 0) {
    return {.name = name,
            .platform = "cisco_ios",
            .address = "192.0.2.1",
            .chassis = chassis,
            .slot = slot};
  }
  ErrorCode code_of_adding(const Device& one) {
    const auto added = inventory_->add(one, {});
    return added ? ErrorCode::kInternal : added.error().code;
  }

  std::unique_ptr<Inventory> inventory_;
};
LW_ON_BOTH_STORES(Chassis);

TEST_P(Chassis, HasModulesInSlots) {
  ASSERT_TRUE(inventory_->add(device("sw1"), {}));
  ASSERT_TRUE(inventory_->add(device("fw1", "sw1", 6), {}));
  EXPECT_EQ(inventory_->find("fw1")->chassis, "sw1");
  EXPECT_EQ(inventory_->find("fw1")->slot, 6U);
  EXPECT_EQ(inventory_->list()->front().slot, 6U);
  ASSERT_TRUE(inventory_->update(device("fw1", "sw1", 7)));
  EXPECT_EQ(inventory_->find("fw1")->slot, 7U);
  ASSERT_TRUE(inventory_->update(device("fw1")));
  EXPECT_EQ(inventory_->find("fw1")->chassis, "");
}

TEST_P(Chassis, IsThereAndIsNoModuleItself) {
  EXPECT_EQ(code_of_adding(device("fw1", "sw1", 6)), ErrorCode::kNotFound);
  ASSERT_TRUE(inventory_->add(device("sw1"), {}));
  ASSERT_TRUE(inventory_->add(device("fw1", "sw1", 6), {}));
  EXPECT_EQ(code_of_adding(device("fw2", "fw1", 2)), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of_adding(device("fw3", "fw3", 2)), ErrorCode::kInvalidArgument);
  ASSERT_TRUE(inventory_->add(device("sw2"), {}));
  EXPECT_EQ(inventory_->update(device("sw1", "sw2", 3)).error().code, ErrorCode::kInvalidArgument);
}

TEST_P(Chassis, GoesTogetherWithASlotThatThereIs) {
  ASSERT_TRUE(inventory_->add(device("sw1"), {}));
  EXPECT_EQ(code_of_adding(device("fw1", "sw1")), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of_adding(device("fw1", "", 6)), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of_adding(device("fw1", "sw1", 14)), ErrorCode::kInvalidArgument);
}

TEST_P(Chassis, IsNotRemovedBeforeItsModules) {
  ASSERT_TRUE(inventory_->add(device("sw1"), {}));
  ASSERT_TRUE(inventory_->add(device("fw1", "sw1", 6), {}));
  const auto refused = inventory_->remove("sw1");
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_NE(refused.error().message.find("fw1"), std::string::npos);
  ASSERT_TRUE(inventory_->remove("fw1"));
  EXPECT_TRUE(inventory_->remove("sw1"));
}

}  // namespace
}  // namespace lw::store
