#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lab/device_factory.h"
#include "lab/ips_device.h"
#include "lab/lab_description.h"

namespace lw::lab {
namespace {

using testing::HasSubstr;

TEST(LabFile, NamesTheLineThatIsWrong) {
  const std::pair<const char*, const char*> kCases[] = {
      {"devices:\n  - name: a\n    platform: vax\n", "x: line 3: the platforms"},
      {"devices:\n  - name: a\n    faults: [on-fire]\n", "x: line 3: there is no fault"},
      {"devices:\n  - name: a\n    faults_over: ssh\n", "x: line 3: \"faults_over\" must be"},
      {"devices:\n  - name: a\n    faults_over: [rlogin]\n", "x: line 3: the transports are"},
      {"devices:\n  - name: a\n  - name: a\n", "x: line 3: this name is taken"},
      {"devices:\n  - name: ../a\n", "line 2: a device needs a name"},
      {"devices:\n  - name: a\n    count: 2\n", "line 3: a device has no \"count\""},
      {"devices:\n  - name: a\n    transports: {rlogin: 0}\n", "line 3: the transports are"},
      {"devices:\n  - name: a\n    os_version: '11.1'\n", "line 3: the lab has no cisco_ios 11.1"},
      {"devices:\n  - name: a\n    os_version: \"15.1\\e[2J\"\n", "line 3: the lab has no"},
      {"devices:\n  - name: a\n    crypto: medieval\n", "line 3: \"crypto\" is modern or legacy"},
      {"devices:\n  - name: a\n    licence: k8\n", "line 3: only a firewall has \"licence\""},
      {"devices:\n  - name: a\n    platform: cisco_asa\n    licence: k7\n", "line 4: \"licence\""},
      {"devices:\n  - name: a\n    factory_new: maybe\n", "line 3: \"factory_new\" is true or"},
      {"devices:\n  - name: a\n    factory_new: true\n    config: no ip http server\n",
       "line 4: a factory-new device has no \"config\""},
      {"devices:\n  - name: a\n    faults: ['unexpected-question:0']\n", "there is no fault"},
      {"devices:\n  - {name: a, modules: [{slot: 6, device: b}]}\n",
       "line 2: \"b\" is no cisco_fwsm"},
      {"devices:\n  - {name: a, modules: [{slot: 6, device: b}]}\n  - {name: b}\n",
       "line 2: \"b\" is no cisco_fwsm"},
      {"devices:\n  - {name: b, platform: cisco_fwsm}\n"
       "  - {name: a, modules: [{slot: 6, device: b}, {slot: 7, device: b}]}\n",
       "line 3: \"b\" is in another slot"},
      {"devices:\n  - {name: a, modules: [{slot: 14, device: b}]}\n", "\"slot\" must be a number"},
      {"devices:\n  - {name: a, modules: [{slot: 6}]}\n", "a module has a slot and a device"},
      {"devices:\n  - {name: a, os_version: '15.x', modules: [{slot: 6, device: b}]}\n",
       "line 2: only a cisco_catos and a cisco_ios of 12.2(33)SX have slots"},
      {"devices:\n  - {name: a, platform: cisco_catos, os_version: '12.2'}\n",
       "the lab has no cisco_catos 12.2"},
      {"devices:\n  - {name: a, platform: cisco_catos, factory_new: true}\n",
       "a cisco_catos asks no setup dialogue"},
      {"devices:\n  - {name: a, failover: {pair: p, unit: primary}}\n",
       "line 2: only an ASA with a config has \"failover\""},
      {"devices:\n  - {name: a, platform: cisco_asa, failover: {pair: p, unit: third}}\n",
       "\"unit\" is primary or secondary"},
      {"devices:\n  - {name: a, platform: cisco_asa, failover: {pair: p, unit: primary}}\n",
       "line 2: a pair has one primary and one secondary unit"},
      {"devices:\n  - {name: a, platform: cisco_asa, licence: base, "
       "failover: {pair: p, unit: primary}}\n",
       "a licence of \"base\" allows no failover"},
      {"devices:\n  - name: a\n    platform: cisco_ips\n    os_version: '4.1'\n",
       "line 4: the lab has no cisco_ips 4.1 (sensors are 5.x"},
      {"devices:\n  - name: a\n    events: 3\n", "line 3: only a sensor has \"events\""},
      {"devices:\n  - {name: a, platform: cisco_ips, licence: k8}\n", "only a firewall has"},
      {"devices:\n  - {name: a, platform: cisco_ips, events: 10001}\n", "from 0 to 10000"},
      {"devices:\n  - name: a\n    platform: cisco_ips\n    licence_files: {a.lic: 2027-02-30}\n",
       "line 4: a licence file is good until a date"},
      {"devices:\n  - name: a\n    platform: cisco_ips\n    licence_files: [a.lic]\n",
       "line 4: \"licence_files\" must map"},
      {"devices:\n  - name: a\n    os_version: '12.4'\n    licence_files: {a.lic: uck9}\n",
       "line 4: only a sensor or a router of 15.x has"},
      {"devices:\n  - name: a\n    licence_files: {a.lic: firewallk9}\n",
       "line 3: a router's licence file is for"},
      {"devices:\n  - name: a\n    activation_keys: {1 2 3 4: k9}\n", "only an ASA or a PIX has"},
      {"devices:\n  - name: a\n    platform: cisco_asa\n    activation_keys: {1 2 3: k9}\n",
       "line 4: an activation key is five"},
      {"devices:\n  - name: a\n    platform: cisco_asa\n    activation_keys: {1 2 3 4 5: k7}\n",
       "line 4: an activation key is for"},
      {"address: 192.0.2.1\n", "line 1: a lab listens on loopback"},
      {"devices: [\n", "x: line"},
      {"devices: []\n", "there are no devices"},
      {"fleet:\n  - name: b\n", "line 2: a fleet needs the \"ports\""},
      {"colour: red\n", "line 1: a lab file has"},
  };
  for (const auto& [text, message] : kCases) {
    const auto lab = parse_lab(text, "x");
    ASSERT_FALSE(lab) << text;
    EXPECT_THAT(lab.error().message, HasSubstr(message));
  }
}

TEST(LabFile, PutsModulesIntoSwitchesAndPairsFirewalls) {
  const auto lab = parse_lab(
      "devices:\n"
      "  - {name: c, modules: [{slot: 6, device: m}]}\n"
      "  - {name: m, platform: cisco_fwsm}\n"
      "  - {name: a, platform: cisco_asa, licence: k8, failover: {pair: p, unit: secondary}}\n"
      "  - {name: b, platform: cisco_asa, failover: {pair: p, unit: primary}}\n",
      "x");
  ASSERT_TRUE(lab) << lab.error().message;
  EXPECT_EQ(lab->devices[0].os_version, "12.2(33)SXI");
  EXPECT_EQ(lab->devices[0].modules.at(6), "m");
  EXPECT_EQ(lab->devices[2].failover, (FailoverUnit{"p", AsaUnit::kSecondary}));
  EXPECT_FALSE(lab->devices[2].licence.strong_encryption);
}

TEST(LabFile, GivesRoutersLicenceFilesAndFirewallsKeys) {
  const auto lab = parse_lab(
      "devices:\n"
      "  - name: r\n"
      "    licence_files: {a.lic: uck9 FTX9, 'flash0:b.lic': datak9 evaluation}\n"
      "  - name: fw\n"
      "    platform: cisco_pix\n"
      "    activation_keys: {0xA 2 3 0004: k8 base reload}\n",
      "x");
  ASSERT_TRUE(lab) << lab.error().message;
  EXPECT_EQ(lab->devices[0].router_licence_files,
            (IosLicenceFiles{{"a.lic", {.feature = "uck9", .serial = "FTX9"}},
                             {"flash0:b.lic", {.feature = "datak9", .evaluation = true}}}));
  const AsaKeyEffect& key =
      lab->devices[1].activation_keys.at("0x0000000a 0x00000002 0x00000003 0x00000004");
  EXPECT_TRUE(key.needs_reload);
  EXPECT_FALSE(key.licence.strong_encryption);
  EXPECT_EQ(key.licence.failover, AsaLicence::Failover::kNone);
  EXPECT_TRUE(make_device(lab->devices[0]));
  EXPECT_TRUE(make_device(lab->devices[1]));
}

TEST(LabFile, MakesSensorsWithTheirEventsAndLicenceFiles) {
  const auto lab = parse_lab(
      "devices:\n"
      "  - name: ips\n"
      "    platform: cisco_ips\n"
      "    os_version: 5.1(8)E2\n"
      "    events: 12\n"
      "    licence_files: {ABCD.lic: 2027-08-01}\n"
      "    faults: [xml-error, hostile-banner]\n",
      "x");
  ASSERT_TRUE(lab) << lab.error().message;
  const auto made = make_device(lab->devices.at(0));
  ASSERT_TRUE(made) << made.error().message;
  auto& sensor = dynamic_cast<IpsDevice&>(**made);
  EXPECT_EQ(sensor.release().version, "5.1(8)E2");
  EXPECT_EQ(sensor.events().size(), 12U);
  EXPECT_EQ(sensor.host_keys()->modulus, kIpsHostKeyBits);
  EXPECT_TRUE(sensor.admits({.transport = Transport::kSsh})) << "it lets loopback in";
  EXPECT_TRUE(sensor.install_licence("http://192.0.2.1/ABCD.lic"));
  EXPECT_THAT(sensor.banner(), HasSubstr("Authorized staff"));
}

// A fleet with these keys more, in a lab with Telnet and SSH.
Result<LabDescription> fleet(const std::string& keys) {
  return parse_lab("ports: {telnet: 0, ssh: 0}\nfleet:\n  - {" + keys + "}\n", "x");
}

TEST(LabFile, NamesWhatIsWrongWithAFleet) {
  const std::pair<const char*, const char*> kCases[] = {
      {"name: 'b{n}', first_address: 127.1.0.1", "line 3: a fleet needs a count"},
      {"name: 'b{n}', count: 0, first_address: 127.1.0.1", "from 1 to 20000"},
      {"name: 'b{n}', count: 20001, first_address: 127.1.0.1", "from 1 to 20000"},
      {"name: b, count: 2, first_address: 127.1.0.1", "must have {n} in it"},
      {"name: 'b {n}', count: 2, first_address: 127.1.0.1", "a fleet needs a name"},
      {"name: 'b{n}', count: 2, first_address: 10.0.0.1", "all are in 127.0.0.0/8"},
      {"name: 'b{n}', count: 2, first_address: '::1'", "all are in 127.0.0.0/8"},
      {"name: 'b{n}', count: 10, first_address: 127.255.255.250", "all are in 127.0.0.0/8"},
      {"name: 'b{n}', count: 2", "all are in 127.0.0.0/8"},
      {"name: 'b{n}', count: 2, first_address: 127.1.0.1, transports: [https]",
       "no port for https"},
      {"name: 'b{n}', count: 2, first_address: 127.1.0.1, transports: {ssh: 0}", "must be a list"},
      {"name: 'b{n}', count: 2, first_address: 127.1.0.1, size: 3", "a fleet has no \"size\""},
      {"name: 'b{n}', count: 2, first_address: 127.1.0.1},\n    {name: 'b{n}', count: 1, "
       "first_address: 127.2.0.1",
       "x: line 3: "},
  };
  for (const auto& [keys, message] : kCases) {
    const auto lab = fleet(keys);
    ASSERT_FALSE(lab) << keys;
    EXPECT_THAT(lab.error().message, HasSubstr(message)) << keys;
  }
}

TEST(LabFile, LetsNoTwoDevicesHaveANameOrAnAddress) {
  const std::string head = "ports: {telnet: 0}\ndevices: [{name: b7}]\nfleet:\n";
  const auto name =
      parse_lab(head + "  - {name: 'b{n}', count: 9, first_address: 127.1.0.1}\n", "x");
  ASSERT_FALSE(name);
  EXPECT_THAT(name.error().message, HasSubstr("line 4: this name is taken"));
  const auto address = parse_lab(head + "  - {name: 'c{n}', count: 9, first_address: 127.1.0.1}\n" +
                                     "  - {name: 'd{n}', count: 9, first_address: 127.1.0.9}\n",
                                 "x");
  ASSERT_FALSE(address);
  EXPECT_THAT(address.error().message, HasSubstr("line 5: addresses of this fleet are taken"));
}

TEST(LabFile, CountsAddressesUpAndFillsInPlaceholders) {
  const auto lab = fleet(
      "name: 'b-{n}', count: 600, first_address: 127.1.0.250, rsa_modulus: 1024, crypto: legacy,"
      " config: \"hostname {name}\\nbanner motd ~{n} {address} {other}~\\n\"");
  ASSERT_TRUE(lab) << lab.error().message;
  const FleetDescription& all = lab->fleets.at(0);
  EXPECT_EQ(all.address(0), "127.1.0.250");
  EXPECT_EQ(all.address(6), "127.1.1.0");
  EXPECT_EQ(all.index_of("127.1.1.0"), 6U);
  EXPECT_EQ(all.index_of("127.1.0.249"), std::nullopt);
  EXPECT_EQ(all.index_of("127.1.3.82"), std::nullopt);
  EXPECT_EQ(all.index_of("no address"), std::nullopt);
  const DeviceDescription last = all.member(599);
  EXPECT_EQ(last.name, "b-600");
  EXPECT_EQ(last.config, "hostname b-600\nbanner motd ~600 127.1.3.81 {other}~\n");
  EXPECT_EQ(last.crypto, net::SshServerAlgorithms::kLegacy);
  EXPECT_EQ(last.transports.size(), 2U);
}

}  // namespace
}  // namespace lw::lab
