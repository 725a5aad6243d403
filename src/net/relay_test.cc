#include "net/relay.h"

#include <sys/socket.h>

#include "net/stream_testing.h"
#include "net/tcp_stream.h"

namespace lw::net {
namespace {

class RelayTest : public testing::Test {
 protected:
  // Two sockets whose other ends are joined by a relay.
  Result<SocketPair> joined(const Executor& executor) {
    LW_ASSIGN(auto left, join_sockets(executor, executor, "left"));
    LW_ASSIGN(auto right, join_sockets(executor, executor, "right"));
    LW_TRY(start_relay(left.second, right.second));
    return SocketPair{left.first, right.first};
  }

  Loop loop_;
};

TEST_F(RelayTest, CarriesMoreThanBuffersBothWaysAtOnceAndEndsWithBothSides) {
  const std::string bytes(4 << 20, 'x');
  loop_.run<void>([&]() -> Task<> {
    const Executor executor = co_await asio::this_coro::executor;
    const auto ends = joined(executor);
    EXPECT_TRUE(ends);
    const std::shared_ptr<Stream> one = make_tcp_stream(ends->first, "one");
    const std::shared_ptr<Stream> other = make_tcp_stream(ends->second, "other");
    bool echoed = false;
    spawn(
        executor,
        [other, &echoed]() -> Task<> {
          char buffer[65536];
          for (;;) {
            const auto count = co_await other->read_some(buffer, soon());
            if (!count || !co_await other->write({buffer, *count}, soon())) break;
          }
          echoed = true;
          co_await other->close(soon());
        },
        [](const std::exception_ptr&) {});
    // Half at a time: one Task reads and writes, and nobody may have to hold all of it.
    std::vector<char> buffer(65536);
    std::size_t back = 0;
    for (std::size_t sent = 0; sent < bytes.size(); sent += buffer.size()) {
      EXPECT_TRUE(co_await one->write(bytes.substr(sent, buffer.size()), soon()));
      while (back < sent) {
        const auto count = co_await one->read_some(buffer, soon());
        EXPECT_TRUE(count);
        if (!count) co_return;
        back += *count;
      }
    }
    ::shutdown(ends->first->descriptor(), SHUT_WR);
    for (;;) {
      const auto count = co_await one->read_some(buffer, soon());
      if (!count) break;
      back += *count;
    }
    EXPECT_EQ(back, bytes.size());
    EXPECT_TRUE(echoed);
  });
}

TEST_F(RelayTest, SideThatIsLostEndsTheOther) {
  loop_.run<void>([&]() -> Task<> {
    const auto ends = joined(co_await asio::this_coro::executor);
    EXPECT_TRUE(ends);
    const auto one = make_tcp_stream(ends->first, "one");
    ends->second->close();
    char buffer[8];
    EXPECT_EQ((co_await one->read_some(buffer, soon())).error().code, ErrorCode::kConnectionLost);
  });
}

}  // namespace
}  // namespace lw::net
