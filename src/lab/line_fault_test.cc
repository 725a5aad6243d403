#include "lab/line_fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/faults.h"
#include "lab/ios_device.h"

namespace lw::lab {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(LineFault, IsALineAndWhatStrikesIt) {
  const auto fault = parse_line_fault("7:cut-after");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->line, 7U);
  EXPECT_EQ(fault->strike, LineStrike::kCutAfter);
  for (const char* wrong : {"", "7", "0:reload", "x:reload", "7:", "7:thunder"}) {
    EXPECT_FALSE(parse_line_fault(wrong)) << wrong;
  }
  Faults faults;
  EXPECT_TRUE(add_fault(faults, "at-line:3:question"));
  EXPECT_EQ(faults.line->line, 3U);
  EXPECT_FALSE(add_fault(faults, "at-line:3:thunder"));
}

// A router's console at which this strikes the second line.
std::string second_line_struck_by(LineStrike strike) {
  auto device = IosDevice::create(
                    {.initial_config = "hostname R1\n", .clock = std::chrono::system_clock::now})
                    .value();
  auto session = device->open({Transport::kConsole}).value();
  int lines = 0;
  session->watch_lines([&]() -> std::optional<LineStrike> {
    return ++lines == 2 ? std::optional(strike) : std::nullopt;
  });
  session->receive("\renable\r");
  (void)session->take_output();
  session->receive("show privilege\r");
  return session->take_output();
}

TEST(LineFault, LosesOrRefusesOrAsksOrGluesALogMessage) {
  constexpr const char* kDone = "Current privilege level is 15";
  EXPECT_THAT(second_line_struck_by(LineStrike::kCutBefore), Not(HasSubstr(kDone)));
  EXPECT_THAT(second_line_struck_by(LineStrike::kCutAfter), HasSubstr(kDone));
  EXPECT_THAT(second_line_struck_by(LineStrike::kReload), Not(HasSubstr(kDone)));
  EXPECT_THAT(second_line_struck_by(LineStrike::kRefuse), HasSubstr("% "));
  EXPECT_THAT(second_line_struck_by(LineStrike::kQuestion),
              EndsWith(std::string(kStrangeQuestion)));
  EXPECT_THAT(second_line_struck_by(LineStrike::kLog), HasSubstr("R1#*Mar  1"));
}

}  // namespace
}  // namespace lw::lab
