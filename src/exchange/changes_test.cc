#include "exchange/changes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "exchange/reading.h"

namespace lw::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// An inventory of devices and logins, as the tests change it.
class ChangesTest : public testing::Test {
 protected:
  Changes plan(std::string_view csv) {
    auto reading = read_own_csv(csv, {});
    EXPECT_TRUE(reading) << reading.error().message;
    rows_ = std::move(reading->rows);
    const Known known{devices_, [&](const std::string& name) -> Result<store::DeviceCredentials> {
                        return logins_[name];
                      }};
    return changes(known, rows_, policy_);
  }
  // What an import would leave behind.
  void carry_out(const Changes& changes) {
    for (const auto* list : {&changes.added, &changes.changed}) {
      for (const Change& change : *list) {
        std::erase_if(devices_, [&](const auto& one) { return one.name == change.device.name; });
        devices_.push_back(change.device);
        if (change.sets_credentials) logins_[change.device.name] = change.credentials;
      }
    }
    std::ranges::sort(devices_, {}, &store::Device::name);
  }
  static std::vector<std::string> names(const std::vector<Change>& changes) {
    std::vector<std::string> names;
    for (const Change& change : changes) names.push_back(change.device.name);
    return names;
  }
  std::vector<std::string> refusals(const Changes& changes) const {
    std::vector<std::string> all;
    for (const Refusal& one : changes.refused) {
      all.push_back(fmt::format("{} {}", rows_[one.row].line, one.error.message));
    }
    return all;
  }
  static std::vector<std::string> differences(const Change& change) {
    std::vector<std::string> all;
    for (const Difference& one : change.differences) {
      all.push_back(one.secret ? one.property
                               : fmt::format("{} {}>{}", one.property, one.from, one.to));
    }
    return all;
  }

  std::vector<store::Device> devices_;
  std::map<std::string, store::DeviceCredentials> logins_;
  std::vector<Row> rows_;
  Policy policy_{.has_platform = [](std::string_view name) {
    return name == "cisco_ios" || name == "cisco_asa";
  }};
};

constexpr std::string_view kTwo =
    "name,platform,address,site,username,password\n"
    "r1,cisco_ios,10.0.0.1,berlin,netops,pw1\n"
    "r2,ios,10.0.0.2,,,\n";

TEST_F(ChangesTest, ASecondImportOfTheSameFileChangesNothing) {
  const Changes first = plan(kTwo);
  EXPECT_THAT(names(first.added), ElementsAre("r1", "r2"));
  EXPECT_EQ(first.added[1].device.platform, "cisco_ios");
  EXPECT_TRUE(first.added[0].credentials.password.equals(Secret("pw1")));
  EXPECT_FALSE(first.added[1].sets_credentials);
  carry_out(first);
  for (const auto existing : {Existing::kLeave, Existing::kUpdate}) {
    policy_.existing = existing;
    const Changes second = plan(kTwo);
    EXPECT_THAT(second.added, IsEmpty());
    EXPECT_THAT(second.changed, IsEmpty());
    EXPECT_THAT(second.left, IsEmpty());
    EXPECT_THAT(second.refused, IsEmpty());
    EXPECT_THAT(names(second.unchanged), ElementsAre("r1", "r2"));
  }
}

TEST_F(ChangesTest, ADeviceThatDiffersIsLeftAloneUnlessUpdateIsWanted) {
  carry_out(plan(kTwo));
  devices_[0].notes = "by hand";
  constexpr std::string_view kOther =
      "name,platform,address,site,username,password\n"
      "r1,,10.9.9.9,,netops,pw2\n";
  const Changes left = plan(kOther);
  EXPECT_THAT(names(left.left), ElementsAre("r1"));
  EXPECT_THAT(left.changed, IsEmpty());
  policy_.existing = Existing::kUpdate;
  const Changes changed = plan(kOther);
  ASSERT_THAT(names(changed.changed), ElementsAre("r1"));
  EXPECT_THAT(differences(changed.changed[0]),
              testing::UnorderedElementsAre("address 10.0.0.1>10.9.9.9", "password"));
  // What the file leaves open stays.
  EXPECT_EQ(changed.changed[0].device.site, "berlin");
  EXPECT_EQ(changed.changed[0].device.notes, "by hand");
  EXPECT_EQ(changed.changed[0].credentials.username, "netops");
  carry_out(changed);
  EXPECT_THAT(names(plan(kOther).unchanged), ElementsAre("r1"));
}

