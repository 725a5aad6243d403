#include "lab/ios_kron.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/ios_device.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr WallTime kNow =
    WallTime(std::chrono::seconds(1'700'000'000));  // Tue 14 Nov 2023, 22:13:20

std::string due(std::string_view line) {
  const auto one = parse_kron(std::string("kron occurrence x ") + std::string(line));
  if (!one) return "refused";
  const auto next = one->next(kNow, kNow);
  return next ? ios_time(*next) : "never";
}

TEST(IosKron, ComputesWhenAnOccurrenceIsDueNext) {
  EXPECT_EQ(due("in 60 recurring"), "23:13:20 UTC Tue Nov 14 2023");
  EXPECT_EQ(due("in 1:2:3 oneshot"), "00:16:20 UTC Thu Nov 16 2023");
  EXPECT_EQ(due("user u at 22:13 recurring"), "22:13:00 UTC Wed Nov 15 2023");
  EXPECT_EQ(due("at 23:30 Sun recurring"), "23:30:00 UTC Sun Nov 19 2023");
  EXPECT_EQ(due("at 6:30 14 recurring"), "06:30:00 UTC Thu Dec 14 2023");
  EXPECT_EQ(due("at 6:30 February 29 oneshot"), "06:30:00 UTC Thu Feb 29 2024");
  EXPECT_EQ(due("at 6:30 Feb 30 oneshot"), "never");
}

TEST(IosKron, RefusesWhatIsNoSchedule) {
  for (const char* line :
       {"", "in", "in 60", "in 0 recurring", "in 1:60 recurring", "in 1:2:3:4 recurring",
        "at 24:00 recurring", "at 6:60 recurring", "at 6:30 Feb recurring", "at 6:30 weekly",
        "in 60 recurring twice", "60 recurring"}) {
    EXPECT_EQ(due(line), "refused") << line;
  }
  EXPECT_EQ(parse_kron("kron occurrence x at 24:00 recurring").error().word, 4u);
  EXPECT_TRUE(parse_kron("kron occurrence " + std::string(31, 'x') + " in 5 oneshot"));
  EXPECT_FALSE(parse_kron("kron occurrence " + std::string(32, 'x') + " in 5 oneshot"));
}

class IosCns : public testing::TestWithParam<Pieces> {
 protected:
  IosCns() {
    auto made = IosDevice::create({.initial_config = "hostname r1\n", .clock = clock_.clock()});
    EXPECT_TRUE(made);
    device_ = std::move(*made);
  }
  Typist console() {
    Typist typist(device_->open({.transport = Transport::kConsole}), "\r", GetParam());
    typist.lines({"", "enable", "terminal length 0"});
    return typist;
  }
  FakeClock clock_;
  std::unique_ptr<IosDevice> device_;
};
INSTANTIATE_TEST_SUITE_P(EveryWay, IosCns, kEveryWay, way);

TEST_P(IosCns, ShowsOccurrencesThatNameAPolicyListAndKeepsThemInOrder) {
  Typist user = console();
  EXPECT_THAT(user.line("show kron schedule"), Not(HasSubstr("inactive")));
  user.line("configure terminal");
  EXPECT_THAT(user.line("kron occurrence home in 25:61 recurring"), HasSubstr("Invalid input"));
  EXPECT_THAT(user.line("kron occurrence home in 60"), HasSubstr("Incomplete"));
  user.lines({"kron policy-list fetch", "cli cns config retrieve 192.0.2.5",
              "kron occurrence home in 60 recurring"});
  EXPECT_THAT(user.line("do show kron schedule"), Not(HasSubstr("home")));
  user.lines({"policy-list fetch", "end", "write memory"});
  EXPECT_THAT(user.line("show kron schedule"),
              HasSubstr("Kron Occurrence Schedule\r\nhome inactive, will run again in 0 days "
                        "01:00:00\r\n"));
  clock_.advance(std::chrono::minutes(61));
  EXPECT_THAT(user.line("show kron schedule"), HasSubstr("0 days 00:59:00"));
  device_->power_cycle();
  EXPECT_THAT(device_->config().render(),
              HasSubstr("kron occurrence home in 60 recurring\n policy-list fetch\n!\n"
                        "kron policy-list fetch\n cli cns config retrieve 192.0.2.5\n"));
}

TEST_P(IosCns, ShowsWhatTheAgentsWouldReach) {
  Typist user = console();
  EXPECT_THAT(user.line("show cns event connections"), HasSubstr("none."));
  EXPECT_THAT(user.line("show cns config connections"), HasSubstr("disabled"));
  user.lines({"configure terminal", "cns exec", "cns event 192.0.2.5 encrypt",
              "cns config partial 192.0.2.5 8080", "cns trusted-server all-agents 192.0.2.5",
              "cns password 7secret"});
  EXPECT_THAT(user.line("cns event"), HasSubstr("Incomplete"));
  EXPECT_THAT(user.line("cns trusted-server nobody 192.0.2.5"), HasSubstr("Invalid input"));
  user.line("end");
  const std::string event = user.line("show cns event connections");
  EXPECT_THAT(event, HasSubstr("hostname is 192.0.2.5."));
  EXPECT_THAT(event, HasSubstr("port number is 11012."));
  EXPECT_THAT(event, HasSubstr("Event-Id is r1"));
  EXPECT_THAT(user.line("show cns config connections"), HasSubstr("8080"));
  EXPECT_THAT(device_->config().render(),
              HasSubstr("cns trusted-server all-agents 192.0.2.5\n!\ncns config partial 192.0.2.5 "
                        "8080\n!\ncns event 192.0.2.5 encrypt\n!\ncns exec\n!\ncns password "
                        "7secret\n"));
  user.lines({"configure terminal", "cns event 192.0.2.6 11011", "end"});
  EXPECT_THAT(device_->config().render(), Not(HasSubstr("cns event 192.0.2.5")));
}

}  // namespace
}  // namespace lw::lab
