#include "store/device_rules.h"

#include <gtest/gtest.h>

#include <string>

namespace lw::store {
namespace {

Device good() {
  return Device{.name = "fw-1.example_com", .platform = "cisco_asa", .address = "192.0.2.1"};
}

TEST(DeviceRules, AcceptWhatPeopleWrite) {
  EXPECT_TRUE(check(good()));
  for (const char* address : {"fw.example.com", "2001:db8::1", "fe80::1%eth0", "10.0.0.1"}) {
    Device device = good();
    device.address = address;
    EXPECT_TRUE(check(device)) << address;
  }
  for (const char* transport : {"", "ssh", "https"}) {
    Device device = good();
    device.transport = transport;
    EXPECT_TRUE(check(device)) << transport;
  }
}

TEST(DeviceRules, RefuseNamesAndSayTheRule) {
  for (const std::string& name : {std::string(), std::string("-r1"), std::string(".r1"),
                                  std::string("a b"), std::string("a/b"), std::string("r\xC3\xA9"),
                                  std::string("a\0b", 3), std::string(64, 'a')}) {
    Device device = good();
    device.name = name;
    const auto checked = check(device);
    ASSERT_FALSE(checked) << name;
    EXPECT_EQ(checked.error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(checked.error().message.find("1 to 63 letters"), std::string::npos);
  }
  Device device = good();
  device.name = std::string(63, 'a');
  EXPECT_TRUE(check(device));
}

TEST(DeviceRules, RefuseAnAddressThatACommandCouldTakeForAnOption) {
  for (const char* address : {"", "-oProxyCommand=x", "a b", "a;b", "user@host"}) {
    Device device = good();
    device.address = address;
    EXPECT_FALSE(check(device)) << address;
  }
}

TEST(DeviceRules, RefuseUnknownTransportsAndPlatformsThatAreNoNames) {
  Device device = good();
  device.transport = "SSH";
  EXPECT_FALSE(check(device));
  device = good();
  device.platform = "Cisco ASA";
  EXPECT_FALSE(check(device));
}

TEST(DeviceRules, RefuseLabelsThatAreNoNames) {
  for (const auto field : {&Device::jump, &Device::site, &Device::aaa}) {
    Device device = good();
    device.*field = "berlin-2";
    EXPECT_TRUE(check(device));
    device.*field = "../etc";
    EXPECT_FALSE(check(device));
  }
  Device device = good();
  device.sessions = 1001;
  EXPECT_FALSE(check(device));
}

TEST(DeviceRules, HoldForServersAndLimits) {
  const Server jump{.name = "bastion", .kind = "jump", .address = "192.0.2.9"};
  EXPECT_TRUE(check(jump));
  Server wrong = jump;
  wrong.kind = "bastion";
  EXPECT_FALSE(check(wrong));
  wrong = jump;
  wrong.address = "-oProxyCommand=x";
  EXPECT_FALSE(check(wrong));
  EXPECT_TRUE(check(SessionLimit{"site", "berlin", 5}));
  EXPECT_FALSE(check(SessionLimit{"device", "r1", 5}));
  EXPECT_FALSE(check(SessionLimit{"aaa", "", 5}));
}

TEST(DeviceRules, RefuseControlCharactersAndEndlessNotes) {
  Device device = good();
  device.os_version = "15.2\x1b[2J";
  EXPECT_FALSE(check(device));
  device = good();
  device.notes = std::string(4097, 'n');
  EXPECT_FALSE(check(device));
  device.notes = "two\nlines";
  EXPECT_TRUE(check(device));
}

}  // namespace
}  // namespace lw::store
