// End to end: factory-new devices that a lab file asks for, reached by their console ports.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/conversation_testing.h"
#include "lab/lab.h"
#include "net/loop.h"

namespace lw::lab {
namespace {

class LabSetup : public testing::Test {
 protected:
  static Lab started(std::string_view device) {
    const auto description = parse_lab(fmt::format("devices: [{{name: d, {}}}]", device), "test");
    EXPECT_TRUE(description) << (description ? "" : description.error().message);
    auto lab = Lab::start(*description);
    EXPECT_TRUE(lab) << (lab ? "" : lab.error().message);
    return std::move(*lab);
  }
  Result<std::string> at(const Lab& lab, Transport transport, Script script) {
    const net::Endpoint to{"127.0.0.1", lab.port("d", transport).value()};
    return loop_.run<Result<std::string>>([&] { return talk(to, script); });
  }
  net::Loop loop_{1};
};

TEST_F(LabSetup, TakesARouterOutOfItsBoxToItsFirstTelnetSession) {
  const Lab lab = started(
      "factory_new: true, transports: {console: 0, telnet: 0}, "
      "faults: [slow-bytes, log-noise]");
  EXPECT_FALSE(at(lab, Transport::kTelnet, {{"Password: ", ""}}));
  const auto setup = at(lab, Transport::kConsole,
                        {{"dialog? [yes/no]: ", "yes"},
                         {"setup? [yes/no]: ", "yes"},
                         {"host name [Router]: ", "edge"},
                         {"enable secret: ", "s3cret"},
                         {"enable password: ", "other"},
                         {"terminal password: ", "vty"},
                         {"Management? [yes]: ", "no"},
                         {"interface summary: ", "GigabitEthernet0/0"},
                         {"this interface? [yes]: ", "yes"},
                         {"for this interface: ", "192.0.2.1"},
                         {"[255.255.255.0] : ", "255.255.255.0"},
                         {"selection [2]: ", "2"},
                         {"Press RETURN to get started!", ""}});
  ASSERT_TRUE(setup) << setup.error().message;
  EXPECT_TRUE(at(lab, Transport::kTelnet, {{"Password: ", "vty"}, {"edge>", "exit"}}));
}

TEST_F(LabSetup, KeepsAConsolesDialogueWhenTheConnectionDrops) {
  const Lab lab = started(
      "platform: cisco_pix, factory_new: true, transports: {console: 0}, "
      "faults: ['drop-after:130']");
  const auto first =
      at(lab, Transport::kConsole, {{"prompts [yes]? ", "yes"}, {"password>]: ", "x"}, {"-", ""}});
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, ErrorCode::kConnectionLost);
  const auto second = loop_.run<Result<std::string>>([&]() -> net::Task<Result<std::string>> {
    const net::Endpoint to{"127.0.0.1", lab.port("d", Transport::kConsole).value()};
    LW_CO_ASSIGN(auto stream, co_await net::connect_telnet(to, net::direct_route(), soon()));
    LW_CO_TRY(co_await stream->write("2001\r", soon()));
    co_return co_await follow(*stream, {{"Month [", ""}});
  });
  EXPECT_TRUE(second) << (second ? "" : second.error().message);
}

TEST_F(LabSetup, StartsFirewallsOfEveryAge) {
  for (const auto* device : {"platform: cisco_asa, os_version: '9.12'", "platform: cisco_asa",
                             "platform: cisco_asa, os_version: 7.x", "platform: cisco_pix",
                             "platform: cisco_pix, os_version: '8.0(4)'"}) {
    for (const auto* factory_new : {"true", "false"}) {
      const Lab lab = started(
          fmt::format("{}, factory_new: {}, transports: {{console: 0}}", device, factory_new));
      const bool fresh = std::string_view(factory_new) == "true";
      EXPECT_TRUE(at(lab, Transport::kConsole, {{fresh ? "prompts [yes]? " : "-1> ", ""}}))
          << device;
    }
  }
}

}  // namespace
}  // namespace lw::lab
