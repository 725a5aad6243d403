#include "discovery/properties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::discovery {
namespace {

using platform::Child;
using platform::ChildKind;
using store::Device;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

Device firewall() { return {.name = "fw", .platform = "cisco_asa", .address = "192.0.2.1"}; }
Child context(std::string name) { return {ChildKind::kContext, "", std::move(name), 0}; }
Child module(unsigned slot) { return {ChildKind::kModule, "cisco_fwsm", "", slot}; }

TEST(Properties, AreTakenFromTheFactsOfTheirNames) {
  const auto update = take_over(firewall(), {{"os_version", "8.4(1)"},
                                             {"host_name", "fw-inner"},
                                             {"image", "disk0:/asa.bin"},
                                             {"firewall_mode", "routed"},
                                             {"context_mode", "multiple"},
                                             {"uptime", "3 days"}});
  EXPECT_EQ(update.device.os_version, "8.4(1)");
  EXPECT_EQ(update.device.host_name, "fw-inner");
  EXPECT_EQ(update.device.image, "disk0:/asa.bin");
  EXPECT_EQ(update.device.context_mode, "multiple");
  EXPECT_EQ(update.device.firewall_mode, "routed");
  EXPECT_EQ(update.changed.size(), 5U);
}

TEST(Properties, ThatAreNotToldStayAndThoseThatDifferAreNamed) {
  Device device = firewall();
  device.os_version = "8.2(5)";
  device.domain_name = "example.net";
  const auto update = take_over(device, {{"os_version", "8.4(1)"}});
  EXPECT_EQ(update.device.domain_name, "example.net");
  EXPECT_THAT(update.changed, ElementsAre("os_version: 8.4(1), was 8.2(5)"));
  EXPECT_THAT(take_over(update.device, {{"os_version", "8.4(1)"}}).changed, IsEmpty());
}

TEST(Properties, WhetherFailoverIsSupportedStaysWhereSomebodySetIt) {
  auto update = take_over(firewall(), {{"supports_failover", "yes"}});
  EXPECT_EQ(update.device.supports_failover, "yes");
  EXPECT_EQ(update.device.supports_failover_from, "discovered");
  update = take_over(update.device, {{"supports_failover", "no"}});
  EXPECT_EQ(update.device.supports_failover, "no") << "what was discovered may change";

  update.device.supports_failover = "yes";
  update.device.supports_failover_from = "edited";
  update = take_over(update.device, {{"supports_failover", "no"}});
  EXPECT_EQ(update.device.supports_failover, "yes");
  EXPECT_THAT(update.changed, IsEmpty());
  EXPECT_THAT(update.notes, ElementsAre(HasSubstr("the device says \"no\"")));
}

TEST(Properties, TheModeOfContextsIsNotThatOfAContext) {
  Device device{.name = "fw.a", .platform = "cisco_asa"};
  device.context_of = "fw";
  device.context = "a";
  EXPECT_EQ(take_over(device, {{"context_mode", "multiple"}}).device.context_mode, "");
}

TEST(ChildDevices, AreNamedAfterTheirParentAndFoundAgain) {
  const std::set both{ChildKind::kContext, ChildKind::kModule};
  const auto first = compare_children(firewall(), {context("admin"), context("b")}, both, {});
  ASSERT_THAT(first.added,
              ElementsAre(Field(&Device::name, "fw.admin"), Field(&Device::name, "fw.b")));
  EXPECT_EQ(first.added[0].platform, "cisco_asa");
  EXPECT_EQ(first.added[0].context_of, "fw");
  EXPECT_EQ(first.added[0].address, "") << "it is reached through the firewall";
  const auto again =
      compare_children(firewall(), {context("admin"), context("b")}, both, first.added);
  EXPECT_THAT(again.added, IsEmpty());
  EXPECT_THAT(again.known, ElementsAre("fw.admin", "fw.b"));
  EXPECT_THAT(again.gone, IsEmpty());
}

TEST(ChildDevices, OfASwitchAreKnownByTheirSlotWhateverTheirName) {
  const Device chassis{.name = "cat6k", .platform = "cisco_ios", .address = "192.0.2.6"};
  Device kept{.name = "our-fwsm", .platform = "cisco_fwsm", .address = "192.0.2.40"};
  kept.chassis = "cat6k";
  kept.slot = 6;
  const auto found =
      compare_children(chassis, {module(6), module(7)}, {ChildKind::kModule}, {kept});
  EXPECT_THAT(found.known, ElementsAre("our-fwsm"));
  ASSERT_THAT(found.added, ElementsAre(Field(&Device::name, "cat6k.slot7")));
  EXPECT_EQ(found.added[0].platform, "cisco_fwsm");
  EXPECT_EQ(found.added[0].transport, "chassis");
}

TEST(ChildDevices, AreGoneOnlyWhereAllOfTheirKindWereSeen) {
  Device kept{.name = "fw.old", .platform = "cisco_asa"};
  kept.context_of = "fw";
  kept.context = "old";
  EXPECT_THAT(compare_children(firewall(), {context("a")}, {ChildKind::kContext}, {kept}).gone,
              ElementsAre("fw.old"));
  EXPECT_THAT(compare_children(firewall(), {}, {}, {kept}).gone, IsEmpty());
}

TEST(ChildDevices, WithTooLongANameAreSaidToBeLeftOut) {
  Device parent = firewall();
  parent.name = std::string(60, 'f');
  const auto found = compare_children(parent, {context("customer")}, {ChildKind::kContext}, {});
  EXPECT_THAT(found.added, IsEmpty());
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("not added")));
}

}  // namespace
}  // namespace lw::discovery
