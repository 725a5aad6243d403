#include "store/discoveries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "store/store_testing.h"

namespace lw::store {
namespace {

using testing::ElementsAre;
using testing::Pair;

class DiscoveriesTest : public OnBothStores {
 protected:
  void SetUp() override {
    OnBothStores::SetUp();
    if (IsSkipped()) return;
    inventory_ = std::make_unique<Inventory>(open().value());
    ASSERT_TRUE(inventory_->add(device_, {}));
  }
  DiscoveryRecord record() {
    DiscoveryRecord record;
    record.taken_at = "2026-11-30T12:00:00Z";
    record.transport = "ssh";
    record.facts = {{"model", "ASA5520"}, {"os_version", "8.4(1)"}};
    record.refused = {{"show firewall", "ERROR: % Invalid input"}};
    record.answers = {{"licence", "show activation-key", "line one\nline two"},
                      {"version", "show version", ""}};
    record.readiness = {{"asa-https", false, {"http server enable", "a user"}},
                        {"line-endings", true, {}}};
    return record;
  }
  Device context(const std::string& name) {
    Device child{.name = "fw." + name, .platform = "cisco_asa"};
    child.context_of = "fw";
    child.context = name;
    return child;
  }

  Device device_{.name = "fw", .platform = "cisco_asa", .address = "192.0.2.1"};
  std::unique_ptr<Inventory> inventory_;
};
LW_ON_BOTH_STORES(DiscoveriesTest);

TEST_P(DiscoveriesTest, AreFoundAsTheyWereKept) {
  Discoveries discoveries(*inventory_);
  EXPECT_FALSE(discoveries.find("fw").value());
  const auto kept = discoveries.keep(device_, {}, record());
  ASSERT_TRUE(kept) << kept.error().message;
  const auto found = discoveries.find("fw").value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->taken_at, "2026-11-30T12:00:00Z");
  EXPECT_EQ(found->transport, "ssh");
  EXPECT_EQ(found->facts, record().facts);
  EXPECT_EQ(found->refused, record().refused);
  ASSERT_EQ(found->answers.size(), 2U);
  EXPECT_EQ(found->answers[0].text, "line one\nline two");
  ASSERT_EQ(found->readiness.size(), 2U);
  EXPECT_THAT(found->readiness[0].missing, ElementsAre("http server enable", "a user"));
  EXPECT_TRUE(found->readiness[1].ready);
}

TEST_P(DiscoveriesTest, TakeThePlaceOfTheOneBefore) {
  Discoveries discoveries(*inventory_);
  ASSERT_TRUE(discoveries.keep(device_, {}, record()));
  DiscoveryRecord later;
  later.taken_at = "2026-12-01T12:00:00Z";
  later.facts = {{"model", "ASA5540"}};
  ASSERT_TRUE(discoveries.keep(device_, {}, later));
  const auto found = discoveries.find("fw").value();
  EXPECT_THAT(found->facts, ElementsAre(Pair("model", "ASA5540")));
  EXPECT_TRUE(found->answers.empty());
  EXPECT_TRUE(found->readiness.empty());
}

TEST_P(DiscoveriesTest, ChangeOnlyWhatTheyCanTellOfTheEntry) {
  Discoveries discoveries(*inventory_);
  Device seen = device_;
  seen.address = "198.51.100.9";
  seen.os_version = "8.4(1)";
  seen.host_name = "inner";
  seen.supports_failover = "yes";
  seen.supports_failover_from = "discovered";
  ASSERT_TRUE(discoveries.keep(seen, {}, record()));
  Device kept = inventory_->find("fw").value();
  EXPECT_EQ(kept.address, "192.0.2.1");
  EXPECT_EQ(kept.os_version, "8.4(1)");
  EXPECT_EQ(kept.host_name, "inner");
  EXPECT_EQ(kept.supports_failover, "yes");

  kept.supports_failover = "no";
  kept.supports_failover_from = "edited";
  ASSERT_TRUE(inventory_->update(kept));
  ASSERT_TRUE(discoveries.keep(seen, {}, record()));
  EXPECT_EQ(inventory_->find("fw").value().supports_failover, "no")
      << "somebody had set it while the device was asked";
}

TEST_P(DiscoveriesTest, AddTheDevicesThatWereFoundInIt) {
  ASSERT_TRUE(inventory_->add({.name = "fw.b", .platform = "frr", .address = "192.0.2.2"}, {}));
  const auto taken = Discoveries(*inventory_).keep(device_, {context("a"), context("b")}, record());
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_THAT(*taken, ElementsAre("fw.b")) << "another device has the name";
  EXPECT_EQ(inventory_->find("fw.a").value().context, "a");
  EXPECT_EQ(inventory_->find("fw.b").value().platform, "frr");
}

TEST_P(DiscoveriesTest, OfADeviceThatIsGoneLeaveNothing) {
  Discoveries discoveries(*inventory_);
  ASSERT_TRUE(discoveries.keep(device_, {}, record()));
  ASSERT_TRUE(inventory_->remove("fw"));
  const auto kept = discoveries.keep(device_, {context("a")}, record());
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(discoveries.find("fw").value());
  EXPECT_FALSE(inventory_->find("fw.a"));
}

}  // namespace
}  // namespace lw::store
