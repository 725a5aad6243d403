// For tests: a simulated sensor, and a user who has logged in to it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "lab/ips_device.h"
#include "lab/typing_testing.h"

namespace lw::lab {

inline constexpr const char* kPreparedSensor =
    "username admin privilege administrator password lab-lab\n"
    "username watcher privilege viewer password lab-lab\n"
    "username tuner privilege operator password lab-lab\n"
    "service host\n"
    "network-settings\n"
    "access-list 127.0.0.0/8\n"
    "exit\n"
    "exit\n";

struct Sensor {
  explicit Sensor(std::string os_version = "", std::string config = kPreparedSensor) {
    auto made = IpsDevice::create({.initial_config = std::move(config),
                                   .clock = time.clock(),
                                   .release = *ips_release(os_version),
                                   .alerts = 7,
                                   .licence_files = {{"good.lic", kGoodUntil}}});
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
    if (made) device = std::move(*made);
  }

  Typist open(Transport transport = Transport::kConsole, std::string user = "") {
    return Typist(device->open({.transport = transport, .user = std::move(user)}));
  }
  Typist logged_in(const std::string& user = "admin") {
    Typist typist = open();
    typist.lines({user, "lab-lab", "terminal length 0"});
    return typist;
  }
  std::string value(std::string_view path) { return device->config().value(path); }

  static constexpr WallTime kGoodUntil = WallTime(std::chrono::seconds(1'800'000'000));
  FakeClock time;
  std::unique_ptr<IpsDevice> device;
};

}  // namespace lw::lab
