#include "exchange/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "exchange/reading_testing.h"

namespace lw::exchange {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const platform::Registry& registry() {
  static const platform::Registry registry = *platform::Registry::load();
  return registry;
}

std::string read(std::string_view text, const ConfigOptions& options = {}) {
  const Row row = read_config("configs/file-7.cfg", std::string(text), registry(), options);
  return line_of(row) + (row.entry ? " (" + row.entry->origin + ")" : "");
}

constexpr std::string_view kAsa =
    "ASA Version 9.8(3)21 \n!\nhostname fw1\ndomain-name example.com\n"
    "interface GigabitEthernet0/0\n nameif outside\n security-level 0\n"
    " ip address 198.51.100.1 255.255.255.0 \n"
    "interface GigabitEthernet0/1\n nameif inside\n ip address 10.0.0.1 255.255.255.0 \n"
    "interface Management0/0\n shutdown\n management-only\n nameif mgmt\n"
    " ip address 10.9.9.9 255.255.255.0 \n"
    "http server enable\nhttp 10.0.0.0 255.0.0.0 inside\n";

TEST(ConfigFile, AFirewallIsManagedWhereItLetsManagersIn) {
  EXPECT_EQ(read(kAsa),
            "1 - platform=cisco_asa os_version=9.8(3)21 host_name=fw1 domain_name=example.com "
            "address=10.0.0.1 (of inside, where managers are let in)");
  EXPECT_THAT(read(kAsa, {.interface = "OUTSIDE"}), HasSubstr("address=198.51.100.1 (of Gigabit"));
  EXPECT_THAT(read(kAsa, {.interface = "dmz"}), HasSubstr("(no interface dmz has an address)"));
  EXPECT_THAT(read(kAsa, {.name_from = NameFrom::kFile}), HasSubstr("1 file-7 platform="));
}

TEST(ConfigFile, OfSeveralAddressesNoneIsGuessed) {
  constexpr std::string_view kRouter =
      "version 15.2\nhostname r1\nip domain name example.com\n"
      "interface Loopback0\n ip address 10.1.1.1 255.255.255.255\n"
      "interface GigabitEthernet0/0\n ip address 192.0.2.1 255.255.255.0\n"
      "line vty 0 4\n login\n";
  EXPECT_THAT(read(kRouter),
              AllOf(HasSubstr("host_name=r1 domain_name=example.com (2 interfaces have addresses"),
                    HasSubstr("--address-from INTERFACE")));
  EXPECT_THAT(read(kRouter, {.interface = "loopback0"}), HasSubstr("address=10.1.1.1"));
}

TEST(ConfigFile, TheOnlyAddressAndTheOneForManagementAreTaken) {
  EXPECT_THAT(
      read("version 15.2\nhostname r1\ninterface Vlan1\n ip address 192.0.2.1 255.255.255.0\n"
           " ip address 192.0.2.2 255.255.255.0 secondary\nline vty 0 4\n"),
      HasSubstr("address=192.0.2.1 (of Vlan1, the only one that has one)"));
  EXPECT_THAT(read("version 16.9\nhostname r1\nvrf definition Mgmt-intf\n"
                   "interface GigabitEthernet1\n ip address 192.0.2.1 255.255.255.0\n"
                   "interface GigabitEthernet0\n vrf forwarding Mgmt-intf\n"
                   " ip address 10.0.0.1 255.255.255.0\nline vty 0 4\n"),
              HasSubstr("address=10.0.0.1 (of GigabitEthernet0, which is for management)"));
  EXPECT_THAT(
      read("version 15.2\nhostname r1\ninterface Dialer1\n ip address negotiated\nline vty 0 4\n"),
      HasSubstr("dynamic_address=true (it gets its address by itself)"));
}

TEST(ConfigFile, WhatNoFamilyWroteIsRefused) {
  EXPECT_EQ(read("a shopping list\n"),
            "1 refused: the text is no configuration of a family that is known");
  EXPECT_EQ(read(""), "1 refused: the text is no configuration of a family that is known");
}

// Real texts: what each folder tells is counted, so that a change of what is told is seen.
class Corpus : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("LINEWARDEN_CORPUS");
    if (folder == nullptr || !std::filesystem::exists(folder)) GTEST_SKIP() << "no corpus";
    corpus_ = folder;
  }
  struct Counts {
    int files = 0;
    int told = 0;
    int addresses = 0;
    std::map<std::string, int> names;
  };
  Counts count(const std::string& folder, const std::string& ending) const {
    Counts counts;
    for (const auto& file : std::filesystem::recursive_directory_iterator(corpus_ / folder)) {
      if (!file.is_regular_file() || !file.path().string().ends_with(ending)) continue;
      ++counts.files;
      const Row row = read_config(file.path().string(), *read_file(file.path(), kMaxConfigBytes),
                                  registry(), {});
      if (!row.entry) continue;
      ++counts.told;
      if (!row.entry->value("address").empty()) ++counts.addresses;
      ++counts.names[std::string(row.entry->value("host_name"))];
    }
    return counts;
  }
  std::filesystem::path corpus_;
};

TEST_F(Corpus, TheRoutersOfANetworkAreRecognisedEachByItsName) {
  const Counts counts = count("batfish/example-network", ".cfg");
  EXPECT_EQ(counts.files, 13);
  EXPECT_EQ(counts.told, 13);
  EXPECT_EQ(counts.names.size(), 13U);
}

TEST_F(Corpus, OldFirewallsAreManagedOnTheirInsides) {
  const auto told = [&](const std::string& file) {
    return line_of(
        read_config(file, *read_file(corpus_ / "ziptie" / file, kMaxConfigBytes), registry(), {}));
  };
  EXPECT_THAT(told("pix501_startup_config.txt"),
              HasSubstr("platform=cisco_pix os_version=6.1(1) host_name=pix-501 "
                        "domain_name=elyptic.com address=10.100.1.6"));
  EXPECT_THAT(told("fwsm_startup_config.txt"),
              AllOf(HasSubstr("platform=cisco_fwsm"), HasSubstr("address=10.100.25.155")));
  EXPECT_THAT(line_of(read_config(
                  "r", *read_file(corpus_ / "hier_config/ios_running.conf", kMaxConfigBytes),
                  registry(), {})),
              HasSubstr("platform=cisco_ios"));
}

TEST_F(Corpus, EveryConfigurationGivesADeviceOrAReason) {
  for (const auto& [folder, ending] : std::initializer_list<std::pair<const char*, const char*>>{
           {"batfish/cisco_ios", ".cfg"}, {"batfish/cisco_asa", ".cfg"}}) {
    const Counts counts = count(folder, ending);
    EXPECT_GT(counts.files, 20) << folder;
    EXPECT_GT(counts.told * 10, counts.files * 7) << folder;
    RecordProperty(folder, fmt::format("{} of {} told, {} with an address", counts.told,
                                       counts.files, counts.addresses));
  }
}

}  // namespace
}  // namespace lw::exchange
