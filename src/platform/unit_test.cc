#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/temporary_folder.h"
#include "platform/platform.h"

namespace lw::platform {
namespace {

std::shared_ptr<const Platform> family(std::string_view name) {
  static const Registry registry = *Registry::load();
  return *registry.find(name);
}

TEST(FailoverUnit, TellsItsRoleInThePrompt) {
  const Pair& pair = family("cisco_asa")->pair;
  const struct {
    std::string_view host;
    std::optional<UnitRole> role;
  } kTable[] = {
      {"fw-1", {}},
      {"fw-1/ctx1", {}},
      {"fw-1/pri/act", UnitRole::kActive},
      {"fw-1/sec/stby", UnitRole::kStandby},
      {"stby/sec/fw-1", UnitRole::kStandby},
      {"fw-1/ctx1/sec/act", UnitRole::kActive},
      {"fw-1/pri/actNoFailover", UnitRole::kActive},
      {"fw-1/sec/stbyNoFailover", UnitRole::kActive},
      {"fw-stby", {}},
      {"react", {}},
  };
  for (const auto& row : kTable) EXPECT_EQ(pair.role_in(row.host), row.role) << row.host;
  EXPECT_FALSE(family("cisco_ios")->pair.role_in("fw-1/sec/stby"));
}

TEST(FailoverUnit, KeepsItsNameThroughASwitchOver) {
  const Pair& pair = family("cisco_fwsm")->pair;
  EXPECT_EQ(pair.without_role("fw/pri/act"), pair.without_role("fw/pri/stby"));
  EXPECT_EQ(pair.without_role("act/fw"), pair.without_role("stby/fw"));
  EXPECT_NE(pair.without_role("fw/pri/act"), pair.without_role("fw/sec/act"));
  EXPECT_NE(pair.without_role("fw/ctx1/act"), pair.without_role("fw/ctx2/act"));
  EXPECT_EQ(pair.without_role("fw"), "fw");
}

TEST(FailoverUnit, WritesWithTheCommandsThatChangeBothUnits) {
  const Pair& pair = family("cisco_asa")->pair;
  for (const auto* command :
       {"configure terminal", "conf t", "write memory", "wr", "write standby",
        "copy /noconfirm disk0:/f running-config", "copy run start", "clear configure all",
        "crypto key generate rsa noconfirm", "crypto ca enroll X noconfirm"}) {
    EXPECT_TRUE(pair.is_write(command)) << command;
  }
  for (const auto* command :
       {"show running-config", "failover active", "no failover active", "reload noconfirm",
        "changeto context ctx1", "write terminal", "copy running-config tftp://h/f", "clear conn",
        "terminal pager 0", "show crypto key mypubkey rsa"}) {
    EXPECT_FALSE(pair.is_write(command)) << command;
  }
}

TEST(ChassisSlot, IsLookedUpInTheListOfModules) {
  const auto ios = family("cisco_ios");
  EXPECT_EQ(ios->chassis.command_for(6), "session slot 6 processor 1");
  EXPECT_EQ(family("cisco_catos")->chassis.command_for(12), "session 12");
  const std::string list =
      "Mod Ports Card Type                              Model              Serial No.\n"
      "--- ----- -------------------------------------- ------------------ -----------\n"
      "  5    2  Supervisor Engine 720 (Active)         WS-SUP720-3B       SAD0000L4B1\n"
      "  6    6  Firewall Module                        WS-SVC-FWM-1       SAD0948024S\n"
      "  7    6  Firewall Module                        WS-SVC-FWM-1       SAD0948024T\n"
      "\n"
      "  6  0200.5e00.0600 to 0200.5e00.0607   3.0   7.2(1)       3.1(1)       Ok\n"
      "  7  0200.5e00.0700 to 0200.5e00.0707   3.0   Unknown      Unknown      Other\n"
      "\n"
      "  6  Pass\n"
      "  7  Unknown\n";
  EXPECT_EQ(slot_report(ios->chassis, 6, list).state, SlotState::kReady);
  EXPECT_EQ(slot_report(ios->chassis, 4, list).state, SlotState::kEmpty);
  const SlotReport starting = slot_report(ios->chassis, 7, list);
  EXPECT_EQ(starting.state, SlotState::kNotReady);
  EXPECT_EQ(starting.words, "Other");
  EXPECT_EQ(slot_report(family("cisco_catos")->chassis, 6,
                        "6   6    6     Firewall Module           WS-SVC-FWM-1        no  ok\n")
                .state,
            SlotState::kReady);
}

// The error for a family that says this; empty: it is taken.
std::string fault_of(std::string_view text) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "acme.yaml") << "platform: acme_os\nextends: frr\n" << text << '\n';
  const auto registry = Registry::load(folder.path().string());
  return registry ? "" : registry.error().message;
}

TEST(UnitSchema, SaysWhatASitesOwnFamilyLacks) {
  EXPECT_EQ(fault_of("saving: {command: show mode, on_command: text, by_itself: binary}"), "");
  EXPECT_NE(fault_of("saving: {command: show mode}").find("on_command"), std::string::npos);
  EXPECT_NE(fault_of("failover: {command: show pair}").find("refusal"), std::string::npos);
  EXPECT_NE(fault_of("failover: {command: show pair, prompt_active: act}").find("acme.yaml:3"),
            std::string::npos)
      << "the state in a prompt must be captured";
  EXPECT_EQ(fault_of("chassis: {command: 'to {slot}', opened: open, closed: closed, "
                     "escape: 'ctrl-]', refusals: [{words: no, why: it does not}]}"),
            "");
  EXPECT_NE(
      fault_of("chassis: {command: to, opened: o, closed: c, escape: 'ctrl-]'}").find("{slot}"),
      std::string::npos);
  EXPECT_NE(
      fault_of("chassis: {command: 'to {slot}', opened: o, closed: c, escape: x}").find("ctrl-^ x"),
      std::string::npos);
  EXPECT_NE(fault_of("chassis: {command: 'to {slot}', refusals: [{words: no}]}").find("\"why\""),
            std::string::npos);
}

}  // namespace
}  // namespace lw::platform
