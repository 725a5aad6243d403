#include <gtest/gtest.h>

#include "base/temporary_folder.h"
#include "store/inventory.h"

namespace lw::store {
namespace {

class Servers : public testing::Test {
 protected:
  static Server jump(const std::string& name, const std::string& through = "") {
    return {.name = name, .kind = "jump", .address = "192.0.2.1", .port = 2022, .jump = through};
  }

  TemporaryFolder folder_;
  Inventory inventory_ = Inventory::open(folder_.path()).value();
};

TEST_F(Servers, AreKeptWithTheirCredentials) {
  ASSERT_TRUE(inventory_.add_server(
      jump("bastion"), {.username = "hop", .password = Secret("p"), .ssh_key = Secret("PEM")}));
  EXPECT_EQ(inventory_.add_server(jump("bastion"), {}).error().code, ErrorCode::kAlreadyExists);
  const auto found = inventory_.find_server("bastion");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->port, 2022);
  const auto credentials = inventory_.server_credentials("bastion");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->username, "hop");
  EXPECT_TRUE(credentials->ssh_key.equals(Secret("PEM")));

  Server moved = jump("bastion");
  moved.address = "192.0.2.2";
  ASSERT_TRUE(inventory_.update_server(moved));
  EXPECT_EQ(inventory_.list_servers()->front().address, "192.0.2.2");
  ASSERT_TRUE(inventory_.set_server_credentials("bastion", {.username = "other"}));
  EXPECT_TRUE(inventory_.server_credentials("bastion")->ssh_key.empty());

  ASSERT_TRUE(inventory_.remove_server("bastion"));
  EXPECT_EQ(inventory_.find_server("bastion").error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(inventory_.add_server(jump("bastion"), {}));
  EXPECT_TRUE(inventory_.server_credentials("bastion")->username.empty());
}

TEST_F(Servers, InUseAreNotRemovedAndTheUsersAreNamed) {
  ASSERT_TRUE(inventory_.add_server(jump("bastion"), {}));
  ASSERT_TRUE(inventory_.add(
      {.name = "r1", .platform = "cisco_ios", .address = "192.0.2.7", .jump = "bastion"}, {}));
  const auto refused = inventory_.remove_server("bastion");
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_NE(refused.error().message.find("r1"), std::string::npos);
  ASSERT_TRUE(inventory_.remove("r1"));
  EXPECT_TRUE(inventory_.remove_server("bastion"));
}

TEST_F(Servers, ChainsOfJumpHostsEnd) {
  EXPECT_EQ(inventory_.add_server(jump("b", "a"), {}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(inventory_.add_server(jump("a", "a"), {}).error().code, ErrorCode::kInvalidArgument);
  ASSERT_TRUE(inventory_.add_server(jump("a"), {}));
  ASSERT_TRUE(inventory_.add_server(jump("b", "a"), {}));
  ASSERT_TRUE(inventory_.add_server(jump("c", "b"), {}));
  const auto loop = inventory_.update_server(jump("a", "c"));
  EXPECT_EQ(loop.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(loop.error().message.find("does not end"), std::string::npos);
}

}  // namespace
}  // namespace lw::store
