#include "lab/cli_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/ios_device.h"
#include "lab/typing_testing.h"

namespace lw::lab {
namespace {

using testing::EndsWith;

TEST(CliSession, LetsNobodyInWhoPressesControlCAtALogin) {
  FakeClock clock;
  auto router = IosDevice::create(
      {.initial_config = "line vty 0 4\n password lab\n login\n", .clock = clock.clock()});
  auto firewall =
      AsaDevice::create({.initial_config = "passwd lab\ntelnet 127.0.0.1 255.255.255.255 inside\n",
                         .clock = clock.clock()});
  ASSERT_TRUE(router && firewall);
  Typist at_router((*router)->open({.transport = Transport::kTelnet}));
  Typist at_firewall((*firewall)->open({.transport = Transport::kTelnet}));
  for (const auto* key : {"\x03", "\x1A", "x\x03"}) {
    EXPECT_THAT(at_router.keys(key), EndsWith("\r\nPassword: "));
    EXPECT_THAT(at_firewall.keys(key), EndsWith("\r\nPassword: "));
  }
  EXPECT_THAT(at_router.line("lab"), EndsWith("Router>"));
  EXPECT_THAT(at_firewall.line("lab"), EndsWith("ciscoasa> "));
  EXPECT_EQ(at_router.keys("show\x03"), "show^C\r\nRouter>");
}

}  // namespace
}  // namespace lw::lab
