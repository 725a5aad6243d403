#include "net/tcp.h"

#include <atomic>
#include <thread>

#include "net/asio.h"
#include "net/stream_testing.h"

namespace lw::net {
namespace {

using namespace std::chrono_literals;

Task<> echo(std::unique_ptr<Stream> stream) {
  char buffer[4096];
  for (;;) {
    const auto count = co_await stream->read_some(buffer, soon());
    if (!count || !co_await stream->write({buffer, *count}, soon())) co_return;
  }
}

Error connect_error(Endpoint endpoint, Deadline deadline) {
  Loop loop;
  const auto stream = loop.run<Result<std::unique_ptr<Stream>>>(
      [=] { return connect_tcp(endpoint, direct_route(), deadline); });
  EXPECT_FALSE(stream);
  return stream ? Error{} : stream.error();
}

TEST(Tcp, CarriesMoreThanTheSystemBuffers) {
  Loop loop(2);
  const std::string bytes(8 << 20, 'x');
  auto listener = listen(loop, [&](std::unique_ptr<Stream> stream) -> Task<> {
    EXPECT_TRUE(co_await stream->write(bytes, soon()));
  });
  loop.run<void>([&]() -> Task<> {
    auto stream = co_await connect_tcp(listener.local(), direct_route(), soon());
    EXPECT_TRUE(stream);
    std::size_t total = 0;
    char buffer[65536];
    for (;;) {
      const auto count = co_await (*stream)->read_some(buffer, soon());
      if (!count) {
        EXPECT_EQ(count.error().code, ErrorCode::kConnectionLost);
        break;
      }
      total += *count;
    }
    EXPECT_EQ(total, bytes.size());
  });
}

TEST(Tcp, AnInterruptedReadEndsAtOnceAndTheNextOneGoesOn) {
  Loop loop;
  auto listener = listen(loop, echo);
  loop.run<void>([&]() -> Task<> {
    auto stream = co_await connect_tcp(listener.local(), direct_route(), soon());
    char buffer[8];
    // Nobody reads yet: the next read that would wait does not.
    (*stream)->interrupt();
    EXPECT_EQ((co_await (*stream)->read_some(buffer, soon())).error().code, ErrorCode::kTimeout);
    asio::post(co_await asio::this_coro::executor, [&] { (*stream)->interrupt(); });
    EXPECT_EQ((co_await (*stream)->read_some(buffer, soon())).error().code, ErrorCode::kTimeout);
    EXPECT_TRUE(co_await (*stream)->write("more", soon()));
    EXPECT_EQ(*co_await read_until(**stream, "more", soon()), "more");
  });
}

TEST(Tcp, StaysUsableAfterADeadline) {
  Loop loop;
  auto listener = listen(loop, echo);
  loop.run<void>([&]() -> Task<> {
    auto stream = co_await connect_tcp(listener.local(), direct_route(), soon());
    char buffer[8];
    const auto nothing = co_await (*stream)->read_some(buffer, very_soon());
    EXPECT_EQ(nothing.error().code, ErrorCode::kTimeout);
    EXPECT_TRUE(co_await (*stream)->write("again", soon()));
    EXPECT_EQ(*co_await read_until(**stream, "again", soon()), "again");
    co_await (*stream)->close(soon());
    const auto closed = co_await (*stream)->read_some(buffer, soon());
    EXPECT_EQ(closed.error().code, ErrorCode::kConnectionLost);
  });
}

TEST(Tcp, CancelFromAnotherThreadEndsTheReadUnderWayAndEveryLaterOne) {
  Loop loop;
  auto listener = listen(loop, echo);
  auto stream = loop.run<Result<std::unique_ptr<Stream>>>(
      [&] { return connect_tcp(listener.local(), direct_route(), soon()); });
  ASSERT_TRUE(stream);

  std::atomic<bool> reading = false;
  auto read = loop.start<ErrorCode>([&]() -> Task<ErrorCode> {
    char buffer[8];
    reading = true;
    const auto first = co_await (*stream)->read_some(buffer, soon());
    const auto second = co_await (*stream)->read_some(buffer, soon());
    EXPECT_EQ(first.error().code, second.error().code);
    co_return first.error().code;
  });
  while (!reading) std::this_thread::yield();
  (*stream)->cancel();
  EXPECT_EQ(read.get(), ErrorCode::kCancelled);
}

TEST(Tcp, SaysThatAPortIsShut) {
  Loop loop;
  auto listener = listen(loop, echo);
  const auto shut = listener.local();
  listener.stop();
  const auto error = connect_error(shut, soon());
  EXPECT_EQ(error.code, ErrorCode::kUnreachable);
  EXPECT_NE(error.message.find("refused"), std::string::npos) << error.message;
  EXPECT_FALSE(error.hint.empty());
}

TEST(Tcp, SaysThatAHostDoesNotExist) {
  const auto error = connect_error({"no-such-host.invalid", 22}, soon());
  EXPECT_TRUE(error.code == ErrorCode::kUnreachable || error.code == ErrorCode::kTimeout);
  EXPECT_NE(error.message.find("no-such-host.invalid"), std::string::npos) << error.message;
}

TEST(Tcp, GivesUpOnADeadlineThatHasPassed) {
  EXPECT_EQ(connect_error({"192.0.2.1", 22}, Deadline::after(0ms)).code, ErrorCode::kTimeout);
}

TEST(TcpListener, ClosesWhatIsBeyondItsLimit) {
  Loop loop(2);
  auto listener = listen(loop, echo, 1);
  loop.run<void>([&]() -> Task<> {
    auto first = co_await connect_tcp(listener.local(), direct_route(), soon());
    EXPECT_TRUE(co_await (*first)->write("one", soon()));
    EXPECT_TRUE(co_await read_until(**first, "one", soon()));
    auto second = co_await connect_tcp(listener.local(), direct_route(), soon());
    char buffer[8];
    const auto refused = co_await (*second)->read_some(buffer, soon());
    EXPECT_EQ(refused.error().code, ErrorCode::kConnectionLost);
  });
}

TEST(TcpListener, StopEndsHandlersThatReadAndHandlersThatWait) {
  Loop loop(2);
  std::atomic<int> ended = 0;
  auto listener = listen(loop, [&](std::unique_ptr<Stream> stream) -> Task<> {
    const auto count = std::shared_ptr<int>(nullptr, [&](int*) { ++ended; });
    char buffer[1];
    const auto first = co_await stream->read_some(buffer, Deadline::after(1h));
    if (first) co_await wait_until(Deadline::after(1h));
  });
  loop.run<void>([&]() -> Task<> {
    auto reader = co_await connect_tcp(listener.local(), direct_route(), soon());
    auto waiter = co_await connect_tcp(listener.local(), direct_route(), soon());
    EXPECT_TRUE(co_await (*waiter)->write("w", soon()));
    while (listener.connections() < 2) co_await yield_turn();
  });
  listener.stop();
  EXPECT_EQ(ended, 2);
  EXPECT_EQ(listener.connections(), 0u);
}

TEST(TcpListener, SaysThatAPortIsTaken) {
  Loop loop;
  auto first = listen(loop, echo);
  const auto second = TcpListener::create(loop, first.local(), echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kAlreadyExists);
}

}  // namespace
}  // namespace lw::net
