// Through OpenSSH's server as jump host.
#include "net/jump_hosts.h"

#include <sys/socket.h>

#include <atomic>

#include "net/ssh_server_testing.h"
#include "net/sshd_testing.h"
#include "net/tcp_socket.h"

namespace lw::net {
namespace {

using StreamResult = Result<std::unique_ptr<Stream>>;

class JumpHostsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/sbin/sshd")) GTEST_SKIP() << "skipped: no OpenSSH server";
    if (::geteuid() != 0) GTEST_SKIP() << "skipped: sshd needs root";
    generate_key(folder_.path() / "key", "ed25519");
    std::ofstream(folder_.path() / "authorized") << file_text(folder_.path() / "key.pub");
  }

  SshTarget hop(const Sshd& sshd) {
    return {.endpoint = sshd.endpoint(),
            .username = user_,
            .private_key = Secret(file_text(folder_.path() / "key"))};
  }
  StreamResult connect(const std::shared_ptr<Route>& route, const Endpoint& to,
                       Deadline deadline = soon()) {
    return loop_.run<StreamResult>([&] { return connect_tcp(to, *route, deadline); });
  }
  Error connect_error(const std::shared_ptr<Route>& route, const Endpoint& to,
                      Deadline deadline = soon()) {
    auto stream = connect(route, to, deadline);
    EXPECT_FALSE(stream);
    return stream ? Error{} : stream.error();
  }
  std::string heard(Stream& stream, std::string end) {
    const auto text =
        loop_.run<Result<std::string>>([&] { return read_until(stream, std::move(end), soon()); });
    return text ? *text : text.error().message;
  }
  // Reads so many bytes and throws them away.
  static Task<std::size_t> swallow(Stream& stream, std::size_t count) {
    std::vector<char> buffer(65536);
    std::size_t all = 0;
    while (all < count) {
      const auto some = co_await stream.read_some(buffer, soon());
      if (!some) break;
      all += *some;
    }
    co_return all;
  }
  bool within(std::function<bool()> condition) {
    return loop_.run<bool>([&]() -> Task<bool> {
      for (const auto limit = soon(); !limit.passed();) {
        if (condition()) co_return true;
        co_await wait_until(Deadline::after(std::chrono::milliseconds(5)));
      }
      co_return false;
    });
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  std::string user_ = this_user();
  Loop loop_{1};       // a Stream stays on the thread that opened it
  Loop jump_loop_{2};  // so that devices' sessions run on other threads than the hops' connections
};

TEST_F(JumpHostsTest, SshLogsInThroughOneHopAndThroughTwo) {
  const Sshd first(folder_.path(), loop_, "");
  const Sshd second(folder_.path(), loop_, "");
  auto device = serve_ssh(loop_);
  JumpHosts jumps(jump_loop_, pins_);
  for (const auto& route :
       {jumps.via({}), jumps.via({hop(first)}), jumps.via({hop(first), hop(second)})}) {
    loop_.run<void>([&]() -> Task<> {
      auto stream = co_await connect_ssh(
          {.endpoint = device.local(), .username = "admin", .password = Secret("right")}, pins_,
          *route, soon());
      EXPECT_TRUE(stream) << stream.error().message;
      if (!stream) co_return;
      EXPECT_EQ(*co_await read_until(**stream, "#", soon()), "admin@r1#");
      EXPECT_TRUE(co_await (*stream)->write("show version\r", soon()));
      EXPECT_EQ(*co_await read_until(**stream, "\r", soon()), "show version\r");
      co_await (*stream)->close(soon());
    });
  }
  EXPECT_EQ(first.logged("Accepted publickey"), 1u) << "both chains begin with the same hop";
  EXPECT_EQ(second.logged("Accepted publickey"), 1u);
  EXPECT_EQ(jumps.connections(), 2u);
  EXPECT_TRUE(pins_.find(first.endpoint()).value()) << "hops are pinned as well";
}

TEST_F(JumpHostsTest, ManyDevicesShareConnectionsUpToTheLimitOfChannels) {
  const Sshd sshd(folder_.path(), loop_, "");
  auto device = listen(loop_, says("hello#"));
  JumpHosts jumps(jump_loop_, pins_, {.channels = 10});
  const auto route = jumps.via({hop(sshd)});
  std::vector<std::future<StreamResult>> opening;
  for (int i = 0; i < 25; ++i) {
    opening.push_back(
        loop_.start<StreamResult>([&] { return connect_tcp(device.local(), *route, soon()); }));
  }
  std::vector<std::unique_ptr<Stream>> streams;
  for (auto& one : opening) {
    auto stream = one.get();
    ASSERT_TRUE(stream) << stream.error().message;
    streams.push_back(*std::move(stream));
  }
  for (auto& stream : streams) EXPECT_EQ(heard(*stream, "#"), "hello#");
  EXPECT_EQ(jumps.connections(), 3u);
  EXPECT_EQ(sshd.logged("Accepted publickey"), 3u);
  // The place of a session that has ended is free again.
  streams.resize(5);
  ASSERT_TRUE(within([&] { return device.connections() == 5; }));
  EXPECT_EQ(heard(**connect(route, device.local()), "#"), "hello#");
  EXPECT_EQ(sshd.logged("Accepted publickey"), 3u);
}

TEST_F(JumpHostsTest, RefusedLoginToAHopIsTriedOnceForAllDevicesAndNamed) {
  const Sshd sshd(folder_.path(), loop_, "LogLevel VERBOSE");
  JumpHosts jumps(jump_loop_, pins_, {.channels = 2});
  auto wrong = hop(sshd);
  wrong.private_key = {};
  wrong.password = Secret("wrong");
  const auto route = jumps.via({wrong});
  std::vector<std::future<StreamResult>> opening;
  for (int i = 0; i < 20; ++i) {
    opening.push_back(
        loop_.start<StreamResult>([&] { return connect_tcp({"127.0.0.1", 9}, *route, soon()); }));
  }
  for (auto& one : opening) {
    const auto refused = one.get();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kLoginRefused) << refused.error().message;
    EXPECT_NE(refused.error().message.find("through jump host " + to_string(sshd.endpoint())),
              std::string::npos)
        << refused.error().message;
  }
  EXPECT_EQ(connect_error(route, {"127.0.0.1", 9}).code, ErrorCode::kLoginRefused);
  EXPECT_EQ(sshd.logged("Failed password"), 1u);
  EXPECT_NE(jumps.via({hop(sshd)}), route) << "other credentials are another way";
}

