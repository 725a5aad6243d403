#include "net/udp.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/loop.h"

namespace lw::net {
namespace {

// A plain socket of the system's on loopback.
class Peer {
 public:
  Peer() : descriptor_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(descriptor_, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    socklen_t size = sizeof at;
    ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() { ::close(descriptor_); }

  [[nodiscard]] Endpoint endpoint() const { return {"127.0.0.1", port_}; }
  // Waits for a datagram and sends it back twice.
  void echo_twice() const {
    char buffer[64];
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const auto count = ::recvfrom(descriptor_, buffer, sizeof buffer, 0,
                                  reinterpret_cast<sockaddr*>(&from), &size);
    ASSERT_GT(count, 0);
    for (int i = 0; i < 2; ++i) {
      ::sendto(descriptor_, buffer, static_cast<std::size_t>(count), 0,
               reinterpret_cast<const sockaddr*>(&from), size);
    }
  }

 private:
  int descriptor_;
  std::uint16_t port_ = 0;
};

Deadline in(std::chrono::milliseconds time) { return Deadline::after(time); }

TEST(Udp, CarriesDatagramsThereAndBackOneByOne) {
  const Peer peer;
  Loop loop;
  auto socket = UdpSocket::connect(loop.next(), peer.endpoint());
  ASSERT_TRUE(socket) << socket.error().message;
  ASSERT_TRUE(socket->send("hello"));
  peer.echo_twice();
  loop.run<void>([&]() -> Task<> {
    const auto whole = co_await socket->receive(64, in(std::chrono::seconds(20)));
    const auto cut = co_await socket->receive(3, in(std::chrono::seconds(20)));
    EXPECT_EQ(whole.value_or("nothing"), "hello");
    EXPECT_EQ(cut.value_or("nothing"), "hel");
  });
}

TEST(Udp, WaitsNoLongerThanTheDeadline) {
  const Peer silent;
  Loop loop;
  auto socket = UdpSocket::connect(loop.next(), silent.endpoint());
  ASSERT_TRUE(socket);
  loop.run<void>([&]() -> Task<> {
    for (int i = 0; i < 3; ++i) {
      const auto nothing = co_await socket->receive(64, in(std::chrono::milliseconds(5)));
      EXPECT_FALSE(nothing);
      if (!nothing) EXPECT_EQ(nothing.error().code, ErrorCode::kTimeout);
    }
  });
}

TEST(Udp, LearnsThatNobodyListens) {
  const Endpoint closed = Peer().endpoint();
  Loop loop;
  auto socket = UdpSocket::connect(loop.next(), closed);
  ASSERT_TRUE(socket);
  ASSERT_TRUE(socket->send("hello"));
  loop.run<void>([&]() -> Task<> {
    const auto nothing = co_await socket->receive(64, in(std::chrono::seconds(20)));
    EXPECT_FALSE(nothing);
    if (!nothing) EXPECT_EQ(nothing.error().code, ErrorCode::kUnreachable);
  });
}

TEST(Udp, TakesNoNamesForAddresses) {
  Loop loop;
  const auto socket = UdpSocket::connect(loop.next(), {"localhost", 1});
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace lw::net
