// A router on a clock of the test's own, and somebody who types at it. For tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "lab/ios_device.h"
#include "lab/typing_testing.h"

namespace lw::lab {

inline constexpr const char* kFreshRouter =
    "enable secret lab\n"
    "line vty 0 4\n"
    " password lab\n"
    " login\n";

class Ios : public testing::TestWithParam<std::string> {
 protected:
  explicit Ios(const char* config = kFreshRouter) {
    auto made = IosDevice::create({.initial_config = config, .clock = clock_.clock()});
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
    if (made) device_ = std::move(*made);
  }

  Typist telnet(std::string line_end = "\r") {
    return Typist(device_->open({.transport = Transport::kTelnet}), std::move(line_end));
  }
  // Logged in over Telnet, in enable mode, without pages.
  Typist enabled() {
    Typist typist = telnet();
    typist.lines({"lab", "enable", "lab", "terminal length 0"});
    return typist;
  }
  std::string running() { return device_->config().render(); }

  FakeClock clock_;
  std::unique_ptr<IosDevice> device_;
};

}  // namespace lw::lab
