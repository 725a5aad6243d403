#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/lab_description.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kBegin = "Beginning configuration replication: Sending to mate.\r\n";
constexpr std::string_view kEnd = "End Configuration Replication to mate\r\n";
constexpr std::string_view kWarning =
    "\t**** WARNING ****\r\n"
    "\tConfiguration Replication is NOT performed from Standby unit to Active unit.\r\n";

// Each with what is typed in one piece and byte by byte.
class AsaFailover : public testing::TestWithParam<Pieces> {
 protected:
  AsaFailover() : first_(made("prompt hostname priority state\n")), second_(made("")) {
    pair_units(*first_, *second_);
  }
  std::unique_ptr<AsaDevice> made(std::string more, AsaLicence licence = {},
                                  std::string_view version = "") {
    auto device = AsaDevice::create(
        {.initial_config = factory_config("cisco_asa") + "terminal width 511\n" + more,
         .clock = clock_.clock(),
         .rsa_modulus = 1024,
         .licence = licence,
         .release = asa_release("cisco_asa", version).value()});
    EXPECT_TRUE(device.has_value()) << (device ? "" : device.error().message);
    return device ? std::move(*device) : nullptr;
  }
  Typist enabled(AsaDevice& device) {
    Typist typist(device.open({.transport = Transport::kConsole}), "\r", GetParam());
    typist.lines({"enable", "lab", "terminal pager 0"});
    return typist;
  }
  // What is due comes.
  void pass(AsaDevice& device, std::chrono::seconds time = std::chrono::seconds(1)) {
    clock_.advance(time);
    device.advance();
  }

  FakeClock clock_;
  std::unique_ptr<AsaDevice> first_;
  std::unique_ptr<AsaDevice> second_;
};

INSTANTIATE_TEST_SUITE_P(Pieces, AsaFailover, testing::Values(Pieces::kWhole, Pieces::kBytes));

TEST_P(AsaFailover, SaysInThePromptWhichUnitItIsAndWhatItDoes) {
  EXPECT_THAT(enabled(*first_).line(""), EndsWith("\rfw-1/pri/act# "));
  EXPECT_THAT(enabled(*second_).line(""), EndsWith("\rfw-1/sec/stby# "));
  EXPECT_THAT(enabled(*first_).lines({"configure terminal", "N", "interface Management0/0"}),
              EndsWith("\rfw-1/pri/act(config-if)# "));
}

TEST_P(AsaFailover, GivesTheMateEveryLine) {
  Typist active = enabled(*first_);
  active.lines({"configure terminal", "N", "domain-name pair.example", "end", "write memory"});
  Typist standby = enabled(*second_);
  EXPECT_THAT(standby.line("show running-config"),
              AllOf(HasSubstr("domain-name pair.example"),
                    HasSubstr("failover\r\nfailover lan unit secondary\r\n")));
  EXPECT_THAT(active.line("show running-config"), HasSubstr("failover lan unit primary\r\n"));
  EXPECT_FALSE(second_->modified());
}

TEST_P(AsaFailover, WarnsOnTheStandbyUnitAndTakesNothing) {
  Typist standby = enabled(*second_);
  const std::string before = first_->config().render();
  EXPECT_THAT(standby.line("configure terminal"),
              AllOf(HasSubstr(kWarning), EndsWith("\rfw-1/sec/stby(config)# ")));
  EXPECT_THAT(standby.line("hostname other"), HasSubstr(kWarning));
  EXPECT_THAT(standby.line("interface GigabitEthernet0/1"), EndsWith("\rfw-1/sec/stby(config)# "));
  EXPECT_THAT(standby.line("crypto key zeroize rsa"), HasSubstr(kWarning));
  EXPECT_THAT(standby.line("end"), AllOf(Not(HasSubstr(kWarning)), EndsWith("/stby# ")));
  EXPECT_THAT(standby.line("write standby"), HasSubstr(kWarning));
  EXPECT_EQ(first_->config().render(), before);
  EXPECT_TRUE(second_->host_keys().has_value());
}

TEST_P(AsaFailover, GluesReplicationToAPromptOfTheActiveUnit) {
  Typist active = enabled(*first_);
  Typist standby = enabled(*second_);
  EXPECT_FALSE(first_->next_event().has_value());
  EXPECT_THAT(active.line("write standby"), EndsWith("[OK]\r\n\rfw-1/pri/act# "));
  ASSERT_TRUE(first_->next_event().has_value());
  EXPECT_FALSE(second_->next_event().has_value());
  pass(*first_);
  EXPECT_EQ(active.shown(), std::string(kBegin) + std::string(kEnd));
  EXPECT_EQ(standby.shown(), "");
  EXPECT_FALSE(first_->next_event().has_value());
}

TEST_P(AsaFailover, SendsChangesToTheMateSoonAfterThem) {
  Typist active = enabled(*first_);
  active.lines({"configure terminal", "N"});
  pass(*first_);
  EXPECT_EQ(active.shown(), "") << "nothing has changed";
  EXPECT_THAT(active.lines({"foo", "domain-name a.example", "domain-name b.example"}),
              Not(HasSubstr("replication")));
  pass(*first_);
  EXPECT_EQ(active.shown(), std::string(kBegin) + std::string(kEnd));
}

