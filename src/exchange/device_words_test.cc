#include "exchange/device_words.h"

#include <gtest/gtest.h>

namespace lw::exchange {
namespace {

TEST(DeviceWords, NamesBecomeValidWithoutLosingMoreThanTheyMust) {
  EXPECT_EQ(valid_name(" Core Router #1 (Berlin) "), "Core_Router_1_Berlin");
  EXPECT_EQ(valid_name("r1.example.com"), "r1.example.com");
  EXPECT_EQ(valid_name("2001:db8::1"), "2001_db8_1");
  EXPECT_EQ(valid_name("-._x"), "x");
  EXPECT_EQ(valid_name("***"), "");
  EXPECT_EQ(valid_name(std::string(100, 'a')).size(), 63U);
}

TEST(DeviceWords, PlatformsAreMeantInManySpellings) {
  for (const auto& [words, platform] : std::initializer_list<std::pair<const char*, const char*>>{
           {"ios", "cisco_ios"},
           {"cisco.ios.ios", "cisco_ios"},
           {"cisco.asa.asa", "cisco_asa"},
           {"Cisco IOS 15.2(7)E", "cisco_ios"},
           {"Cisco IOS Software", "cisco_ios"},
           {"IOS-XE", "cisco_xe"},
           {"cisco-ios-xe", "cisco_xe"},
           {"PIX", "cisco_pix"},
           {"Cisco PIX Firewall", "cisco_pix"},
           {"FWSM", "cisco_fwsm"},
           {"IPS", "cisco_ips"},
           {"frr.frr.frr", "frr"},
       }) {
    EXPECT_EQ(platform_meant(words).value_or("none"), platform) << words;
  }
  for (const char* words : {"", "cisco", "studios", "cisco.nxos.nxos", "cisco.iosxr.iosxr", "15.2",
                            "Juniper Junos", "278283826"}) {
    EXPECT_EQ(platform_meant(words).value_or("none"), "none") << words;
  }
}

TEST(DeviceWords, FirewallsAreKnownByTheirObjectId) {
  EXPECT_EQ(platform_of_object_id("1.3.6.1.4.1.9.1.745"), "cisco_asa");
  EXPECT_EQ(platform_of_object_id(".1.3.6.1.4.1.9.1.451"), "cisco_pix");
  EXPECT_FALSE(platform_of_object_id("1.3.6.1.4.1.9.1.7"));
  EXPECT_FALSE(platform_of_object_id("1.3.6.1.4.1.2636.1.745"));
}

TEST(DeviceWords, NotesFitTheInventory) {
  EXPECT_EQ(note_text(" a\r\n\tb\x01 c "), "a\n b  c");
  const std::string cut = note_text(std::string(4093, 'a') + "\xC3\xB6\xC3\xB6");
  EXPECT_LE(cut.size(), 4096U);
  EXPECT_TRUE(cut.ends_with("a…"));
}

}  // namespace
}  // namespace lw::exchange
