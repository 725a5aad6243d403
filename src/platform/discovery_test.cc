// What the platforms' data finds in answers of devices, and how the data itself is read.
#include "platform/discovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <set>

#include "platform/discovery_schema.h"
#include "platform/platform.h"

namespace lw::platform {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Pair;

const Question& question(const Registry& registry, std::string_view platform,
                         std::string_view command) {
  const auto found = registry.find(platform).value();
  for (const Question& one : found->discovery) {
    if (one.command == command) return one;
  }
  ADD_FAILURE() << platform << " does not ask \"" << command << '"';
  return found->discovery.front();
}

Facts facts_of(std::string_view platform, std::string_view command, std::string_view answer) {
  static const Registry registry = Registry::load().value();
  Facts facts;
  take_facts(question(registry, platform, command), answer, facts);
  return facts;
}

std::vector<Child> children_of(std::string_view platform, std::string_view command,
                               std::string_view answer) {
  static const Registry registry = Registry::load().value();
  return children_in(question(registry, platform, command), answer);
}

TEST(DiscoveryData, OfEveryFamilyCompilesAndBeginsWithWhatTellsTheVersion) {
  const auto registry = Registry::load().value();
  for (const auto& platform : registry.all()) {
    SCOPED_TRACE(platform->name);
    bool asks_version = false;
    for (const Question& one : platform->discovery) {
      asks_version |= one.command == platform->version;
      EXPECT_TRUE(!one.is || one.is->ok());
      for (const FactPattern& fact : one.facts) {
        SCOPED_TRACE(fact.pattern.text());
        ASSERT_TRUE(fact.pattern->ok());
        EXPECT_FALSE(fact.pattern->NamedCapturingGroups().empty() && fact.sets.empty())
            << "gives no fact";
        // Else a line would be searched through at every place.
        EXPECT_TRUE(fact.pattern.text().starts_with('^') ||
                    fact.pattern.text().starts_with("(?i)^"));
      }
      for (const ChildPattern& child : one.children) {
        const auto& groups = child.pattern->NamedCapturingGroups();
        EXPECT_TRUE(groups.contains(child.kind == ChildKind::kContext ? "name" : "slot"));
      }
    }
    EXPECT_TRUE(asks_version);
  }
}

TEST(DiscoveryData, ThatIsInheritedIsAskedOnceWithThePatternsOfBoth) {
  const auto registry = Registry::load().value();
  for (const auto& platform : registry.all()) {
    std::set<std::string> asked;
    for (const Question& one : platform->discovery) {
      EXPECT_TRUE(asked.insert(one.command).second) << platform->name << ": " << one.command;
    }
  }
  const auto facts =
      facts_of("cisco_pix", "show version", "Cisco PIX Firewall Version 6.3(5)\nserial\n");
  EXPECT_THAT(facts, ElementsAre(Pair("os_version", "6.3(5)")));
}

TEST(Facts, OfTheFirstTableAreThoseOfThisUnit) {
  const auto facts = facts_of("cisco_asa", "show version",
                              "Licensed features for this platform:\n"
                              "Failover                       : Disabled       perpetual\n"
                              "Failover cluster licensed features for this platform:\n"
                              "Failover                       : Active/Active  perpetual\n");
  EXPECT_THAT(facts, AllOf(Contains(Pair("failover_licence", "Disabled")),
                           Contains(Pair("supports_failover", "no"))));
}

TEST(Facts, OfEveryFailoverLicenceButADisabledOneSayThatItIsSupported) {
  for (const char* value : {"Active/Standby", "Active/Active  perpetual", "Enabled"}) {
    EXPECT_THAT(facts_of("cisco_pix", "show version", std::string("Failover:\t") + value),
                Contains(Pair("supports_failover", "yes")))
        << value;
  }
  EXPECT_THAT(
      facts_of("cisco_asa", "show failover", "ERROR: Command requires failover license\n"),
      AllOf(Contains(Pair("failover", "not licensed")), Contains(Pair("supports_failover", "no"))));
}

TEST(Facts, OfAStackStandSideBySideEachOnce) {
  EXPECT_THAT(facts_of("cisco_ios", "show version",
                       "Processor board ID FOC1\nSystem Serial Number       : FOC1\n"
                       "System serial number       : FCW2\n"),
              ElementsAre(Pair("serial", "FOC1, FCW2")));
}

TEST(Facts, OfMemoryThatIsMadeOfFlashAreNotThoseOfTheFlash) {
  EXPECT_THAT(facts_of("cisco_ios", "show version",
                       "32K bytes of flash-simulated non-volatile configuration memory.\n"
                       "62720K bytes of ATA CompactFlash (Read/Write)\n"),
              ElementsAre(Pair("flash", "62720K")));
}

TEST(Facts, ThatAreKnownStay) {
  const auto registry = Registry::load().value();
  Facts facts{{"host_name", "told-before"}};
  take_facts(question(registry, "cisco_ios", "show version"), "r1 uptime is 1 day\n", facts);
  EXPECT_THAT(facts,
              AllOf(Contains(Pair("host_name", "told-before")), Contains(Pair("uptime", "1 day"))));
}

TEST(Facts, AreBoundedWhateverTheDeviceSends) {
  std::string flood;
  for (int i = 0; i < 5000; ++i)
    flood += " ip address 10.0." + std::to_string(i) + ".1 255.0.0.0\n";
  flood += "hostname " + std::string(5000, 'x') + "\n";
  const auto facts = facts_of("cisco_ios", "", flood);
  for (const auto& [fact, value] : facts) EXPECT_LE(value.size(), kMostValues * 20) << fact;
  std::string contexts;
  for (int i = 0; i < 5000; ++i) contexts += " ctx" + std::to_string(i) + "   default   Routed\n";
  EXPECT_EQ(children_of("cisco_asa", "show context", contexts).size(), kMostChildren);
}

TEST(Facts, OfAPairTellTheUnitAndItsState) {
  EXPECT_THAT(facts_of("cisco_asa", "show failover",
                       "Failover On \nFailover unit Secondary\n"
                       "        This host: Secondary - Active \n"
                       "        Other host: Primary - Standby Ready \n"),
              AllOf(Contains(Pair("failover", "On")), Contains(Pair("failover_unit", "Secondary")),
                    Contains(Pair("failover_state", "Active")),
                    Contains(Pair("failover_mate", "Standby Ready"))));
}

TEST(Facts, TellTheModesOfAFirewall) {
  EXPECT_THAT(facts_of("cisco_asa", "show mode", "Security context mode: multiple \n"),
              ElementsAre(Pair("context_mode", "multiple")));
  EXPECT_THAT(facts_of("cisco_asa", "show firewall", "Firewall mode: Router\n"),
              ElementsAre(Pair("firewall_mode", "routed")));
  EXPECT_THAT(facts_of("cisco_fwsm", "show firewall", "Firewall mode: Transparent\n"),
              ElementsAre(Pair("firewall_mode", "transparent")));
}

TEST(Children, AreTheContextsOfAFirewall) {
  const auto found = children_of(
      "cisco_asa", "show context",
      "Context Name      Class                Interfaces           Mode         URL\n"
      "*admin            default              Management0/0        Routed       disk0:/admin.cfg\n"
      " customer-a       gold                 GigabitEthernet0/0   Routed       disk0:/a.cfg\n"
      "                                       GigabitEthernet0/1\n"
      "\nTotal active Security Contexts: 2\n");
  EXPECT_THAT(found, ElementsAre(Field(&Child::name, "admin"), Field(&Child::name, "customer-a")));
  // Captured without the first column.
  EXPECT_THAT(
      children_of(
          "cisco_asa", "show context",
          "pod1             default              Vlan100      Routed       disk0:/p/pod1\n"),
      ElementsAre(Field(&Child::name, "pod1")));
}

TEST(Children, AreTheFirewallModulesOfASwitch) {
  EXPECT_THAT(
      children_of(
          "cisco_ios", "show module",
          "Mod Ports Card Type                              Model              Serial No.\n"
          "  5    2  Supervisor Engine 720 (Active)         WS-SUP720-3B       SAD0000L4B1\n"
          "  6    6  Firewall Module                        WS-SVC-FWM-1       SAD0948024S\n"
          "Mod MAC addresses                       Hw    Fw           Sw\n"
          "  6  0200.5e00.0600 to 0200.5e00.0607   3.0   7.2(1)       3.1(1)       Ok\n"),
      ElementsAre(Child{ChildKind::kModule, "cisco_fwsm", "", 6, "WS-SVC-FWM-1", "SAD0948024S"}));
  EXPECT_THAT(children_of("cisco_catos", "show module",
                          "3   3    6     Firewall Module           WS-SVC-FWM-1        no  ok\n"
                          "14  14   6     Firewall Module           WS-SVC-FWM-1        no  ok\n"),
              ElementsAre(Child{ChildKind::kModule, "cisco_fwsm", "", 3, "WS-SVC-FWM-1", ""}));
}

TEST(Question, IsAskedOnlyWhereItsFactSaysSo) {
  const auto registry = Registry::load().value();
  const Question& contexts = question(registry, "cisco_asa", "show context");
  EXPECT_FALSE(contexts.concerns({}));
  EXPECT_FALSE(contexts.concerns({{"context_mode", "single"}}));
  EXPECT_TRUE(contexts.concerns({{"context_mode", "multiple"}}));
  const Question& modules = question(registry, "cisco_ios", "show module");
  EXPECT_TRUE(modules.concerns({{"model", "WS-C6509-E"}}));
  EXPECT_FALSE(modules.concerns({{"model", "CISCO1941/K9"}}));
}

TEST(DiscoverySchema, SaysWhereAMistakeStands) {
  const auto message = [](std::string_view text) -> std::string {
    const auto root = read_yaml("x.yaml", text);
    if (!root) return root.error().message;
    std::vector<Question> questions;
    const auto read = read_discovery(SchemaReader("x.yaml"), *root, questions);
    return read ? "" : read.error().message;
  };
  EXPECT_EQ(
      message("- command: show version\n  facts: [{pattern: '^a(?P<b>c)', mark: verified}]\n"), "");
  EXPECT_THAT(message("- facts: []\n"), HasSubstr("x.yaml:1: a question has its \"command\""));
  EXPECT_THAT(message("- command: a\n  configuration: true\n"), HasSubstr("about the"));
  EXPECT_THAT(message("- command: a\n  facts: [{pattern: 'a'}]\n"), HasSubstr("its \"mark\""));
  EXPECT_THAT(message("- command: a\n  facts: [{pattern: '(', mark: verified}]\n"),
              HasSubstr("x.yaml:2"));
  EXPECT_THAT(message("- command: a\n  facts: [{pattern: 'a', mark: guessed}]\n"),
              HasSubstr("verified or inferred"));
  EXPECT_THAT(message("- command: a\n  children: [{kind: blade, pattern: 'a', mark: verified}]\n"),
              HasSubstr("context or module"));
  EXPECT_THAT(message("- command: a\n  when: {fact: model}\n"), HasSubstr("\"is\""));
}

TEST(Pagers, OfTheOtherFamilyAreKnownSoThatADeviceOfTheWrongTypeCanTellWhatItIs) {
  const auto registry = Registry::load().value();
  for (const char* platform : {"cisco_ios", "cisco_xe", "cisco_asa", "cisco_fwsm"}) {
    const Pattern more = registry.find(platform).value()->paging.more;
    for (const char* question : {" --More-- ", "--More--", "<--- More --->"}) {
      EXPECT_TRUE(more.found_in(question)) << platform << ": " << question;
    }
    for (const char* text : {":", ": Saved", "--", "More or less", "-- more -- or less"}) {
      EXPECT_FALSE(more.found_in(text)) << platform << ": " << text;
    }
  }
}

TEST(Families, AreAkinWhereOneExtendsTheOther) {
  const auto registry = Registry::load().value();
  EXPECT_TRUE(registry.akin("cisco_xe", "cisco_ios"));
  EXPECT_TRUE(registry.akin("cisco_asa", "cisco_fwsm"));
  EXPECT_FALSE(registry.akin("cisco_pix", "cisco_fwsm"));
  EXPECT_FALSE(registry.akin("cisco_asa", "cisco_ios"));
}

}  // namespace
}  // namespace lw::platform
