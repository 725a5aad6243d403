#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/catos_device.h"
#include "lab/ios_device.h"
#include "lab/lab_description.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSession = "session slot 6 processor 1";

// Each with what is typed in one piece and byte by byte.
class InAChassis : public testing::TestWithParam<Pieces> {
 protected:
  InAChassis() {
    auto module = AsaDevice::create({.initial_config = factory_config("cisco_fwsm"),
                                     .clock = clock_.clock(),
                                     .release = asa_release("cisco_fwsm", "").value()});
    EXPECT_TRUE(module.has_value()) << (module ? "" : module.error().message);
    if (module) fwsm_ = std::move(*module);
    auto router =
        IosDevice::create({.initial_config = factory_config("cisco_ios", "12.2(33)SXI") +
                                             "hostname cat6k\nfirewall module 6 vlan-group 10\n"
                                             "firewall vlan-group 10  25,26,50\n",
                           .clock = clock_.clock(),
                           .release = ios_release("cisco_ios", "12.2(33)SXI").value()});
    EXPECT_TRUE(router.has_value()) << (router ? "" : router.error().message);
    if (router) router_ = std::move(*router);
    router_->install(6, fwsm_);
  }
  Typist supervisor(std::string line_end = "\r") {
    Typist typist(router_->open({.transport = Transport::kConsole}), std::move(line_end),
                  GetParam());
    typist.lines({"", "enable", "lab", "terminal length 0", "terminal width 0"});
    return typist;
  }

  FakeClock clock_;
  std::shared_ptr<AsaDevice> fwsm_;
  std::unique_ptr<IosDevice> router_;
};

INSTANTIATE_TEST_SUITE_P(Pieces, InAChassis, testing::Values(Pieces::kWhole, Pieces::kBytes));

TEST_P(InAChassis, ListsTheFirewallAndItsLines) {
  Typist typist = supervisor();
  EXPECT_THAT(typist.line("show module"),
              AllOf(HasSubstr("  6    6  Firewall Module                        WS-SVC-FWM-1       "
                              "SAD0948024S"),
                    HasSubstr("3.1(1)")));
  EXPECT_THAT(typist.line("show running-config"),
              AllOf(HasSubstr("firewall module 6 vlan-group 10\r\n"),
                    HasSubstr("firewall vlan-group 10 25,26,50\r\n")));
  EXPECT_THAT(typist.line("show version"), HasSubstr("Version 12.2(33)SXI"));
}

TEST_P(InAChassis, OpensASessionWithinTheSession) {
  Typist typist = supervisor();
  const std::string opened = typist.line(kSession);
  EXPECT_THAT(opened, AllOf(HasSubstr("The default escape character is Ctrl-^, then x.\r\n"
                                      "You can also type 'exit' at the remote prompt to end the "
                                      "session\r\nTrying 127.0.0.61 ... Open\r\n"),
                            HasSubstr("User Access Verification"), EndsWith("Password: ")));
  EXPECT_THAT(typist.line("lab"), EndsWith("\rFWSM> "));
  EXPECT_THAT(typist.lines({"enable", ""}), EndsWith("\rFWSM# "));
  EXPECT_THAT(typist.line("changeto context admin"), EndsWith("\rFWSM/admin# "));
  EXPECT_THAT(typist.line("exit"),
              EndsWith("\r\n[Connection to 127.0.0.61 closed by foreign host]\r\ncat6k#"));
  EXPECT_THAT(typist.line("show privilege"), HasSubstr("level is 15"));
}

TEST_P(InAChassis, TakesAReturnOfTwoBytesForOne) {
  Typist typist = supervisor("\r\n");
  EXPECT_THAT(typist.line(kSession), EndsWith("Password: "));
  EXPECT_THAT(typist.line("lab"), EndsWith("\rFWSM> "));
  EXPECT_THAT(typist.line("exit"), EndsWith("closed by foreign host]\r\ncat6k#"));
}

TEST_P(InAChassis, GetsOutByTheEscapeAndBackByReturn) {
  Typist typist = supervisor();
  typist.lines({kSession, "lab", "enable", ""});
  EXPECT_THAT(typist.keys("\x1ex"), EndsWith("cat6k#"));
  EXPECT_THAT(typist.line("show sessions"), HasSubstr("127.0.0.61"));
  EXPECT_THAT(typist.line(kSession), HasSubstr("still open"));
  EXPECT_THAT(typist.line(""), HasSubstr("[Resuming connection 1 to 127.0.0.61 ... ]"));
  EXPECT_THAT(typist.line("show mode"), HasSubstr("Security context mode: multiple"));
  typist.keys("\x1ex");
  EXPECT_THAT(typist.line("disconnect"), EndsWith("[confirm]"));
  typist.keys("\r");
  EXPECT_THAT(typist.line("show sessions"), HasSubstr("% No connections open"));
  EXPECT_THAT(typist.line(""), EndsWith("cat6k#"));
}

TEST_P(InAChassis, PassesAFirstEscapeKeyThatWasNone) {
  Typist typist = supervisor();
  typist.lines({kSession, "lab"});
  EXPECT_THAT(typist.keys("\x1ey\x7f\r"), Not(HasSubstr("cat6k#")));
  EXPECT_THAT(typist.line(""), EndsWith("\rFWSM> "));
}

