#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/lab_description.h"
#include "lab/typing_testing.h"
#include "lab/web_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kAdmin =
    "hostname fw-1\nenable password lab\n"
    "http server enable\nhttp 127.0.0.0 255.0.0.0 management\n"
    "telnet 127.0.0.0 255.0.0.0 management\npasswd lab\n";

AsaDevice::Settings settings(FakeClock& clock) {
  return {.initial_config =
              "hostname fw-1\nenable password lab\n"
              "interface GigabitEthernet0/0\n"
              "context admin\n allocate-interface GigabitEthernet0/0\n"
              " config-url disk0:/admin.cfg\n",
          .clock = clock.clock(),
          .contexts = {{"admin", std::string(kAdmin)}, {"ctx1", "hostname inner\n"}}};
}

class AsaContexts : public testing::Test {
 protected:
  AsaContexts() {
    auto made = AsaDevice::create(settings(clock_));
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
    if (made) device_ = std::move(*made);
  }
  Typist console() {
    Typist typist(device_->open({.transport = Transport::kConsole}));
    typist.lines({"enable", "lab", "terminal pager 0"});
    return typist;
  }
  std::string get(const std::string& target) {
    return WebClient(*device_, "CSM").as("", "lab").get(target).body;
  }
  std::string post(const std::string& lines) {
    return WebClient(*device_, "CSM").as("", "lab").post("/admin/config", lines).body;
  }

  FakeClock clock_;
  std::unique_ptr<AsaDevice> device_;
};

TEST_F(AsaContexts, ChangesBetweenThemAndNamesThemInThePrompt) {
  Typist typist = console();
  EXPECT_THAT(typist.line("show mode"), EndsWith("Security context mode: multiple \r\n\rfw-1# "));
  EXPECT_THAT(typist.line("changeto context ctx1"), EndsWith("\rinner/ctx1# "));
  EXPECT_THAT(typist.lines({"configure terminal", "N"}), EndsWith("\rinner/ctx1(config)# "));
  EXPECT_THAT(typist.line("interface GigabitEthernet0/1"), EndsWith("\rinner/ctx1(config-if)# "));
  EXPECT_THAT(typist.line("changeto context admin"), EndsWith("\rfw-1/admin# "));
  EXPECT_THAT(typist.line("changeto system"), EndsWith("\rfw-1# "));
}

TEST_F(AsaContexts, RefusesOneThatThereIsNot) {
  Typist typist = console();
  EXPECT_THAT(typist.line("changeto context GLOBAL"),
              HasSubstr("\nERROR: 'GLOBAL' is not valid\r\n"));
  EXPECT_THAT(typist.line("changeto context system"), HasSubstr("ERROR: 'system' is not valid"));
}

TEST_F(AsaContexts, ListsThem) {
  EXPECT_EQ(get("/admin/exec/show+context"),
            "Context Name      Class                Interfaces           Mode         URL\n"
            "*admin            default              GigabitEthernet0/0   Routed       "
            "disk0:/admin.cfg\n"
            " ctx1             default                                   Routed       "
            "disk0:/ctx1.cfg\n"
            "\nTotal active Security Contexts: 2\n");
  EXPECT_THAT(get("/admin/exec/changeto+context+ctx1/show+context"),
              AllOf(Not(HasSubstr("*admin")), HasSubstr("Total active Security Contexts: 1")));
}

TEST_F(AsaContexts, KeepsTheConfigurationOfEachApart) {
  Typist typist = console();
  typist.lines({"changeto context ctx1", "configure terminal", "N", "domain-name one.example"});
  EXPECT_THAT(typist.line("show running-config"),
              AllOf(HasSubstr("ASA Version 9.8(2) <context>"), HasSubstr("domain-name one")));
  EXPECT_THAT(typist.lines({"changeto context admin", "show running-config"}),
              AllOf(HasSubstr("http server enable"), Not(HasSubstr("domain-name"))));
  EXPECT_THAT(typist.lines({"changeto system", "show running-config"}),
              AllOf(HasSubstr("ASA Version 9.8(2) <system>"), HasSubstr("admin-context admin"),
                    HasSubstr("context ctx1\r\n config-url disk0:/ctx1.cfg")));
  EXPECT_THAT(typist.line("show version"), HasSubstr("Version 9.8(2) <system>"));
  EXPECT_THAT(typist.lines({"changeto context ctx1", "show version"}),
              HasSubstr("Licensed features for this user context:"));
}

