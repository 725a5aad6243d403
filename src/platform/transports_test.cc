#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/temporary_folder.h"
#include "platform/platform.h"

namespace lw::platform {
namespace {

std::string rule_of(std::string_view platform, std::string_view version) {
  const auto found = Registry::load()->find(platform);
  const TransportRule& rule = (*found)->transports_of(version);
  return rule.versions + ": " + rule.standard;
}

TEST(Transports, AreThoseOfTheGuidePerTypeAndVersion) {
  const struct {
    std::string_view platform;
    std::string_view version;
    std::string_view rule;
  } kTable[] = {
      {"cisco_pix", "6.3(5)", "all: https"},
      {"cisco_asa", "9.8(3)21", "all: https"},
      {"cisco_fwsm", "3.1(1)", "all: https"},
      {"cisco_ips", "7.1(7)E4", "all: https"},
      {"cisco_catos", "6.4(2)", "all: ssh"},
      {"cisco_ios", "12.1(5)T", "12.1-12.2: telnet"},
      {"cisco_ios", "12.2(15)T17", "12.1-12.2: telnet"},
      {"cisco_ios", "12.2(25)S", "12.1-12.2: telnet"},
      {"cisco_ios", "12.3(14)T", "12.3+: https"},
      {"cisco_ios", "12.4(24)T8", "12.3+: https"},
      {"cisco_ios", "15.1(4)M3", "12.3+: https"},
      {"cisco_ios", "", "12.3+: https"},
      {"cisco_ios", "12.2(55)SE10", "catalyst: ssh"},
      {"cisco_ios", "12.1(22)EA14", "catalyst: ssh"},
      {"cisco_ios", "12.1(26)E9", "catalyst: ssh"},
      {"cisco_ios", "12.2(33)SXI4a", "catalyst: ssh"},
      {"cisco_ios", "12.2(33)SRE", "catalyst: ssh"},
      {"cisco_ios", "15.2(4)E", "catalyst: ssh"},
      {"cisco_xe", "17.3.2", "all: https"},
      {"frr", "8.4.4", "all: ssh"},
  };
  for (const auto& row : kTable) EXPECT_EQ(rule_of(row.platform, row.version), row.rule);
}

// The error for a family with these rules; empty: it is taken.
std::string fault_of(std::string_view rules) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "acme.yaml") << "platform: acme_os\nextends: frr\ntransports:\n"
                                             << rules << '\n';
  const auto registry = Registry::load(folder.path().string());
  return registry ? "" : registry.error().message;
}

TEST(Transports, OfASitesOwnFamilyAreChecked) {
  EXPECT_EQ(fault_of("- {versions: all, standard: ssh, allowed: [ssh]}"), "");
  EXPECT_NE(fault_of("- {versions: old, matches: '^1', standard: ssh, allowed: [ssh]}")
                .find("acme.yaml:4: the last of \"transports\" must take every version"),
            std::string::npos);
  EXPECT_NE(fault_of("- {versions: all, standard: ssh, allowed: [telnet]}").find("acme.yaml:4"),
            std::string::npos);
  EXPECT_NE(fault_of("- {versions: all, standard: ssh, allowed: [ssh]}\n"
                     "- {versions: more, standard: ssh, allowed: [ssh]}")
                .find("acme.yaml:5: the rule above takes every version"),
            std::string::npos);
}

}  // namespace
}  // namespace lw::platform