TEST_P(InAChassis, EndsWithTheModulesReload) {
  Typist typist = supervisor();
  typist.lines({kSession, "lab"});
  fwsm_->reload();
  EXPECT_THAT(typist.shown(), EndsWith("closed by foreign host]\r\ncat6k#"));
  EXPECT_THAT(typist.line(kSession), EndsWith("Password: "));
}

TEST_P(InAChassis, LivesAsLongAsItsSession) {
  Typist typist = supervisor();
  typist.lines({kSession, "lab"});
  fwsm_.reset();
  EXPECT_THAT(typist.line("show curpriv"), HasSubstr("Current privilege level"));
}

TEST_P(InAChassis, SaysThatASlotIsEmpty) {
  Typist typist = supervisor();
  EXPECT_THAT(typist.line("session slot 3 processor 1"),
              AllOf(HasSubstr("Trying 127.0.0.31 ... "), HasSubstr("% Destination unreachable"),
                    EndsWith("cat6k#")));
}

TEST_P(InAChassis, IsNothingThatOtherRoutersKnow) {
  auto plain = IosDevice::create({.initial_config = "hostname r\n", .clock = clock_.clock()});
  ASSERT_TRUE(plain);
  Typist typist((*plain)->open({.transport = Transport::kConsole}));
  typist.lines({"", "enable"});
  EXPECT_THAT(typist.line(kSession), HasSubstr("% Invalid input"));
  EXPECT_FALSE(IosDevice::create(
      {.initial_config = "firewall module 6 vlan-group 1\n", .clock = clock_.clock()}));
}

TEST_P(InAChassis, SpeaksInItsOwnWords) {
  Typist typist = supervisor();
  typist.lines({kSession, "lab", "enable", "", "terminal pager 0"});
  EXPECT_THAT(typist.line("show version"),
              AllOf(HasSubstr("FWSM Firewall Version 3.1(1) <system>\r\n"),
                    HasSubstr("Hardware:   WS-SVC-FWM-1\r\n")));
  typist.line("changeto context admin");
  EXPECT_THAT(typist.line("show version"),
              AllOf(HasSubstr("FWSM Firewall Version 3.1(1) <context>\r\n"),
                    HasSubstr("Licensed features for this user context:\r\n"
                              "Failover                    : Active/Active\r\n"
                              "VPN-DES                     : Enabled\r\n")));
  EXPECT_THAT(typist.line("show running-config"),
              AllOf(HasSubstr("FWSM Version 3.1(1) <context>"), HasSubstr("interface Vlan50")));
  EXPECT_THAT(typist.lines({"configure terminal", "hostname ceige"}),
              EndsWith("\rFWSM/admin(config)# "));
}

TEST_P(InAChassis, TakesTheFactorysPasswordUntilItHasItsOwn) {
  auto fresh = AsaDevice::create(
      {.clock = clock_.clock(), .release = asa_release("cisco_fwsm", "").value()});
  ASSERT_TRUE(fresh);
  Typist typist((*fresh)->open({.transport = Transport::kBackplane}), "\r", GetParam());
  EXPECT_THAT(typist.line("wrong"), EndsWith("Password: "));
  EXPECT_THAT(typist.line("cisco"), EndsWith("\rFWSM> "));
}

TEST_P(InAChassis, BringsItsContextsBackFromTheSavedState) {
  const std::string state = fwsm_->saved_state();
  auto again = AsaDevice::create(
      {.clock = clock_.clock(), .release = asa_release("cisco_fwsm", "").value()});
  ASSERT_TRUE(again);
  ASSERT_TRUE((*again)->restore_state(state));
  EXPECT_EQ((*again)->saved_state(), state);
  EXPECT_EQ((*again)->admin().config.render(), fwsm_->admin().config.render());
}

TEST_P(InAChassis, IsReachedFromCatOsAsWell) {
  auto made = CatosDevice::create(
      {.initial_config = factory_config("cisco_catos"), .clock = clock_.clock()});
  ASSERT_TRUE(made);
  (*made)->install(6, fwsm_);
  Typist typist((*made)->open({.transport = Transport::kTelnet}), "\r", GetParam());
  typist.lines({"lab", "set length 0"});
  EXPECT_THAT(typist.line("show module"), HasSubstr("6   6    6     Firewall Module"));
  EXPECT_THAT(typist.line("show version"), HasSubstr("WS-C6509 Software, Version NmpSW: 6.4(2)"));
  EXPECT_THAT(typist.line("session 6"),
              AllOf(HasSubstr("Trying Module-6..."), EndsWith("Password: ")));
  EXPECT_THAT(typist.line("lab"), EndsWith("\rFWSM> "));
  EXPECT_THAT(typist.line("exit"), EndsWith("Connection closed.\r\ncat-1> "));
  typist.lines({"session 6", "lab"});
  EXPECT_THAT(typist.keys("\x1d"), EndsWith("cat-1> "));
}

}  // namespace
}  // namespace lw::lab
