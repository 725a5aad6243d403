#include <gtest/gtest.h>

#include <memory>

#include "store/store_testing.h"

namespace lw::store {
namespace {

class CredentialSets : public OnBothStores {
 protected:
  void SetUp() override {
    OnBothStores::SetUp();
    if (IsSkipped()) return;
    inventory_ = std::make_unique<Inventory>(open().value());
    for (const char* name : {"core", "branch", "site"}) {
      ASSERT_TRUE(inventory_->add_credential_set(
          {.name = name}, {.username = name, .password = Secret(std::string(name) + "-pw")}));
    }
  }
  Device add(const std::string& name, std::set<std::string> groups, const std::string& set = "",
             const DeviceCredentials& own = {}) {
    const Device device{.name = name,
                        .platform = "cisco_ios",
                        .address = "192.0.2.1",
                        .credential_set = set,
                        .groups = std::move(groups)};
    const auto added = inventory_->add(device, own);
    EXPECT_TRUE(added) << added.error().message;
    return device;
  }
  std::string login_of(const Device& device) {
    const auto login = inventory_->login_of(device);
    if (!login) return std::string(name(login.error().code));
    return login->credentials.username + " from " + login->from;
  }

  std::unique_ptr<Inventory> inventory_;
};
LW_ON_BOTH_STORES(CredentialSets);

TEST_P(CredentialSets, AreTakenFromTheNearestThatHasOne) {
  const Device own = add("own", {"dc"}, "core", {.username = "self", .password = Secret("p")});
  const Device with_set = add("with-set", {"dc"}, "core");
  const Device in_group = add("in-group", {"dc", "lab"});
  const Device plain = add("plain", {});
  EXPECT_EQ(login_of(plain), " from ");
  ASSERT_TRUE(inventory_->set_credential_use({.group = "dc", .set = "branch"}));
  ASSERT_TRUE(inventory_->set_credential_use({.set = "site"}));
  EXPECT_EQ(login_of(own), "self from the device");
  EXPECT_EQ(login_of(with_set), "core from set core");
  EXPECT_EQ(login_of(in_group), "branch from set branch of group dc");
  EXPECT_EQ(login_of(plain), "site from set site, the default one");
  ASSERT_TRUE(inventory_->set_credential_use({.set = ""}));
  EXPECT_EQ(login_of(plain), " from ");
}

TEST_P(CredentialSets, OfTwoGroupsMustNotDiffer) {
  const Device both = add("both", {"a", "b"});
  ASSERT_TRUE(inventory_->set_credential_use({.group = "a", .set = "core"}));
  ASSERT_TRUE(inventory_->set_credential_use({.group = "b", .set = "branch"}));
  EXPECT_EQ(login_of(both), "Conflict");
  ASSERT_TRUE(inventory_->set_credential_use({.group = "b", .set = "core"}));
  EXPECT_EQ(login_of(both), "core from set core of group a");
}

TEST_P(CredentialSets, KeepAnEnablePasswordOfTheDeviceItself) {
  const Device device = add("r1", {}, "core", {.enable_password = Secret("mine")});
  const auto login = inventory_->login_of(device);
  ASSERT_TRUE(login && login->credentials.enable_password);
  EXPECT_EQ(login->credentials.username, "core");
  EXPECT_TRUE(login->credentials.enable_password->equals(Secret("mine")));
}

TEST_P(CredentialSets, AreNotRemovedWhileTheyAreUsed) {
  add("r1", {}, "core");
  ASSERT_TRUE(inventory_->set_credential_use({.group = "dc", .set = "branch"}));
  const auto of_device = inventory_->remove_credential_set("core");
  ASSERT_FALSE(of_device);
  EXPECT_EQ(of_device.error().code, ErrorCode::kConflict);
  EXPECT_NE(of_device.error().message.find("r1"), std::string::npos);
  const auto of_group = inventory_->remove_credential_set("branch");
  ASSERT_FALSE(of_group);
  EXPECT_NE(of_group.error().message.find("group dc"), std::string::npos);
  EXPECT_TRUE(inventory_->remove_credential_set("site"));
  EXPECT_EQ(inventory_->find_credential_set("site").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(inventory_->list_credential_sets()->size(), 2U);
}

TEST_P(CredentialSets, MustExistBeforeADeviceUsesThem) {
  const auto added = inventory_->add(
      {.name = "r1", .platform = "frr", .address = "::1", .credential_set = "nowhere"}, {});
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace lw::store
