// One server that stands for many devices. What every SSH server does is in ssh_test.cc.
#include "net/ssh_server.h"

#include <ifaddrs.h>
#include <netinet/in.h>

#include "net/peer_pins.h"
#include "net/signal.h"
#include "net/ssh.h"
#include "net/ssh_server_testing.h"
#include "net/tcp.h"

namespace lw::net {
namespace {

constexpr std::size_t kMost = 64;

Result<std::shared_ptr<const SshIdentity>> identity(const Secret& key) {
  return SshIdentity::create(key, "Cisco-1.25", SshServerAlgorithms::kModern);
}

class SshServerOfMany : public testing::Test {
 protected:
  // Each address lets in a user of its own name, with one key of two.
  SshAnswerer answerer(const std::string& address) {
    return {.identity = address.ends_with("1") ? first_ : second_,
            .login = judged_at_once([address](std::string_view username, const Secret&) {
              return username == address ? LoginAnswer::kAccepted : LoginAnswer::kRefused;
            }),
            .handler = greet_and_echo};
  }

  Result<std::string> greeting(const Endpoint& at, const std::string& user) {
    return loop_.run<Result<std::string>>([&]() -> Task<Result<std::string>> {
      LW_CO_ASSIGN(auto stream, co_await connect_ssh(
                                    {.endpoint = at, .username = user, .password = Secret("any")},
                                    pins_, direct_route(), soon()));
      LW_CO_ASSIGN(auto text, co_await read_until(*stream, "#", soon()));
      co_await stream->close(soon());
      co_return text;
    });
  }

  std::shared_ptr<const SshIdentity> first_ = identity(test_host_key()).value();
  std::shared_ptr<const SshIdentity> second_ = identity(generate_ssh_host_key().value()).value();
  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  Loop loop_;
};

TEST_F(SshServerOfMany, AnswersAsTheAddressThatWasCalled) {
  auto choose = [this](SshArrival arrival) -> Task<std::optional<SshAnswerer>> {
    if (arrival.local_address == "127.9.0.3") co_return std::nullopt;
    EXPECT_EQ(arrival.peer_address.substr(0, 4), "127.");
    co_return answerer(arrival.local_address);
  };
  auto server = SshServer::create(loop_, {"127.0.0.1", 0}, choose, kMost, Reach::kAllLoopback);
  ASSERT_TRUE(server) << server.error().message;
  const auto port = server->local().port;
  EXPECT_EQ(greeting({"127.9.0.1", port}, "127.9.0.1").value(), "127.9.0.1@r1#");
  EXPECT_EQ(greeting({"127.9.0.2", port}, "127.9.0.2").value(), "127.9.0.2@r1#");
  EXPECT_EQ(greeting({"127.9.0.2", port}, "127.9.0.1").error().code, ErrorCode::kLoginRefused);
  EXPECT_EQ(greeting({"127.9.0.3", port}, "127.9.0.3").error().code, ErrorCode::kConnectionLost);
  EXPECT_NE(pins_.find({"127.9.0.1", port}).value()->fingerprint,
            pins_.find({"127.9.0.2", port}).value()->fingerprint);
  EXPECT_EQ(server->replace_host_key(test_host_key()).error().code, ErrorCode::kUnsupported);
}

TEST_F(SshServerOfMany, WaitsForAKeyThatIsBeingMade) {
  Signal made(loop_.next());
  std::shared_ptr<const SshIdentity> key;
  bool asked = false;
  auto choose = [&](SshArrival) -> Task<std::optional<SshAnswerer>> {
    asked = true;
    made.raise();
    while (!key) co_await made.wait(soon());
    auto chosen = answerer("127.0.0.1");
    chosen.identity = key;
    co_return chosen;
  };
  auto server = SshServer::create(loop_, {"127.0.0.1", 0}, choose, kMost, Reach::kOneAddress);
  ASSERT_TRUE(server) << server.error().message;
  auto making = loop_.start<void>([&]() -> Task<> {
    while (!asked) co_await made.wait(soon());
    key = first_;
    made.raise();
  });
  EXPECT_TRUE(greeting(server->local(), "127.0.0.1"));
  making.get();
}

TEST_F(SshServerOfMany, AnOldDeviceHasNothingInCommonWithAModernClient) {
  SshServerOptions options;
  options.host_key = generate_ssh_host_key(1024).value();
  options.algorithms = SshServerAlgorithms::kLegacy;
  auto server = SshServer::create(loop_, {"127.0.0.1", 0}, std::move(options));
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_FALSE(greeting(server->local(), "admin"));
}

// The address of another interface of this machine, when there is one.
std::string other_address() {
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return {};
  std::string found;
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) continue;
    const auto* in = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
    const std::uint32_t bits = ntohl(in->sin_addr.s_addr);
    if (bits >> 24 == 127) continue;
    found = std::to_string(bits >> 24) + "." + std::to_string(bits >> 16 & 255) + "." +
            std::to_string(bits >> 8 & 255) + "." + std::to_string(bits & 255);
  }
  freeifaddrs(all);
  return found;
}

TEST(ListenerOnAllLoopback, TellsTheAddressThatWasCalledAndServesNoOther) {
  Loop loop;
  auto tell = [](std::unique_ptr<Stream> stream, std::string address) -> Task<> {
    EXPECT_TRUE(co_await stream->write("called " + address + "\n", soon()));
  };
  auto listener = TcpListener::create(loop, {"127.0.0.1", 0}, tell, kMost, Reach::kAllLoopback);
  ASSERT_TRUE(listener) << listener.error().message;
  const auto call = [&](std::string address) {
    return loop.run<Result<std::string>>([&]() -> Task<Result<std::string>> {
      LW_CO_ASSIGN(auto stream,
                   co_await connect_tcp({address, listener->local().port}, direct_route(), soon()));
      co_return co_await read_until(*stream, "\n", soon());
    });
  };
  EXPECT_EQ(call("127.3.2.1").value_or(""), "called 127.3.2.1\n");
  const std::string other = other_address();
  if (other.empty()) GTEST_SKIP() << "this machine has no other address";
  const auto refused = call(other);
  ASSERT_FALSE(refused);
  // Refused by the system where it lets a socket keep to one interface, else closed at once.
  EXPECT_TRUE(refused.error().code == ErrorCode::kUnreachable ||
              refused.error().code == ErrorCode::kConnectionLost)
      << refused.error().message;
}

}  // namespace
}  // namespace lw::net
