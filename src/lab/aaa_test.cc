// End to end: routers and a firewall of one lab that ask the TACACS+ server of another.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/aaa_caller.h"
#include "lab/conversation_testing.h"
#include "lab/lab.h"
#include "net/loop.h"

namespace lw::lab {
namespace {

using testing::HasSubstr;

class AaaInTheLab : public testing::Test {
 protected:
  // Starts a server with `faults`, and devices that ask it: a router and a firewall.
  void start(std::string_view faults = "") {
    const auto servers = parse_lab(
        fmt::format("aaa_servers:\n"
                    "  - {{name: acs, protocol: tacacs, port: 0, key: sesame, faults: [{}],\n"
                    "      users: [{{name: anna, password: right, enable: up, privilege: 15}},\n"
                    "              {{name: bert, password: too, enable: up}}]}}\n",
                    faults),
        "test");
    ASSERT_TRUE(servers) << servers.error().message;
    servers_.emplace(Lab::start(*servers).value());
    ASSERT_EQ(servers_->aaa_servers().size(), 1U);
    const int port = servers_->aaa_servers().front().port;
    LabDescription devices;
    devices.devices = {
        {.name = "r",
         .transports = {{Transport::kTelnet, 0}},
         .config = fmt::format("enable secret lab\n"
                               "username local privilege 15 secret local\n"
                               "aaa new-model\n"
                               "aaa authentication login default group tacacs+ local\n"
                               "aaa authentication enable default group tacacs+ enable\n"
                               "aaa authorization exec default group tacacs+ local\n"
                               "tacacs-server host 127.0.0.1 port {} timeout 1 key sesame\n",
                               port)},
        {.name = "f",
         .platform = "cisco_asa",
         .transports = {{Transport::kTelnet, 0}},
         .config = fmt::format("hostname fw\n"
                               "username local password local privilege 15\n"
                               "interface Management0/0\n"
                               " nameif management\n"
                               " ip address 192.0.2.10 255.255.255.0\n"
                               "aaa-server ACS protocol tacacs+\n"
                               "aaa-server ACS (management) host 127.0.0.1\n"
                               " key sesame\n server-port {}\n timeout 1\n"
                               "aaa authentication telnet console ACS LOCAL\n"
                               "aaa authentication enable console ACS LOCAL\n"
                               "telnet 127.0.0.0 255.0.0.0 management\n",
                               port)}};
    auto lab = Lab::start(devices);
    ASSERT_TRUE(lab) << lab.error().message;
    devices_.emplace(*std::move(lab));
  }

  Result<std::string> telnet(const std::string& device, Script script) {
    const auto port = devices_->port(device, Transport::kTelnet).value();
    return loop_.run<Result<std::string>>([&] { return talk({"127.0.0.1", port}, script); });
  }
  // That the script is followed to its end.
  void expect(const std::string& device, Script script) {
    const auto shown = telnet(device, std::move(script));
    EXPECT_TRUE(shown) << shown.error().message;
  }

  std::optional<Lab> servers_;
  std::optional<Lab> devices_;
  net::Loop loop_{1};
};

TEST_F(AaaInTheLab, ServersDecideWhoLogsInAndAtWhichLevel) {
  start();
  expect("r", {{"Username: ", "anna"}, {"Password: ", "right"}, {"Router#", "exit"}});
  expect("r", {{"Username: ", "bert"},
               {"Password: ", "too"},
               {"Router>", "enable"},
               {"Password: ", "lab"},
               {"% Access denied\r\n\r\nRouter>", "enable"},
               {"Password: ", "up"},
               {"Router#", "exit"}});
  expect("r", {{"Username: ", "local"}, {"Password: ", "local"}, {"% Authentication failed", ""}});
}

TEST_F(AaaInTheLab, FirewallsAskToo) {
  start();
  expect("f", {{"Username: ", "anna"},
               {"Password: ", "right"},
               {"fw> ", "enable"},
               {"Password: ", "up"},
               {"fw# ", "exit"}});
  expect("f", {{"Username: ", "local"}, {"Password: ", "local"}, {"Username: ", ""}});
}

TEST_F(AaaInTheLab, TheDevicesOwnUsersAreAskedWhenNoServerIsThere) {
  start();
  servers_->stop();
  expect("r", {{"Username: ", "local"}, {"Password: ", "local"}, {"Router#", "exit"}});
  expect("r", {{"Username: ", "anna"}, {"Password: ", "right"}, {"% Authentication failed", ""}});
  expect("f", {{"Username: ", "local"}, {"Password: ", "local"}, {"fw> ", "exit"}});
}

TEST_F(AaaInTheLab, AServerThatFailsIsAsNone) {
  for (const char* fault : {"silent", "wrong-key", "error-reply", "\"slow:60000\""}) {
    start(fault);
    expect("r", {{"Username: ", "local"}, {"Password: ", "local"}, {"Router#", "exit"}});
    devices_.reset();
    servers_.reset();
  }
}

TEST_F(AaaInTheLab, AServerThatIsSlowIsWaitedFor) {
  start("\"slow:50\"");
  expect("r", {{"Username: ", "anna"}, {"Password: ", "right"}, {"Router#", "exit"}});
}

TEST_F(AaaInTheLab, ALabStopsWhileItsDevicesWaitForAServer) {
  start("\"slow:60000\"");
  expect("r", {{"Username: ", "anna"}, {"Password: ", ""}});
  const auto port = devices_->port("r", Transport::kTelnet).value();
  auto waiting = loop_.start<Result<std::string>>([port] {
    return talk({"127.0.0.1", port},
                {{"Username: ", "anna"}, {"Password: ", "right"}, {"never", ""}});
  });
  devices_->stop();
  EXPECT_FALSE(waiting.get());
}

TEST(AaaCallerTest, GoesToNoAddressButLoopback) {
  net::Loop loop(1);
  AaaCaller caller(loop.next());
  loop.run<void>([&]() -> net::Task<> {
    int answers = 0;
    for (const char* address : {"192.0.2.1", "", "localhost", "127.0.0.1.example"}) {
      caller.ask({.address = address, .port = 49, .key = {}}, {}, [&](AaaAnswer answer) {
        answers += answer.verdict == AaaAnswer::Verdict::kNoAnswer ? 1 : 0;
      });
    }
    EXPECT_EQ(answers, 4) << "at once";
    co_return;
  });
}

}  // namespace
}  // namespace lw::lab