TEST_F(JumpHostsTest, ChangedHostKeyOfAHopIsRefused) {
  const Sshd sshd(folder_.path(), loop_, "");
  ASSERT_TRUE(pins_.check(sshd.endpoint(), {"ssh-ed25519", "SHA256:old"}));
  JumpHosts jumps(jump_loop_, pins_);
  const auto error = connect_error(jumps.via({hop(sshd)}), {"127.0.0.1", 9});
  EXPECT_EQ(error.code, ErrorCode::kHostKeyChanged);
  EXPECT_NE(error.message.find("through jump host"), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("SHA256:old"), std::string::npos) << error.message;
  EXPECT_EQ(error.hop, to_string(sshd.endpoint()));
}

TEST_F(JumpHostsTest, SaysWhatTheHopSaysOfADeviceThatItCannotReach) {
  const Sshd sshd(folder_.path(), loop_, "");
  const Sshd closed(folder_.path(), loop_, "AllowTcpForwarding no");
  auto gone = listen(loop_, says(""));
  const auto shut = gone.local();
  gone.stop();
  JumpHosts jumps(jump_loop_, pins_);
  const auto refused = connect_error(jumps.via({hop(sshd)}), shut);
  EXPECT_EQ(refused.code, ErrorCode::kUnreachable);
  EXPECT_EQ(refused.hop, "") << "the hop itself was reached";
  EXPECT_EQ(refused.diagnosis, Diagnosis::kRefused);
  EXPECT_EQ(refused.message,
            fmt::format("through jump host {}: it cannot connect to {}: Connection refused",
                        to_string(sshd.endpoint()), to_string(shut)));
  const auto forbidden = connect_error(jumps.via({hop(closed)}), shut);
  EXPECT_EQ(forbidden.code, ErrorCode::kUnreachable);
  EXPECT_EQ(forbidden.diagnosis, Diagnosis::kNoRoute);
  EXPECT_NE(forbidden.message.find("does not forward"), std::string::npos) << forbidden.message;
  EXPECT_NE(forbidden.hint.find("AllowTcpForwarding"), std::string::npos) << forbidden.hint;
  const auto through_two = connect_error(jumps.via({hop(sshd), hop(closed)}), shut);
  EXPECT_NE(through_two.message.find("through jump host " + to_string(closed.endpoint())),
            std::string::npos)
      << through_two.message;
}

TEST_F(JumpHostsTest, HopThatIsNotThereIsNamed) {
  auto gone = listen(loop_, says(""));
  const SshTarget nobody{.endpoint = gone.local(), .username = "admin"};
  gone.stop();
  JumpHosts jumps(jump_loop_, pins_);
  const auto error = connect_error(jumps.via({nobody}), {"127.0.0.1", 9});
  EXPECT_EQ(error.code, ErrorCode::kUnreachable);
  EXPECT_TRUE(error.message.starts_with("through jump host " + to_string(nobody.endpoint)))
      << error.message;
}

