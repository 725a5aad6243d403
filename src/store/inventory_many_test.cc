// Many devices: changes that are stored together, pages, searches.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "store/store_testing.h"

namespace lw::store {
namespace {

class ManyDevices : public OnBothStores {
 protected:
  void SetUp() override {
    OnBothStores::SetUp();
    if (IsSkipped()) return;
    inventory_ = std::make_unique<Inventory>(open().value());
  }
  static DeviceChange adding(const std::string& name) {
    return {.device = {.name = name, .platform = "cisco_ios", .address = "192.0.2.1"},
            .credentials = DeviceCredentials{.username = "u", .password = Secret(name)}};
  }
  std::vector<std::string> names(const DeviceQuery& query) {
    std::vector<std::string> found;
    const auto devices = inventory_->list(query);
    EXPECT_TRUE(devices) << devices.error().message;
    for (const auto& device : *devices) found.push_back(device.name);
    return found;
  }

  std::unique_ptr<Inventory> inventory_;
};
LW_ON_BOTH_STORES(ManyDevices);

using Names = std::vector<std::string>;

TEST_P(ManyDevices, AreStoredTogetherButForThoseThatAreRefused) {
  ASSERT_TRUE(inventory_->add(adding("old").device, {}));
  std::vector<DeviceChange> changes;
  for (int i = 0; i < 600; ++i) changes.push_back(adding(fmt::format("d{:03}", i)));
  changes[7].device.name = "no good name";
  changes[8].device.jump = "nowhere";
  changes[9].device.name = "d001";  // twice
  changes[10].device.name = "old";
  changes[11].device.groups = {"dc1"};
  changes[11].device.ports = {{"ssh", 2222}};
  DeviceChange update = adding("old");
  update.kind = DeviceChange::Kind::kUpdate;
  update.device.notes = "changed";
  changes.push_back(update);
  update.device.name = "never-there";
  changes.push_back(update);
  DeviceChange module = adding("module");
  module.device.chassis = "d000";  // of the same call
  module.device.slot = 3;
  changes.push_back(module);

  const auto outcomes = inventory_->apply(changes);
  ASSERT_TRUE(outcomes) << outcomes.error().message;
  ASSERT_EQ(outcomes->size(), changes.size());
  const auto code = [&](std::size_t i) {
    return (*outcomes)[i] ? std::string("done") : std::string(name((*outcomes)[i].error().code));
  };
  EXPECT_EQ(code(0), "done");
  EXPECT_EQ(code(7), "InvalidArgument");
  EXPECT_EQ(code(8), "NotFound");
  EXPECT_EQ(code(9), "AlreadyExists");
  EXPECT_EQ(code(10), "AlreadyExists");
  EXPECT_EQ(code(600), "done");
  EXPECT_EQ(code(601), "NotFound");
  EXPECT_EQ(code(602), "done");
  EXPECT_EQ(inventory_->count().value_or(0), 1 + 600 - 4 + 1);
  EXPECT_EQ(inventory_->find("old")->notes, "changed");
  EXPECT_TRUE(inventory_->credentials("old")->password.equals(Secret("old")));
  EXPECT_TRUE(inventory_->credentials("d599")->password.equals(Secret("d599")));
  EXPECT_EQ(inventory_->find("d011")->ports.at("ssh"), 2222);
  EXPECT_EQ(names({.part_of = "d000"}), Names{"module"});
}

TEST_P(ManyDevices, AreListedPageByPage) {
  std::vector<DeviceChange> changes;
  for (int i = 0; i < 25; ++i) {
    changes.push_back(adding(fmt::format("d{:02}", i)));
    changes.back().device.ports = {{"ssh", static_cast<std::uint16_t>(1000 + i)}};
    changes.back().device.tags = {"all"};
  }
  ASSERT_TRUE(inventory_->apply(changes));
  EXPECT_EQ(names({.limit = 3}), (Names{"d00", "d01", "d02"}));
  EXPECT_EQ(names({.after = "d02", .limit = 2}), (Names{"d03", "d04"}));
  EXPECT_EQ(names({.after = "d23", .limit = 10}), Names{"d24"});
  EXPECT_TRUE(names({.after = "d24"}).empty());
  const auto page = inventory_->list({.after = "d09", .limit = 5});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->back().ports.at("ssh"), 1014);
  EXPECT_EQ(page->back().tags, std::set<std::string>{"all"});
  EXPECT_EQ(inventory_->count({.tag = "all", .limit = 5}).value_or(0), 25);
}

TEST_P(ManyDevices, HaveTheirOwnGroupsTagsAndPortsHoweverManyAreListed) {
  std::vector<DeviceChange> changes;
  for (int i = 0; i < 200; ++i) {
    DeviceChange change = adding(fmt::format("d{:03}", i));
    change.device.groups = {fmt::format("g{}", i), "all"};
    if (i % 2 == 0) change.device.tags = {fmt::format("t{}", i)};
    if (i % 3 == 0) change.device.ports = {{"ssh", static_cast<std::uint16_t>(1000 + i)}};
    changes.push_back(std::move(change));
  }
  ASSERT_TRUE(inventory_->apply(changes));
  for (const std::size_t most : {1, 2, 15, 16, 17, 127, 128, 129, 200}) {
    DeviceQuery query;
    query.limit = most;
    const auto devices = inventory_->list(query);
    ASSERT_TRUE(devices) << devices.error().message;
    ASSERT_EQ(devices->size(), most);
    for (std::size_t i = 0; i < most; ++i) {
      EXPECT_EQ((*devices)[i].groups, changes[i].device.groups) << i << " of " << most;
      EXPECT_EQ((*devices)[i].tags, changes[i].device.tags) << i << " of " << most;
      EXPECT_EQ((*devices)[i].ports, changes[i].device.ports) << i << " of " << most;
    }
  }
}

TEST_P(ManyDevices, AreFoundByWhatTheyAreCalledAndWhereTheyBelong) {
  auto one = adding("Berlin-core-1");
  one.device.groups = {"dc-berlin"};
  one.device.tags = {"critical"};
  one.device.site = "berlin";
  auto two = adding("paris-1");
  two.device.display_name = "Paris, second floor (100% new)";
  two.device.platform = "cisco_asa";
  auto three = adding("r3");
  three.device.address = "r3.Core.example";
  three.device.tags = {"core"};
  ASSERT_TRUE(inventory_->apply(std::vector{one, two, three}));
  EXPECT_EQ(names({.search = "CORE"}), (Names{"Berlin-core-1", "r3"}));
  EXPECT_EQ(names({.search = "second floor"}), Names{"paris-1"});
  EXPECT_EQ(names({.search = "100%"}), Names{"paris-1"});
  EXPECT_TRUE(names({.search = "1__%"}).empty());
  EXPECT_TRUE(names({.search = "_"}).empty());
  EXPECT_EQ(names({.search = "dc-"}), Names{"Berlin-core-1"});
  EXPECT_EQ(names({.group = "dc-berlin"}), Names{"Berlin-core-1"});
  EXPECT_EQ(names({.tag = "core"}), Names{"r3"});
  EXPECT_EQ(names({.platform = "cisco_asa"}), Names{"paris-1"});
  EXPECT_EQ(names({.search = "core", .site = "berlin"}), Names{"Berlin-core-1"});
}

TEST_P(ManyDevices, KeepEveryPropertyOfTheGuide) {
  ASSERT_TRUE(inventory_->add_server({.name = "aus1", .kind = "aus", .address = "192.0.2.9"}, {}));
  auto change = adding("fw1");
  Device& device = change.device;
  device.platform = "cisco_asa";
  device.address.clear();
  device.dynamic_address = true;
  device.host_name = "fw1-host";
  device.domain_name = "example.net";
  device.display_name = "Firewall, größter";
  device.image = "disk0:/asa917.bin";
  device.os_version = "9.1(7)";
  device.target_version = "9.8(4)";
  device.context_mode = "multiple";
  device.firewall_mode = "transparent";
  device.staging_server = "aus1";
  device.identity_form = "mac-address";
  device.identity = "0013.c480.82ce";
  device.cns_config_id = "a";
  device.cns_event_id = "b";
  device.cns_image_id = "c";
  device.supports_failover = "yes";
  device.supports_failover_from = "edited";
  device.groups = {"g1", "g2"};
  device.tags = {"t1"};
  ASSERT_TRUE(inventory_->add(device, {}));
  const auto found = inventory_->find("fw1");
  ASSERT_TRUE(found);
  EXPECT_TRUE(*found == device);
  EXPECT_EQ(names({.server = "aus1"}), Names{"fw1"});
  const auto removed = inventory_->remove_server("aus1");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::kConflict);

  auto context = adding("fw1.customer");
  context.device.address.clear();
  context.device.context_of = "fw1";
  context.device.context = "customer";
  ASSERT_TRUE(inventory_->add(context.device, {}));
  const auto parent = inventory_->remove("fw1");
  ASSERT_FALSE(parent);
  EXPECT_NE(parent.error().message.find("fw1.customer"), std::string::npos);
}

}  // namespace
}  // namespace lw::store
