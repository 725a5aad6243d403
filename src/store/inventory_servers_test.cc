#include <gtest/gtest.h>

#include <memory>

#include "store/store_testing.h"

namespace lw::store {
namespace {

class Servers : public OnBothStores {
 protected:
  void SetUp() override {
    OnBothStores::SetUp();
    if (IsSkipped()) return;
    inventory_ = std::make_unique<Inventory>(open().value());
  }
  static Server jump(const std::string& name, const std::string& through = "") {
    return {.name = name, .kind = "jump", .address = "192.0.2.1", .port = 2022, .jump = through};
  }

  std::unique_ptr<Inventory> inventory_;
};
LW_ON_BOTH_STORES(Servers);

TEST_P(Servers, AreKeptWithTheirCredentials) {
  ASSERT_TRUE(inventory_->add_server(
      jump("bastion"), {.username = "hop", .password = Secret("p"), .ssh_key = Secret("PEM")}));
  EXPECT_EQ(inventory_->add_server(jump("bastion"), {}).error().code, ErrorCode::kAlreadyExists);
  const auto found = inventory_->find_server("bastion");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->port, 2022);
  const auto credentials = inventory_->server_credentials("bastion");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->username, "hop");
  EXPECT_TRUE(credentials->ssh_key.equals(Secret("PEM")));

  Server moved = jump("bastion");
  moved.address = "192.0.2.2";
  ASSERT_TRUE(inventory_->update_server(moved));
  EXPECT_EQ(inventory_->list_servers()->front().address, "192.0.2.2");
  ASSERT_TRUE(inventory_->set_server_credentials("bastion", {.username = "other"}));
  EXPECT_TRUE(inventory_->server_credentials("bastion")->ssh_key.empty());

  ASSERT_TRUE(inventory_->remove_server("bastion"));
  EXPECT_EQ(inventory_->find_server("bastion").error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(inventory_->add_server(jump("bastion"), {}));
  EXPECT_TRUE(inventory_->server_credentials("bastion")->username.empty());
}

TEST_P(Servers, InUseAreNotRemovedAndTheUsersAreNamed) {
  ASSERT_TRUE(inventory_->add_server(jump("bastion"), {}));
  ASSERT_TRUE(inventory_->add(
      {.name = "r1", .platform = "cisco_ios", .address = "192.0.2.7", .jump = "bastion"}, {}));
  const auto refused = inventory_->remove_server("bastion");
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_NE(refused.error().message.find("r1"), std::string::npos);
  ASSERT_TRUE(inventory_->remove("r1"));
  EXPECT_TRUE(inventory_->remove_server("bastion"));
}

TEST_P(Servers, ChainsOfJumpHostsEnd) {
  EXPECT_EQ(inventory_->add_server(jump("b", "a"), {}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(inventory_->add_server(jump("a", "a"), {}).error().code, ErrorCode::kInvalidArgument);
  ASSERT_TRUE(inventory_->add_server(jump("a"), {}));
  ASSERT_TRUE(inventory_->add_server(jump("b", "a"), {}));
  ASSERT_TRUE(inventory_->add_server(jump("c", "b"), {}));
  const auto loop = inventory_->update_server(jump("a", "c"));
  EXPECT_EQ(loop.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(loop.error().message.find("does not end"), std::string::npos);
}

class TokenServers : public Servers {
 protected:
  static Server token_server(const std::string& name) {
    return {.name = name,
            .kind = "tms",
            .address = "192.0.2.5",
            .port = 21,
            .directory = "/srv/tokens",
            .public_key_file = "/etc/tms.pub",
            .file_name = "{device}_{mode}.cfg.lwt",
            .tls = true};
  }
};
LW_ON_BOTH_STORES(TokenServers);

TEST_P(TokenServers, AreKeptWithAllTheirSettings) {
  ASSERT_TRUE(inventory_->add_server(token_server("tms"), {.username = "u"}));
  const auto found = inventory_->find_server("tms");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->directory, "/srv/tokens");
  EXPECT_EQ(found->public_key_file, "/etc/tms.pub");
  EXPECT_EQ(found->file_name, "{device}_{mode}.cfg.lwt");
  EXPECT_TRUE(found->tls);
  Server changed = *found;
  changed.directory = "";
  changed.tls = false;
  ASSERT_TRUE(inventory_->update_server(changed));
  EXPECT_TRUE(inventory_->find_server("tms")->directory.empty());
  EXPECT_FALSE(inventory_->find_server("tms")->tls);
}

TEST_P(TokenServers, AreNamedByDevicesAndThenStay) {
  Device r1{.name = "r1", .platform = "cisco_ios", .address = "192.0.2.7", .token_server = "tms"};
  EXPECT_EQ(inventory_->add(r1, {}).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(inventory_->add_server(token_server("tms"), {}));
  ASSERT_TRUE(inventory_->add(r1, {}));
  EXPECT_EQ(inventory_->find("r1")->token_server, "tms");
  EXPECT_EQ(inventory_->list()->front().token_server, "tms");
  EXPECT_EQ(inventory_->remove_server("tms").error().code, ErrorCode::kConflict);
  r1.token_server.clear();
  ASSERT_TRUE(inventory_->update(r1));
  EXPECT_TRUE(inventory_->remove_server("tms"));
}

TEST_P(TokenServers, AreNoJumpHostsAndJumpHostsNoTokenServers) {
  ASSERT_TRUE(inventory_->add_server(token_server("tms"), {}));
  ASSERT_TRUE(inventory_->add_server(jump("bastion"), {}));
  const Device through{
      .name = "r1", .platform = "cisco_ios", .address = "192.0.2.7", .jump = "tms"};
  EXPECT_NE(inventory_->add(through, {}).error().message.find("no jump host"), std::string::npos);
  const Device to{
      .name = "r1", .platform = "cisco_ios", .address = "192.0.2.7", .token_server = "bastion"};
  EXPECT_NE(inventory_->add(to, {}).error().message.find("no token server"), std::string::npos);
}

TEST_P(TokenServers, WithoutAKeyOrWithOneFileForAllDevicesAreRefused) {
  Server one = token_server("tms");
  one.public_key_file.clear();
  EXPECT_FALSE(inventory_->add_server(one, {}));
  for (const char* name : {"", "same.cfg", "a/{device}", ".{device}", "{device}\n"}) {
    one = token_server("tms");
    one.file_name = name;
    EXPECT_EQ(inventory_->add_server(one, {}).error().code, ErrorCode::kInvalidArgument) << name;
  }
  one = token_server("tms");
  one.jump = "bastion";
  EXPECT_FALSE(inventory_->add_server(one, {}));
  Server hop = jump("bastion");
  hop.directory = "/srv";
  EXPECT_FALSE(inventory_->add_server(hop, {}));
}

}  // namespace
}  // namespace lw::store