TEST_F(JumpHostsTest, CarriesMoreThanAllBuffersBothWays) {
  const Sshd sshd(folder_.path(), loop_, "");
  const std::string bytes(20 << 20, 'x');
  auto device = listen(loop_, [&](std::unique_ptr<Stream> stream) -> Task<> {
    EXPECT_EQ(co_await swallow(*stream, bytes.size()), bytes.size());
    EXPECT_TRUE(co_await stream->write(bytes, soon()));
  });
  JumpHosts jumps(jump_loop_, pins_);
  const auto route = jumps.via({hop(sshd)});
  std::vector<std::future<void>> sessions;
  for (int i = 0; i < 3; ++i) {
    sessions.push_back(loop_.start<void>([&]() -> Task<> {
      auto stream = co_await connect_tcp(device.local(), *route, soon());
      EXPECT_TRUE(stream);
      if (!stream) co_return;
      EXPECT_TRUE(co_await (*stream)->write(bytes, soon()));
      EXPECT_EQ(co_await swallow(**stream, bytes.size()), bytes.size());
      char buffer[8];
      EXPECT_EQ((co_await (*stream)->read_some(buffer, soon())).error().code,
                ErrorCode::kConnectionLost);
    }));
  }
  for (auto& session : sessions) session.get();
}

TEST_F(JumpHostsTest, PeerThatDoesNotReadHoldsUpItsWriterAndNoOtherSession) {
  const Sshd sshd(folder_.path(), loop_, "");
  auto deaf = listen(loop_, [](std::unique_ptr<Stream>) -> Task<> {
    co_await wait_until(Deadline::after(std::chrono::hours(1)));
  });
  const std::string much(1 << 20, 'x');
  auto floods = listen(loop_, [&](std::unique_ptr<Stream> stream) -> Task<> {
    while (co_await stream->write(much, Deadline::after(std::chrono::hours(1)))) {
    }
  });
  auto device = listen(loop_, says("hello#"));
  JumpHosts jumps(jump_loop_, pins_);
  const auto route = jumps.via({hop(sshd)});
  auto to_deaf = connect(route, deaf.local());
  auto flooded = connect(route, floods.local());
  ASSERT_TRUE(to_deaf && flooded);
  std::size_t written = 0;
  loop_.run<void>([&]() -> Task<> {
    while (co_await (*to_deaf)->write(much, Deadline::after(std::chrono::milliseconds(300)))) {
      written += much.size();
    }
  });
  EXPECT_LT(written, 64u << 20) << "somebody keeps all of it in memory";
  EXPECT_EQ(heard(**connect(route, device.local()), "#"), "hello#");
}

TEST_F(JumpHostsTest, SideThatHasNoMoreToSayStillListens) {
  const Sshd sshd(folder_.path(), loop_, "");
  auto device = listen(loop_, [](std::unique_ptr<Stream> stream) -> Task<> {
    std::string all;
    char buffer[64];
    for (;;) {
      const auto count = co_await stream->read_some(buffer, soon());
      if (!count) break;
      all.append(buffer, *count);
    }
    EXPECT_TRUE(co_await stream->write("heard " + all + "!", soon()));
  });
  JumpHosts jumps(jump_loop_, pins_);
  const auto route = jumps.via({hop(sshd)});
  loop_.run<void>([&]() -> Task<> {
    const auto socket = co_await route->open(device.local(), soon());
    EXPECT_TRUE(socket);
    if (!socket) co_return;
    EXPECT_EQ(::send((*socket)->descriptor(), "all", 3, 0), 3);
    ::shutdown((*socket)->descriptor(), SHUT_WR);
    std::string said;
    while (!said.ends_with('!')) {
      char buffer[64];
      const auto count = ::recv((*socket)->descriptor(), buffer, sizeof buffer, 0);
      if (count == 0) break;
      if (count > 0) said.append(buffer, static_cast<std::size_t>(count));
      if (count < 0 && !co_await (*socket)->wait(Ready::kRead, soon())) break;
    }
    EXPECT_EQ(said, "heard all!");
  });
}

TEST_F(JumpHostsTest, WhatWasWrittenBeforeClosingArrives) {
  const Sshd sshd(folder_.path(), loop_, "");
  std::promise<std::string> heard_all;
  auto device = listen(loop_, [&](std::unique_ptr<Stream> stream) -> Task<> {
    const auto text = co_await read_until(*stream, "exit\r", soon());
    heard_all.set_value(text ? *text : text.error().message);
  });
  JumpHosts jumps(jump_loop_, pins_);
  const auto route = jumps.via({hop(sshd)});
  loop_.run<void>([&]() -> Task<> {
    auto stream = co_await connect_tcp(device.local(), *route, soon());
    EXPECT_TRUE(stream);
    if (!stream) co_return;
    EXPECT_TRUE(co_await (*stream)->write("exit\r", soon()));
    co_await (*stream)->close(soon());
  });
  EXPECT_EQ(heard_all.get_future().get(), "exit\r");
}

