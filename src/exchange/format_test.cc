#include "exchange/format.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

namespace lw::exchange {
namespace {

std::string guessed(std::string_view text) {
  static const platform::Registry registry = *platform::Registry::load();
  const auto format = guess_format(text, registry);
  return format ? std::string(name(*format)) : "none";
}

TEST(Format, IsToldByTheText) {
  for (const auto& [format, text] : std::initializer_list<std::pair<const char*, const char*>>{
           {"csv", "name,platform,address\nr1,cisco_ios,10.0.0.1\n"},
           {"csv", "Name;Address\nr1;10.0.0.1\n"},
           {"yaml", "# ours\n---\ndevices:\n  - name: r1\n"},
           {"json", "{\"devices\": []}"},
           {"json", "[\n {\"name\": \"r1\"}]"},
           {"dcr",
            "; comment\ncisco Systems NM data import, source = x; Version = 1.0; Type = Csv\n"},
           {"dcr", ";HEADER: management_ip_address,host_name\n"},
           {"csm", "management_ip_address,host_name,os_type\n"},
           {"netbox", "Name,Status,Site,Role,IP Address\nr1,Active,B,Core,10.0.0.1/24\n"},
           {"netbox", "name,device_role,manufacturer,device_type,primary_ip4\n"},
           {"netbox", "{\"count\": 0, \"next\": null, \"results\": []}"},
           {"ansible", "[routers]\nr1\n"},
           {"ansible", "r1 ansible_host=10.0.0.1\n"},
           {"ansible", "---\nall:\n  hosts:\n"},
           {"ansible", "routers:\n  hosts:\n    r1:\n"},
           {"ansible", "$ANSIBLE_VAULT;1.1;AES256\n"},
           {"config",
            "version 15.2\nhostname r1\ninterface Vlan1\n ip address dhcp\nline vty 0 4\n"},
           {"none", ""},
           {"none", "a shopping list\n"},
           {"none", "one,two\nthree,four\n"},
       }) {
    EXPECT_EQ(guessed(text), format) << text;
  }
}

TEST(Format, EachNameMeansOneFormat) {
  for (const Format format : formats()) {
    const auto parsed = parse_format(name(format));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, format);
    EXPECT_FALSE(title(format).empty());
  }
  const auto wrong = parse_format("xlsx");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().hint,
            "the formats are csv, yaml, json, dcr, csm, mars, ansible, netbox, config");
}

TEST(Format, TreesHaveNoColumns) {
  const auto columns = parse_columns("name=1");
  ASSERT_TRUE(columns);
  EXPECT_FALSE(read(Format::kYaml, "devices: []\n", *columns));
  EXPECT_FALSE(read(Format::kNetbox, "{\"results\": []}", *columns));
  EXPECT_TRUE(read(Format::kCsv, "r\nr1\n", *columns));
}

TEST(Format, FiftyThousandRowsAreReadInLittleTime) {
  std::string csv = "name,platform,address,site,groups,username,password,notes\n";
  std::string yaml = "devices:\n";
  std::string ini = "[routers]\n";
  for (int i = 0; i < 50'000; ++i) {
    csv +=
        fmt::format("r{0},cisco_ios,10.{1}.{2}.1,site-{1},\"a, b\",netops,pw{0},\"a note, {0}\"\n",
                    i, i / 250, i % 250);
    yaml += fmt::format("  - name: r{}\n    platform: cisco_ios\n    address: 10.{}.{}.1\n", i,
                        i / 250, i % 250);
    ini +=
        fmt::format("r{0} ansible_host=10.{1}.{2}.1 ansible_network_os=ios\n", i, i / 250, i % 250);
  }
  for (const auto& [format, text] : std::initializer_list<std::pair<Format, std::string*>>{
           {Format::kCsv, &csv}, {Format::kYaml, &yaml}, {Format::kAnsible, &ini}}) {
    const auto start = std::chrono::steady_clock::now();
    const auto reading = read(format, *text, {});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    ASSERT_TRUE(reading) << reading.error().message;
    EXPECT_EQ(reading->rows.size(), 50'000U);
    // Under a sanitizer, on a busy machine, it is ten times what it is otherwise.
    EXPECT_LT(took.count(), 20) << name(format);
    RecordProperty(std::string(name(format)) + "_ms", static_cast<int>(took.count() * 1000));
  }
}

}  // namespace
}  // namespace lw::exchange