TEST_P(AsaFailover, ChangesRolesOnCommandFromEitherSide) {
  Typist first = enabled(*first_);
  Typist second = enabled(*second_);
  clock_.advance(std::chrono::seconds(60));
  EXPECT_THAT(second.line("failover active"), EndsWith("\rfw-1/sec/act# "));
  EXPECT_THAT(first.shown(), HasSubstr("Switching to Standby"));
  EXPECT_THAT(first.line(""), EndsWith("\rfw-1/pri/stby# "));
  EXPECT_THAT(first.line("show failover"),
              AllOf(HasSubstr("This host: Primary - Standby Ready"), HasSubstr("time: 60 (sec)"),
                    HasSubstr("Other host: Secondary - Active")));
  EXPECT_THAT(second.line("no failover active"), EndsWith("\rfw-1/sec/stby# "));
  EXPECT_THAT(first.lines({"configure terminal", "N", "no failover active"}),
              EndsWith("\rfw-1/pri/stby(config)# "));
}

TEST_P(AsaFailover, ShowsBothHostsAndTheirState) {
  Typist active = enabled(*first_);
  EXPECT_THAT(active.line("show failover"),
              AllOf(HasSubstr("Failover On \r\nFailover unit Primary\r\n"),
                    HasSubstr("Version: Ours 9.8(2), Mate 9.8(2)\r\n"),
                    HasSubstr("Serial Number: Ours JMX0000L0AB, Mate JMX0000L0AC\r\n"),
                    HasSubstr("\tThis host: Primary - Active \r\n"),
                    HasSubstr("Interface management (192.0.2.10): Normal"),
                    HasSubstr("\tOther host: Secondary - Standby Ready \r\n")));
  EXPECT_THAT(enabled(*second_).line("show failover state"),
              HasSubstr("This host  -   Secondary\r\n               Standby Ready  None\r\n"));
}

TEST_P(AsaFailover, LetsTheMateTakeOverInAReload) {
  Typist active = enabled(*first_);
  active.lines({"configure terminal", "N", "domain-name kept.example", "end", "reload", "n"});
  active.keys("\r");
  EXPECT_TRUE(active.finished());
  EXPECT_TRUE(first_->on_standby());
  EXPECT_EQ(second_->config().value("domain-name"), "kept.example");
  EXPECT_EQ(first_->config().value("domain-name"), "kept.example") << "from its mate";
}

TEST_P(AsaFailover, PartsThemWhenItIsSwitchedOff) {
  Typist active = enabled(*first_);
  active.lines({"configure terminal", "N", "no failover", "domain-name alone.example"});
  EXPECT_THAT(active.line("end"), EndsWith("\rfw-1/pri/actNoFailover# "));
  EXPECT_THAT(active.line("show running-config failover"), Not(HasSubstr("\r\nfailover\r\n")));
  EXPECT_THAT(active.line("show failover"), HasSubstr("Failover Off"));
  EXPECT_THAT(active.line("failover active"), HasSubstr("ERROR: Failover is not enabled"));
  Typist other = enabled(*second_);
  EXPECT_THAT(other.line("configure terminal"), Not(HasSubstr(kWarning)));
  EXPECT_EQ(second_->config().value("domain-name"), "");
  active.lines({"configure terminal", "failover"});
  EXPECT_EQ(second_->config().value("domain-name"), "alone.example");
  EXPECT_THAT(active.line("show running-config"), HasSubstr("\r\nfailover\r\n"));
}

TEST_P(AsaFailover, GoesOnWhenItsMateIsGone) {
  second_.reset();
  Typist active = enabled(*first_);
  EXPECT_THAT(active.line("no failover active"), EndsWith("/pri/act# "));
  EXPECT_THAT(active.line("show failover"), HasSubstr("Failover Off"));
  active.lines({"configure terminal", "N", "no failover", "hostname b"});
  EXPECT_EQ(first_->config().hostname(), "b");
}

TEST_P(AsaFailover, NeedsItsLicence) {
  auto base = made("", {.failover = AsaLicence::Failover::kNone});
  Typist typist = enabled(*base);
  for (const char* line : {"show failover", "failover active", "write standby"}) {
    EXPECT_THAT(typist.line(line), HasSubstr("\nERROR: Command requires failover license\r\n"));
  }
  typist.lines({"configure terminal", "N"});
  for (const char* line : {"failover", "no failover", "failover lan unit primary"}) {
    EXPECT_THAT(typist.line(line), HasSubstr("\nERROR: Command requires failover license\r\n"));
  }
}

TEST_P(AsaFailover, CountsLoginsInTheGreetingOfNine) {
  const auto log_in = [&](AsaDevice& device, std::string from) {
    return Typist(device.open({.transport = Transport::kSsh,
                               .source_address = std::move(from),
                               .user = "admin"}))
        .shown();
  };
  EXPECT_THAT(log_in(*first_, "127.0.0.9"),
              HasSubstr("User admin logged in to fw-1\r\n"
                        "Logins over the last 1 days: 1.  \r\n"
                        "Failed logins since the last login: 0.  \r\n"));
  EXPECT_FALSE(first_->verify_login("admin", Secret("wrong")));
  clock_.advance(std::chrono::days(3));
  EXPECT_THAT(log_in(*first_, "127.0.0.1"),
              AllOf(HasSubstr("over the last 4 days: 2.  Last login: 22:13:20 UTC Nov 14 2023 from "
                              "127.0.0.9\r\n"),
                    HasSubstr("Failed logins since the last login: 1.  \r\n")));
  EXPECT_THAT(log_in(*first_, "127.0.0.1"), HasSubstr("the last login: 0.  \r\n"));
  auto older = made("", {}, "8.4(7)");
  EXPECT_THAT(log_in(*older, "127.0.0.1"), Not(HasSubstr("Logins over")));
}

}  // namespace
}  // namespace lw::lab
