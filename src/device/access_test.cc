#include "device/access.h"

#include <gtest/gtest.h>

#include "base/temporary_folder.h"

namespace lw::device {
namespace {

class AccessTest : public testing::Test {
 protected:
  AccessTest() {
    store::Device firewall{.name = "fw", .platform = "cisco_asa", .address = "192.0.2.1"};
    firewall.ports = {{"ssh", 2222}};
    firewall.transport = "ssh";
    EXPECT_TRUE(inventory_.add(firewall, {.username = "ops", .password = Secret("of-the-fw")}));
  }
  store::Device context(const std::string& name) {
    store::Device device{.name = "fw." + name, .platform = "cisco_asa"};
    device.context_of = "fw";
    device.context = name;
    return device;
  }
  Result<Access> access_to(const store::Device& device,
                           const store::DeviceCredentials& credentials = {}) {
    EXPECT_TRUE(inventory_.add(device, credentials));
    return access_of(inventory_, device, registry_, policy_);
  }

  TemporaryFolder folder_;
  store::Inventory inventory_ = store::Inventory::open(folder_.path() / "data").value();
  platform::Registry registry_ = platform::Registry::load().value();
  TransportPolicy policy_ = TransportPolicy::load(inventory_).value();
};

TEST_F(AccessTest, AContextIsReachedAsItsFirewallIsAndKeepsItsName) {
  const auto access = access_to(context("a"));
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_EQ(access->device.name, "fw.a");
  EXPECT_EQ(access->device.address, "") << "its entry is its own";
  EXPECT_EQ(access->context, "a");
  EXPECT_EQ(access->transport, Transport::kSsh);
  EXPECT_EQ(access->credentials.username, "ops");
  const Access there = by_firewall(*access);
  EXPECT_EQ(there.device.name, "fw.a");
  EXPECT_EQ(there.device.context_of, "fw");
  EXPECT_EQ(endpoint_of(there.device, there.transport)->host, "192.0.2.1");
  EXPECT_EQ(endpoint_of(there.device, there.transport)->port, 2222);
}

TEST_F(AccessTest, AContextMayHaveALoginAndATransportOfItsOwn) {
  store::Device own = context("b");
  own.transport = "https";
  const auto access = access_to(own, {.username = "inner", .password = Secret("of-b")});
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_EQ(access->credentials.username, "inner");
  EXPECT_EQ(access->transport, Transport::kHttps);
}

TEST_F(AccessTest, AKeyIsALoginOfItsOwn) {
  const auto access = access_to(context("k"), {.ssh_key = Secret("a private key")});
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_EQ(access->credentials.username, "");
  EXPECT_EQ(access->credentials.ssh_key.reveal(), "a private key");
}

TEST_F(AccessTest, AnEnablePasswordAloneIsNone) {
  const auto access = access_to(context("e"), {.enable_password = Secret("of-the-context")});
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_EQ(access->credentials.username, "ops");
}

TEST_F(AccessTest, AContextWithAnAddressOfItsOwnIsReachedThere) {
  store::Device direct = context("c");
  direct.address = "192.0.2.99";
  const auto access = access_to(direct);
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_EQ(access->firewall, nullptr);
  EXPECT_EQ(access->context, "");
}

TEST_F(AccessTest, ADeviceThatIsNoContextIsReachedAsItIs) {
  const auto access = access_of(inventory_, inventory_.find("fw").value(), registry_, policy_);
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_EQ(by_firewall(*access).device.name, "fw");
  EXPECT_EQ(access->context, "");
}

}  // namespace
}  // namespace lw::device