TEST_F(JumpHostsTest, DeviceThatSpeaksOneByteAtATimeIsUnderstood) {
  const Sshd sshd(folder_.path(), loop_, "");
  auto old = listen(loop_, says("hello\r\nSSH-1.5-Cisco-1.25\n"));
  JumpHosts jumps(jump_loop_, pins_);
  const auto route = jumps.via({hop(sshd)});
  const auto stream = loop_.run<StreamResult>([&] {
    return connect_ssh({.endpoint = old.local(), .username = "admin"}, pins_, *route, soon());
  });
  ASSERT_FALSE(stream);
  EXPECT_EQ(stream.error().code, ErrorCode::kUnsupported) << stream.error().message;
  EXPECT_NE(stream.error().message.find("version 1 only"), std::string::npos);
}

TEST_F(JumpHostsTest, HopThatDiesEndsItsSessionsAndIsConnectedToAnew) {
  Sshd sshd(folder_.path(), loop_, "");
  auto device = listen(loop_, says("hello#"));
  JumpHosts jumps(jump_loop_, pins_);
  const auto route = jumps.via({hop(sshd)});
  auto stream = connect(route, device.local());
  ASSERT_TRUE(stream) << stream.error().message;
  ASSERT_EQ(heard(**stream, "#"), "hello#");
  sshd.stop();
  EXPECT_EQ(heard(**stream, "#"), "the peer closed");
  EXPECT_EQ(connect_error(route, device.local()).code, ErrorCode::kUnreachable);
  sshd.start(loop_);
  auto again = connect(route, device.local());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(heard(**again, "#"), "hello#");
}

TEST_F(JumpHostsTest, ConnectionThatNobodyUsesIsClosed) {
  const Sshd sshd(folder_.path(), loop_, "LogLevel VERBOSE");
  auto device = listen(loop_, says("hello#"));
  JumpHosts jumps(jump_loop_, pins_, {.idle = std::chrono::milliseconds(50)});
  const auto route = jumps.via({hop(sshd)});
  {
    auto stream = connect(route, device.local());
    ASSERT_TRUE(stream);
    loop_.run<void>([] { return wait_until(Deadline::after(std::chrono::milliseconds(150))); });
    EXPECT_EQ(jumps.connections(), 1u) << "closed under a session that says nothing";
  }
  EXPECT_TRUE(within([&] { return jumps.connections() == 0; }));
  EXPECT_TRUE(within([&] { return sshd.logged("Closing connection to") == 1; }));
  EXPECT_EQ(heard(**connect(route, device.local()), "#"), "hello#");
}

TEST_F(JumpHostsTest, DestructionEndsSessionsAndWhoeverIsStillConnecting) {
  const Sshd sshd(folder_.path(), loop_, "");
  auto silent = listen(loop_, says(""));
  auto device = listen(loop_, says("hello#"));
  std::unique_ptr<Stream> stream;
  std::future<StreamResult> waiting;
  std::shared_ptr<Route> route;
  {
    JumpHosts jumps(jump_loop_, pins_);
    route = jumps.via({hop(sshd)});
    stream = *connect(route, device.local());
    const auto nowhere = jumps.via({{.endpoint = silent.local(), .username = "admin"}});
    waiting = loop_.start<StreamResult>([nowhere, to = device.local()]() -> Task<StreamResult> {
      co_return co_await connect_tcp(to, *nowhere, soon());
    });
    ASSERT_TRUE(within([&] { return silent.connections() == 1; }));
  }
  EXPECT_EQ(waiting.get().error().code, ErrorCode::kCancelled);
  EXPECT_NE(heard(*stream, "never").find("closed"), std::string::npos);
  EXPECT_EQ(connect_error(route, device.local()).code, ErrorCode::kCancelled);
}

TEST_F(JumpHostsTest, DeadlineOfOneDeviceEndsItsWaitAlone) {
  auto silent = listen(loop_, says("SSH-2.0-hop\r\n"));
  JumpHosts jumps(jump_loop_, pins_);
  const auto route = jumps.via({{.endpoint = silent.local(), .username = "admin"}});
  const auto error = connect_error(route, {"127.0.0.1", 9}, very_soon());
  EXPECT_EQ(error.code, ErrorCode::kTimeout) << error.message;
  EXPECT_EQ(jumps.connections(), 1u);
}

}  // namespace
}  // namespace lw::net