TEST_F(AsaContexts, GivesTheSystemNoNetworksOfItsOwn) {
  Typist typist = console();
  typist.lines({"configure terminal", "N"});
  EXPECT_THAT(typist.line("http server enable"), HasSubstr("ERROR: % Invalid input"));
  EXPECT_THAT(typist.lines({"changeto context admin", "configure terminal", "context x"}),
              HasSubstr("ERROR: % Invalid input"));
}

TEST_F(AsaContexts, StartsWebRequestsInTheAdminContextForTheLengthOfOne) {
  EXPECT_EQ(get("/admin/exec/changeto+system/show+admin-context"),
            "Admin: admin disk0:/admin.cfg\n");
  EXPECT_THAT(get("/admin/exec/show+running-config"), HasSubstr("http server enable"));
  EXPECT_THAT(get("/admin/exec/changeto+context+ctx1/show+running-config"),
              HasSubstr("hostname inner"));
  EXPECT_THAT(get("/admin/exec/changeto+context+GLOBAL/show+mode"),
              HasSubstr("ERROR: 'GLOBAL' is not valid\nSecurity context mode: multiple \n"));
}

TEST_F(AsaContexts, MakesAndRemovesContextsWithTheirLines) {
  Typist typist = console();
  typist.lines({"configure terminal", "N", "context ctx2"});
  EXPECT_EQ(device_->find_context("ctx2"), nullptr) << "before it has a place";
  EXPECT_THAT(typist.line("config-url disk0:/ctx2.cfg"),
              HasSubstr("INFO: Creating context with default config"));
  EXPECT_THAT(typist.line("changeto context ctx2"), EndsWith("\rciscoasa/ctx2# "));
  typist.lines({"changeto system", "configure terminal"});
  EXPECT_THAT(typist.line("no context ctx2"), EndsWith("[confirm]"));
  typist.keys("\r");
  EXPECT_EQ(device_->find_context("ctx2"), nullptr);
  EXPECT_THAT(typist.line("no context admin"), HasSubstr("ERROR: "));
  EXPECT_NE(device_->find_context("admin"), nullptr);
}

TEST_F(AsaContexts, MovesAUserOutOfAContextThatGoes) {
  Typist inside(device_->open({.transport = Transport::kTelnet}));
  inside.lines({"lab", "enable", "lab"});
  EXPECT_THAT(inside.line("changeto context ctx1"), EndsWith("\rinner/ctx1# "));
  Typist typist = console();
  typist.lines({"configure terminal", "N", "no context ctx1"});
  typist.keys("\r");
  EXPECT_THAT(inside.line(""), EndsWith("\rfw-1/admin# "));
}

TEST_F(AsaContexts, SavesEachForItselfAndAsksBeforeAReload) {
  Typist typist = console();
  typist.lines({"changeto context ctx1", "configure terminal", "N", "hostname changed"});
  EXPECT_TRUE(device_->modified());
  EXPECT_THAT(typist.lines({"end", "changeto system", "reload"}),
              EndsWith("admin config has been modified. Save? [Y]es/[N]o/[S]ave all/[C]ancel: "));
  EXPECT_THAT(typist.line("s"), EndsWith("Proceed with reload? [confirm]"));
  typist.keys("\r");
  EXPECT_EQ(device_->find_context("ctx1")->config.hostname(), "changed");
}

TEST_F(AsaContexts, BringsAllOfThemBackFromTheSavedState) {
  Typist typist = console();
  typist.lines({"changeto context ctx1", "configure terminal", "N", "hostname kept",
                "changeto system", "write memory all"});
  const std::string state = device_->saved_state();
  auto again = AsaDevice::create(settings(clock_));
  ASSERT_TRUE(again);
  ASSERT_TRUE((*again)->restore_state(state));
  EXPECT_EQ((*again)->find_context("ctx1")->config.hostname(), "kept");
  EXPECT_EQ((*again)->saved_state(), state);
  for (std::size_t cut = 0; cut < state.size(); cut += 7) {
    const auto restored = (*again)->restore_state(std::string_view(state).substr(0, cut));
    if (!restored) EXPECT_FALSE(restored.error().message.empty());
  }
  auto single =
      AsaDevice::create({.initial_config = factory_config("cisco_asa"), .clock = clock_.clock()});
  EXPECT_FALSE((*single)->restore_state(state)) << "a firewall in the other mode";
}

}  // namespace
}  // namespace lw::lab
