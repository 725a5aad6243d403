// Fleets end to end: many devices behind one port for each protocol, told apart by their address.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "lab/conversation_testing.h"
#include "lab/lab.h"
#include "net/loop.h"
#include "net/peer_pins.h"
#include "net/ssh.h"
#include "net/tcp.h"
#include "net/tls.h"

namespace lw::lab {
namespace {

using testing::HasSubstr;

constexpr const char* kFleet = R"(
ports: {telnet: 0, ssh: 0, console: 0, http: 0, https: 0}
fleet:
  - name: branch-{n}
    count: 300
    first_address: 127.1.0.1
    rsa_modulus: 2048
    config: |
      hostname {name}
      enable secret lab
      ip domain name lab.example
      ip http server
      ip http secure-server
      username admin privilege 15 secret lab
      line vty 0 4
       login local
       transport input telnet ssh
  - name: old-{n}
    count: 2
    first_address: 127.2.0.1
    os_version: "12.2"
    transports: [telnet, console]
  - name: fw-{n}
    count: 2
    first_address: 127.3.0.1
    platform: cisco_asa
    rsa_modulus: 1024
    crypto: legacy
)";

const Script kLogin = {{"Username: ", "admin"}, {"Password: ", "lab"}};

Script then(Script first, Script second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

class LabFleet : public testing::Test {
 protected:
  ~LabFleet() override { std::filesystem::remove_all(folder_); }

  void start(const char* yaml, bool keeps_state = false) {
    lab_.reset();
    auto description = parse_lab(yaml, "test");
    ASSERT_TRUE(description) << description.error().message;
    if (keeps_state) description->state_folder = folder_;
    auto lab = Lab::start(*description);
    ASSERT_TRUE(lab) << lab.error().message;
    lab_ = std::make_unique<Lab>(std::move(*lab));
  }
  std::uint16_t port(Transport transport) {
    for (const RunningDevice& device : lab_->devices()) {
      const auto found = device.ports.find(transport);
      if (found != device.ports.end()) return found->second;
    }
    ADD_FAILURE() << "no device has " << name(transport);
    return 0;
  }
  Result<std::string> telnet(const std::string& address, Script script) {
    const net::Endpoint to{address, port(Transport::kTelnet)};
    return loop_.run<Result<std::string>>([&] { return talk(to, script); });
  }
  Result<std::string> raw(const std::string& address, Transport transport, Script script) {
    const net::Endpoint to{address, port(transport)};
    return loop_.run<Result<std::string>>([&]() -> net::Task<Result<std::string>> {
      LW_CO_ASSIGN(auto stream, co_await net::connect_tcp(to, net::direct_route(), soon()));
      co_return co_await follow(*stream, script);
    });
  }
  Result<std::string> ssh(const std::string& address, Script script,
                          net::CryptoProfile profile = net::CryptoProfile::kModern) {
    const net::Endpoint to{address, port(Transport::kSsh)};
    return loop_.run<Result<std::string>>([&]() -> net::Task<Result<std::string>> {
      LW_CO_ASSIGN(
          auto stream,
          co_await net::connect_ssh(
              {.endpoint = to, .username = "admin", .password = Secret("lab"), .profile = profile},
              pins_, net::direct_route(), soon()));
      auto all = co_await follow(*stream, script);
      co_await stream->close(soon());
      co_return all;
    });
  }
  std::string fingerprint(const std::string& address) {
    const auto found = pins_.find({address, port(Transport::kSsh)});
    return found && *found ? (*found)->fingerprint : "none";
  }

  static std::filesystem::path new_folder() {
    std::string name = testing::TempDir() + "lab-fleetXXXXXX";
    return ::mkdtemp(name.data());
  }

  std::filesystem::path folder_ = new_folder();
  std::unique_ptr<Lab> lab_;
  net::PeerPins pins_{folder_ / "pins"};
  net::Loop loop_{1};
};

TEST_F(LabFleet, AnswersAsTheDeviceThatWasCalledAndKeepsThemApart) {
  start(kFleet);
  ASSERT_EQ(lab_->devices().size(), 304U);
  EXPECT_EQ(lab_->devices()[299].name, "branch-300");
  EXPECT_EQ(lab_->devices()[299].address, "127.1.1.44");
  EXPECT_EQ(lab_->port("branch-300", Transport::kTelnet), port(Transport::kTelnet));
  EXPECT_EQ(lab_->port("old-1", Transport::kSsh).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(telnet("127.1.0.1", then(kLogin, {{"branch-1#", "configure terminal"},
                                                {"(config)#", "hostname CHANGED"},
                                                {"CHANGED(config)#", "end"},
                                                {"CHANGED#", "exit"}})));
  EXPECT_TRUE(telnet("127.1.1.44", then(kLogin, {{"branch-300#", "exit"}})));
  EXPECT_TRUE(telnet("127.1.0.2", then(kLogin, {{"branch-2#", "exit"}})));
  EXPECT_TRUE(telnet("127.1.0.1", then(kLogin, {{"CHANGED#", "exit"}})));
  EXPECT_TRUE(telnet("127.2.0.2", {{"Password: ", "lab"}, {"Router>", "exit"}}));
}

TEST_F(LabFleet, ClosesConnectionsToAddressesWithoutADeviceOrWithoutThatTransport) {
  start(kFleet);
  for (const auto* nobody : {"127.0.0.1", "127.1.0.0", "127.1.1.45", "127.255.255.254"}) {
    const auto refused = telnet(nobody, kLogin);
    ASSERT_FALSE(refused) << nobody;
    EXPECT_EQ(refused.error().code, ErrorCode::kConnectionLost) << refused.error().message;
    EXPECT_FALSE(ssh(nobody, {}));
    EXPECT_FALSE(raw(nobody, Transport::kHttp, {{"x", ""}}));
  }
  EXPECT_EQ(ssh("127.2.0.1", {}).error().code, ErrorCode::kConnectionLost);
}

TEST_F(LabFleet, SharesOneHostKeyUntilADeviceMakesItsOwn) {
  start(kFleet);
  const Script look = {{"branch-", ""}};
  ASSERT_TRUE(ssh("127.1.0.1", look));
  ASSERT_TRUE(ssh("127.1.0.2", look));
  EXPECT_EQ(fingerprint("127.1.0.1"), fingerprint("127.1.0.2"));
  // Who connects while the key is being made waits for it.
  ASSERT_TRUE(
      telnet("127.1.0.2", then(kLogin, {{"branch-2#", "configure terminal"},
                                        {"(config)#", "crypto key generate rsa modulus 2048"},
                                        {"[OK]", "end"},
                                        {"branch-2#", "exit"}})));
  EXPECT_EQ(ssh("127.1.0.2", look).error().code, ErrorCode::kHostKeyChanged);
  EXPECT_TRUE(ssh("127.1.0.1", look));
}

TEST_F(LabFleet, OffersOldAlgorithmsAloneWhereTheFileSaysSo) {
  start(kFleet);
  const auto refused = ssh("127.3.0.1", {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported) << refused.error().message;
  const auto shown = ssh("127.3.0.1", {{"fw-1> ", ""}}, net::CryptoProfile::kLegacy);
  EXPECT_TRUE(shown) << shown.error().message;
}

TEST_F(LabFleet, ServesTheWebInterfacesOfAllOnOnePort) {
  start(kFleet);
  const auto page = raw("127.1.0.9", Transport::kHttp, {{"", "GET / HTTP/1.0\r\n"}, {"401", ""}});
  EXPECT_TRUE(page) << page.error().message;
  EXPECT_FALSE(raw("127.2.0.1", Transport::kHttp, {{"x", ""}})) << "it has no HTTP there";
}

TEST_F(LabFleet, HasFaultsOverTheTransportsNamedAloneAndShowsWhoHoldsItsWebServer) {
  start(R"(
ports: {telnet: 0, console: 0, http: 0}
fleet:
  - {name: r, count: 1, first_address: 127.1.0.1, faults: [stall, "drop-after:5"],
     faults_over: [http, telnet], config: "hostname r\nip http server\n"})");
  EXPECT_FALSE(telnet("127.1.0.1", {{"> ", ""}})) << "it drops the connection";
  const net::Endpoint web{"127.1.0.1", port(Transport::kHttp)};
  const net::Endpoint console{"127.1.0.1", port(Transport::kConsole)};
  const std::string row = "127.0.0.1:80 ";
  loop_.run<void>([&]() -> net::Task<> {
    auto client = co_await net::connect_tcp(web, net::direct_route(), soon());
    EXPECT_TRUE(co_await (*client)->write("GET / HTTP/1.0\r\n\r\n", soon()));
    auto line = co_await net::connect_tcp(console, net::direct_route(), soon());
    EXPECT_TRUE(co_await follow(**line, {{"r>", ""}}));
    std::string shown;
    const auto look = [&]() -> net::Task<bool> {
      EXPECT_TRUE(co_await (*line)->write("show ip http server connection\r", soon()));
      shown = (co_await follow(**line, {{"\r\nr>", ""}})).value_or("nothing");
      co_return shown.find(row) != std::string::npos;
    };
    EXPECT_TRUE(co_await look()) << shown;
    co_await (*client)->close(soon());
    const Deadline limit = soon();
    while (co_await look() && !limit.passed()) {
    }
    EXPECT_EQ(shown.find(row), std::string::npos) << "the client has left, the device holds it";
  });
}

TEST_F(LabFleet, HasFirewallsWithDesAloneAndFirewallsOfSeveralContexts) {
  start(R"(
ports: {telnet: 0, https: 0}
fleet:
  - {name: weak, count: 1, first_address: 127.1.0.1, platform: cisco_asa, licence: k8, config:
     "http server enable\nhttp 127.0.0.0 255.0.0.0 inside\n"}
  - {name: many, count: 1, first_address: 127.1.0.2, platform: cisco_asa, config: "hostname fw\n",
     contexts: {admin: "hostname fw\npasswd lab\nenable password lab\n
                        telnet 127.0.0.0 255.0.0.0 inside\n", one: "hostname inner\n"}})");
  const auto tls = loop_.run<Result<std::unique_ptr<net::Stream>>>([&] {
    return net::connect_tls({{"127.1.0.1", port(Transport::kHttps)}, net::CryptoProfile::kLegacy},
                            pins_, net::direct_route(), soon());
  });
  ASSERT_FALSE(tls);
  EXPECT_EQ(tls.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(tls.error().message + tls.error().hint, HasSubstr("DES"));
  const auto shown = telnet("127.1.0.2", {{"Password: ", "lab"},
                                          {"> ", "enable"},
                                          {"Password: ", "lab"},
                                          {"# ", "changeto context one"},
                                          {"inner/one# ", "exit"}});
  EXPECT_TRUE(shown) << shown.error().message;
}

TEST_F(LabFleet, ClosesWhenEveryLineIsBusyAndOpensWhenOneIsFree) {
  start(kFleet);
  const net::Endpoint at{"127.1.0.5", port(Transport::kTelnet)};
  loop_.run<void>([&]() -> net::Task<> {
    std::vector<std::unique_ptr<net::Stream>> lines;
    for (int i = 0; i < 5; ++i) {
      auto stream = co_await net::connect_telnet(at, net::direct_route(), soon());
      EXPECT_TRUE(co_await follow(**stream, {{"Username: ", ""}}));
      lines.push_back(*std::move(stream));
    }
    EXPECT_EQ((co_await talk(at, {{"Username: ", ""}})).error().code, ErrorCode::kConnectionLost);
    // "exit" is answered by the end of the connection: then the line is free.
    EXPECT_TRUE(co_await lines[2]->write("admin\r\n", soon()));
    EXPECT_TRUE(co_await follow(*lines[2], {{"Password: ", "lab"}, {"branch-5#", "exit"}}));
    EXPECT_FALSE(co_await follow(*lines[2], {{"never shown", ""}}));
    EXPECT_TRUE(co_await talk(at, {{"Username: ", ""}}));
  });
}

TEST_F(LabFleet, HoldsFiveTelnetSessionsOfAFirewall) {
  start(kFleet);
  const net::Endpoint at{"127.3.0.2", port(Transport::kTelnet)};
  loop_.run<void>([&]() -> net::Task<> {
    std::vector<std::unique_ptr<net::Stream>> sessions;
    for (int i = 0; i < 5; ++i) {
      auto stream = co_await net::connect_telnet(at, net::direct_route(), soon());
      EXPECT_TRUE(co_await follow(**stream, {{"Password: ", ""}}));
      sessions.push_back(*std::move(stream));
    }
    EXPECT_EQ((co_await talk(at, {{"Password: ", ""}})).error().code, ErrorCode::kConnectionLost);
  });
}

TEST_F(LabFleet, LeavesAConsoleLoggedInWhenItsConnectionDropsAndRefusesASecondUser) {
  start(kFleet);
  ASSERT_TRUE(raw("127.1.0.3", Transport::kConsole,
                  {{"branch-3>", "enable"},
                   {"Password: ", "lab"},
                   {"branch-3#", "configure terminal"},
                   {"branch-3(config)#", ""}}));
  const net::Endpoint at{"127.1.0.3", port(Transport::kConsole)};
  loop_.run<void>([&]() -> net::Task<> {
    auto again = co_await net::connect_tcp(at, net::direct_route(), soon());
    // Nothing is shown before a key is pressed.
    EXPECT_TRUE(co_await (*again)->write("\r", soon()));
    const auto shown = co_await follow(**again, {{"branch-3(config)#", "end"}, {"branch-3#", ""}});
    EXPECT_TRUE(shown) << shown.error().message;
    auto second = co_await net::connect_tcp(at, net::direct_route(), soon());
    EXPECT_EQ((co_await follow(**second, {{"branch", ""}})).error().code,
              ErrorCode::kConnectionLost);
    EXPECT_TRUE(co_await (*again)->write("exit\r", soon()));
    EXPECT_TRUE(co_await follow(**again, {{"con0 is now available", ""}}));
  });
}

TEST_F(LabFleet, ShowsWhatOthersCauseWithoutAKeyPressed) {
  start(kFleet);
  const net::Endpoint console{"127.1.0.4", port(Transport::kConsole)};
  const net::Endpoint vty{"127.1.0.4", port(Transport::kTelnet)};
  loop_.run<void>([&]() -> net::Task<> {
    auto watching = co_await net::connect_telnet(console, net::direct_route(), soon());
    EXPECT_TRUE(co_await follow(**watching, {{"branch-4>", ""}}));
    auto victim = co_await net::connect_telnet(vty, net::direct_route(), soon());
    EXPECT_TRUE(co_await follow(**victim, {{"Username: ", ""}}));
    EXPECT_TRUE(co_await talk(vty, then(kLogin, {{"branch-4#", "configure terminal"},
                                                 {"(config)#", "end"},
                                                 {"branch-4#", "clear line vty 0"},
                                                 {"[confirm]", "y"},
                                                 {"[OK]", "exit"}})));
    EXPECT_TRUE(co_await follow(**watching, {{"%SYS-5-CONFIG_I", ""}}));
    EXPECT_EQ((co_await follow(**victim, {{"never shown", ""}})).error().code,
              ErrorCode::kConnectionLost);
  });
}

TEST_F(LabFleet, EndsAnIdleSessionByItself) {
  start(R"({ports: {telnet: 0}, fleet: [{name: r, count: 1, first_address: 127.1.0.1,
    config: "line vty 0 4\n password lab\n login\n exec-timeout 0 1\n"}]})");
  const auto idle = telnet("127.1.0.1", {{"Password: ", "lab"}, {"Router>", ""}, {"never", ""}});
  ASSERT_FALSE(idle);
  EXPECT_EQ(idle.error().code, ErrorCode::kConnectionLost) << idle.error().message;
}

TEST_F(LabFleet, KeepsEachDevicesStateAndKeyInItsFolder) {
  constexpr const char* kTwo = R"(
ports: {telnet: 0, ssh: 0}
fleet:
  - {name: 'r{n}', count: 2, first_address: 127.1.0.1, rsa_modulus: 2048, config:
     "hostname {name}\nip domain name x.org\nusername admin privilege 15 secret lab\n
      line vty 0 4\n login local\n transport input telnet ssh\n"})";
  start(kTwo, true);
  ASSERT_TRUE(ssh("127.1.0.1", {{"r1#", ""}}));
  ASSERT_TRUE(
      telnet("127.1.0.2", then(kLogin, {{"r2#", "configure terminal"},
                                        {"(config)#", "hostname KEPT"},
                                        {"KEPT(config)#", "crypto key generate rsa modulus 2048"},
                                        {"[OK]", "do write"},
                                        {"[OK]", "end"},
                                        {"KEPT#", "exit"}})));
  ASSERT_TRUE(ssh("127.1.0.2", {{"KEPT#", ""}}));
  const std::string first = fingerprint("127.1.0.1");
  const std::string second = fingerprint("127.1.0.2");
  EXPECT_NE(first, second);
  start(kTwo, true);
  ASSERT_TRUE(ssh("127.1.0.1", {{"r1#", ""}}));
  ASSERT_TRUE(ssh("127.1.0.2", {{"KEPT#", ""}}));
  EXPECT_EQ(fingerprint("127.1.0.1"), first);
  EXPECT_EQ(fingerprint("127.1.0.2"), second);
}

TEST_F(LabFleet, StartsTwentyThousandDevices) {
  start(R"({ports: {telnet: 0}, fleet: [{name: 'r{n}', count: 20000, first_address: 127.1.0.1,
    config: "hostname {name}\nline vty 0 4\n password lab\n login\n"}]})");
  ASSERT_EQ(lab_->devices().size(), 20'000U);
  EXPECT_TRUE(telnet(lab_->devices().back().address, {{"Password: ", "lab"}, {"r20000>", "exit"}}));
}

TEST_F(LabFleet, SaysWhatIsWrongWithItsConfigurationAtTheStart) {
  auto description = parse_lab(
      R"({ports: {telnet: 0}, fleet: [{name: 'r{n}', count: 9, first_address: 127.1.0.1,
      config: "frobnicate {n}"}]})",
      "test");
  ASSERT_TRUE(description);
  const auto lab = Lab::start(*description);
  ASSERT_FALSE(lab);
  EXPECT_THAT(lab.error().message, HasSubstr("starting r1: "));
  EXPECT_THAT(lab.error().message, HasSubstr("frobnicate 1"));
}

}  // namespace
}  // namespace lw::lab
