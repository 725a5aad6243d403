#include "device/session_limits.h"

#include <gtest/gtest.h>

#include <chrono>

#include "net/loop.h"

namespace lw::device {
namespace {

Deadline shortly() { return Deadline::after(std::chrono::milliseconds(40)); }

store::Device at(const std::string& name, const std::string& site, const std::string& aaa = "") {
  store::Device device{.name = name, .platform = "frr", .address = "127.0.0.1"};
  device.site = site;
  device.aaa = aaa;
  return device;
}

// Whether each of the sessions asked for in turn, all kept, may be opened.
std::vector<bool> ask(SessionLimits& limits, const std::vector<store::Device>& devices) {
  net::Loop loop;
  return loop.run<std::vector<bool>>([&]() -> net::Task<std::vector<bool>> {
    std::vector<SessionLimits::Leave> kept;
    std::vector<bool> answers;
    for (const auto& device : devices) {
      auto leave = co_await limits.wait_for_turn(device, shortly());
      answers.push_back(leave.has_value());
      if (leave) kept.push_back(*leave);
    }
    co_return answers;
  });
}

using Answers = std::vector<bool>;

TEST(SessionLimits, BoundWhatOneDeviceGets) {
  SessionLimits limits({});
  const auto r1 = at("r1", "");
  EXPECT_EQ(ask(limits, {r1, r1, r1, r1, at("r2", "")}), (Answers{true, true, true, false, true}));
  auto narrow = at("r3", "");
  narrow.sessions = 1;
  EXPECT_EQ(ask(limits, {narrow, narrow}), (Answers{true, false}));
}

TEST(SessionLimits, CountSessionsWithContextsAsThoseOfTheirFirewall) {
  SessionLimits limits({});
  auto context = at("fw.a", "");
  context.context_of = "fw";
  EXPECT_EQ(ask(limits, {at("fw", ""), context, context, context, at("fw", "")}),
            (Answers{true, true, true, false, false}));
}

TEST(SessionLimits, BoundTheDevicesOfASiteAndLetOneDeviceHaveItsSecondSession) {
  SessionLimits limits({{"site", "berlin", 1}});
  EXPECT_EQ(
      ask(limits, {at("r1", "berlin"), at("r1", "berlin"), at("r2", "berlin"), at("r3", "paris")}),
      (Answers{true, true, false, true}));
  EXPECT_EQ(ask(limits, {at("r2", "berlin")}), Answers{true}) << "places are given back";
}

TEST(SessionLimits, BoundTheDevicesOfAnAaaServerAndSayWhoseTurnDidNotCome) {
  SessionLimits limits({{"aaa", "tacacs-1", 1}});
  net::Loop loop;
  loop.run<void>([&]() -> net::Task<> {
    const auto first = co_await limits.wait_for_turn(at("r1", "", "tacacs-1"), shortly());
    EXPECT_TRUE(first);
    const auto second = co_await limits.wait_for_turn(at("r2", "", "tacacs-1"), shortly());
    EXPECT_EQ(second.error().code, ErrorCode::kTimeout);
    EXPECT_NE(second.error().message.find("aaa tacacs-1"), std::string::npos);
  });
}

// Whether modules may be talked to through this chassis, one after the other, all kept.
std::vector<bool> ask_through(SessionLimits& limits, const store::Device& chassis,
                              const std::vector<store::Device>& modules) {
  net::Loop loop;
  return loop.run<std::vector<bool>>([&]() -> net::Task<std::vector<bool>> {
    std::vector<SessionLimits::Leave> kept;
    std::vector<bool> answers;
    for (const auto& module : modules) {
      auto leave = co_await limits.wait_for_turn_through(chassis, module, shortly());
      answers.push_back(leave.has_value());
      if (leave) kept.push_back(*leave);
    }
    co_return answers;
  });
}

TEST(SessionLimits, CountAModuleThroughItsChassisAsOneDeviceOfASiteAndAnAaaServer) {
  SessionLimits limits({{"site", "berlin", 1}, {"aaa", "tacacs-1", 1}});
  const auto chassis = at("sw1", "berlin", "tacacs-1");
  const auto module = at("fw1", "berlin", "tacacs-1");
  const auto other = at("fw2", "berlin");
  EXPECT_EQ(ask_through(limits, chassis, {module, other}), (Answers{true, true}));
  EXPECT_EQ(ask_through(limits, at("sw2", "berlin"), {at("fw3", "paris")}), Answers{true})
      << "places are given back";
}

TEST(SessionLimits, BoundTheSessionsOfAChassisWithAllItsModules) {
  SessionLimits limits({});
  auto chassis = at("sw1", "");
  chassis.sessions = 1;
  EXPECT_EQ(ask_through(limits, chassis, {at("fw1", ""), at("fw2", "")}), (Answers{true, false}));
  auto module = at("fw1", "");
  module.sessions = 1;
  chassis.sessions = 5;
  SessionLimits wide({});
  EXPECT_EQ(ask_through(wide, chassis, {module, module, at("fw2", "")}),
            (Answers{true, false, true}));
}

}  // namespace
}  // namespace lw::device
