#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/reading.h"
#include "exchange/reading_testing.h"
#include "exchange/writing.h"

namespace lw::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A device with every property that a user can set.
Exported full() {
  store::Device device;
  device.name = "fw1";
  device.platform = "cisco_asa";
  device.os_version = "9.8(3)21";
  device.address = "192.0.2.1";
  device.host_name = "on";  // a word that YAML takes for a flag
  device.display_name = "Firewall, \"the first\": #1";
  device.ports = {{"https", 8443}, {"ssh", 2222}};
  device.transport = "https";
  device.allow_ssh1 = true;
  device.chassis = "sw1";
  device.slot = 3;
  device.site = "berlin";
  device.sessions = 4;
  device.groups = {"branch", "core"};
  device.tags = {"t1"};
  device.notes = "line one\nline two, with a \\ and K\xC3\xB6ln";
  return {device, "admin"};
}

store::Device device_of(const Result<Reading>& reading) {
  EXPECT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(reading->rows.size(), 1U);
  EXPECT_TRUE(reading->rows.at(0).entry) << reading->rows.at(0).entry.error().message;
  const Entry& entry = *reading->rows.at(0).entry;
  store::Device device;
  device.name = entry.name;
  for (const auto& [property, value] : entry.told) {
    EXPECT_TRUE(property->set(device, value)) << property->name;
  }
  EXPECT_EQ(entry.credentials.username, "admin");
  return device;
}

void expect_equal(const store::Device& a, const store::Device& b) {
  EXPECT_EQ(a.name, b.name);
  for (const Property& property : properties()) {
    EXPECT_EQ(property.text(a), property.text(b)) << property.name;
  }
}

TEST(OwnFiles, WhatIsWrittenIsReadBackWhole) {
  const std::vector<Exported> devices = {full()};
  expect_equal(device_of(read_own_csv(write_csv(devices), {})), devices[0].device);
  expect_equal(device_of(read_own_yaml(write_yaml(devices))), devices[0].device);
  expect_equal(device_of(read_own_json(write_json(devices))), devices[0].device);
  for (const std::string& empty : {write_csv({}), write_yaml({}), write_json({})}) {
    EXPECT_FALSE(empty.empty());
  }
  EXPECT_THAT(lines_of(read_own_csv(write_csv({}), {})), ElementsAre());
  EXPECT_THAT(lines_of(read_own_yaml(write_yaml({}))), ElementsAre());
  EXPECT_THAT(lines_of(read_own_json(write_json({}))), ElementsAre());
}

TEST(OwnFiles, AnsibleReadsWhatIsWrittenForIt) {
  const std::vector<Exported> devices = {full()};
  EXPECT_THAT(lines_of(read_ansible_yaml(write_ansible(devices))),
              ElementsAre("3 fw1 address=192.0.2.1 platform=cisco.asa.asa ports=ssh=2222 admin/ "
                          "[branch] [core]"));
}

TEST(OwnCsv, ColumnsMayBeInAnyOrderAndForeignOnesAreNamed) {
  const auto reading = read_own_csv(
      "Address;Name;platform;owner;password\n192.0.2.1;r1;cisco_ios;me;\" pw \"\n;;;;\n", {});
  EXPECT_THAT(lines_of(reading), ElementsAre("2 r1 address=192.0.2.1 platform=cisco_ios / pw "));
  ASSERT_TRUE(reading);
  EXPECT_THAT(reading->remarks, ElementsAre(HasSubstr("no such property: owner")));
  EXPECT_THAT(lines_of(read_own_csv("platform,notes\na,b\n", {})),
              ElementsAre("the file: no column of the first line names the devices"));
  EXPECT_THAT(lines_of(read_own_csv("", {})), ElementsAre("the file: the file is empty"));
  EXPECT_THAT(lines_of(read_own_csv("na\"me,address\n", {})),
              ElementsAre(HasSubstr("the file: header line: not valid CSV")));
}

TEST(OwnYaml, ListsAndMapsAreProperties) {
  EXPECT_THAT(lines_of(read_own_yaml("devices:\n"
                                     "  - name: r1\n    address: 192.0.2.1\n"
                                     "    ports: {ssh: 2222, https: 8443}\n    groups: [a, b]\n"
                                     "  - just a word\n"
                                     "  - {name: r2, allow_ssh1: yes, site: ~}\n")),
              ElementsAre("2 r1 address=192.0.2.1 ports=ssh=2222, https=8443 groups=a, b",
                          "6 refused: expected a map of properties", "7 r2 allow_ssh1=yes"));
  EXPECT_THAT(lines_of(read_own_yaml("hosts: []\n")),
              ElementsAre("the file: there is no list of devices in the file"));
  EXPECT_THAT(lines_of(read_own_yaml("devices: [\n")),
              ElementsAre(HasSubstr("the file: line 2: not valid YAML")));
  EXPECT_THAT(lines_of(read_own_yaml("devices:\n  - name: K\xF6ln\n")),
              ElementsAre("the file: the byte 0xF6 is no UTF-8"));
}

TEST(OwnJson, FaultsNameTheLineAndNeverTheText) {
  const auto wrong =
      read_own_json("{\"devices\": [\n {\"name\": \"r1\", \"password\": \"s3cret\" x}]}");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("line 2: not valid JSON"));
  EXPECT_THAT(wrong.error().message, Not(HasSubstr("s3cret")));
  EXPECT_THAT(lines_of(read_own_json("[{\"name\": \"r1\", \"slot\": 3}, 7]")),
              ElementsAre("1 r1 slot=3", "2 refused: expected a map of properties"));
  EXPECT_THAT(lines_of(read_own_json("[{\"name\": \"r1\", \"transport_is_default\": true}]")),
              ElementsAre(HasSubstr("this is an answer of device list or show")));
  EXPECT_THAT(lines_of(read_own_json("{\"devices\": {}}")),
              ElementsAre("the file: there is no list of devices in the file"));
  EXPECT_FALSE(read_own_json(std::string(9'000'000, '[')));
  EXPECT_FALSE(read_own_json("[1e999]"));
}

}  // namespace
}  // namespace lw::exchange