TEST_F(ChangesTest, CredentialsAreLeftWhereTheyAreNotWanted) {
  policy_.secrets = Secrets::kIgnored;
  const Changes changes = plan(kTwo);
  ASSERT_THAT(names(changes.added), ElementsAre("r1", "r2"));
  EXPECT_FALSE(changes.added[0].sets_credentials);
  EXPECT_TRUE(changes.added[0].credentials.username.empty());
  EXPECT_TRUE(changes.added[0].credentials.password.empty());
}

TEST_F(ChangesTest, BadRowsAreNamedAndTheGoodOnesLand) {
  const Changes changes = plan(
      "name,platform,address,slot,chassis\n"
      "r1,cisco_ios,10.0.0.1,,\n"
      "r 1,cisco_ios,10.0.0.2,,\n"
      "r_1,cisco_ios,10.0.0.3,,\n"
      "r1,cisco_ios,10.0.0.4,,\n"
      "r5,,10.0.0.5,,\n"
      "r6,nxos,10.0.0.6,,\n"
      "r7,cisco_ios,10.0.0.7/x,,\n"
      "r8,cisco_ios,10.0.0.8,three,sw\n"
      "***,cisco_ios,10.0.0.9,,\n"
      "r10,cisco_ios,10.0.0.10,,\n");
  EXPECT_THAT(names(changes.added), ElementsAre("r1", "r_1", "r10"));
  EXPECT_EQ(changes.added[1].device.display_name, "r 1");
  EXPECT_THAT(refusals(changes),
              ElementsAre("4 the name r_1 stands in line 3 already (written \"r 1\")",
                          "5 the name r1 stands in line 2 already",
                          "6 the file does not tell the device's platform",
                          "7 \"nxos\" is no platform that is known",
                          HasSubstr("8 address \"10.0.0.7/x\" is refused"),
                          "9 slot: \"three\" is refused: it must be a number",
                          "10 the row names no device"));
}

TEST_F(ChangesTest, ThePlatformThatIsGivenIsForRowsThatTellNone) {
  policy_.platform = "cisco_asa";
  policy_.groups = {"imported"};
  const Changes changes = plan("name,platform,address\nr1,cisco_ios,10.0.0.1\nfw,,10.0.0.2\n");
  ASSERT_THAT(names(changes.added), ElementsAre("r1", "fw"));
  EXPECT_EQ(changes.added[0].device.platform, "cisco_ios");
  EXPECT_EQ(changes.added[1].device.platform, "cisco_asa");
  EXPECT_THAT(changes.added[1].device.groups, ElementsAre("imported"));
  carry_out(changes);
  // It does not overrule what is known.
  EXPECT_THAT(names(plan("name,address\nr1,10.0.0.1\n").unchanged), ElementsAre("r1"));
}

TEST_F(ChangesTest, ModulesComeAfterTheirChassisAndNotWithoutIt) {
  policy_.platform = "cisco_ios";
  const Changes changes = plan(
      "name,address,chassis,slot\n"
      "module,10.0.0.1,switch,3\n"
      "orphan,10.0.0.2,nowhere,4\n"
      "switch,10.0.0.3,,\n");
  EXPECT_THAT(names(changes.added), ElementsAre("switch", "module"));
  EXPECT_THAT(refusals(changes), ElementsAre(HasSubstr("3 its chassis nowhere is neither")));
}

TEST_F(ChangesTest, ADeviceWhoseConfigurationTellsNoAddressKeepsTheOneThatItGets) {
  const auto import = [&] {
    Entry entry;
    entry.text = "hostname r1\n";
    entry.tell("host_name", "r1");
    entry.tell("platform", "cisco_ios");
    rows_.clear();
    rows_.push_back({.line = 1, .entry = std::move(entry)});
    return changes(Known{devices_, nullptr}, rows_, policy_);
  };
  policy_.existing = Existing::kUpdate;
  carry_out(import());
  ASSERT_EQ(devices_.size(), 1U);
  EXPECT_TRUE(devices_[0].dynamic_address);
  devices_[0].address = "10.0.0.1";
  devices_[0].dynamic_address = false;
  EXPECT_THAT(names(import().unchanged), ElementsAre("r1"));
}

TEST_F(ChangesTest, WhatIsCheckedAboveIsARefusalToo) {
  policy_.check = [](const store::Device& device, const store::Device* before) -> Result<void> {
    if (before == nullptr && device.name == "r2") return refuse("not this one");
    return {};
  };
  const Changes changes = plan(kTwo);
  EXPECT_THAT(names(changes.added), ElementsAre("r1"));
  EXPECT_THAT(refusals(changes), ElementsAre("3 not this one"));
}

}  // namespace
}  // namespace lw::exchange
