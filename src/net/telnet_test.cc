#include "net/telnet.h"

#include "net/stream_testing.h"
#include "net/tcp.h"

namespace lw::net {
namespace {

using namespace std::string_literals;

TEST(TelnetStream, ClientAndServerHoldAConversation) {
  Loop loop(2);
  auto listener = listen(loop, [](std::unique_ptr<Stream> raw) -> Task<> {
    auto device = make_telnet_server(std::move(raw));
    EXPECT_TRUE(co_await device->write("login: ", soon()));
    const auto name = co_await read_until(*device, "\r", soon());
    EXPECT_EQ(*name,
              "ad\xff"
              "min\r"s);
    EXPECT_TRUE(co_await device->write("hello\r\n", soon()));
    co_await device->close(soon());
  });
  loop.run<void>([&]() -> Task<> {
    auto stream = co_await connect_telnet(listener.local(), direct_route(), soon());
    EXPECT_TRUE(stream);
    EXPECT_EQ(*co_await read_until(**stream, "login: ", soon()), "login: ");
    EXPECT_TRUE(
        co_await (*stream)->write("ad\xff"
                                  "min\r"s,
                                  soon()));
    EXPECT_EQ(*co_await read_until(**stream, "hello", soon()), "hello\r\n");
    char buffer[8];
    const auto end = co_await (*stream)->read_some(buffer, soon());
    EXPECT_EQ(end.error().code, ErrorCode::kConnectionLost);
  });
}

// What a console port sends to a client that types `typed` and reads until a '.' comes.
std::string console_says(const std::string& typed) {
  Loop loop(2);
  auto listener = listen(loop, [](std::unique_ptr<Stream> raw) -> Task<> {
    auto console = make_console_server(std::move(raw));
    const auto line = co_await read_until(*console, "\r", soon());
    EXPECT_EQ(*line, "show\r");
    EXPECT_TRUE(co_await console->write("A\xff\r.", soon()));
  });
  return loop.run<std::string>([&]() -> Task<std::string> {
    auto stream = co_await connect_tcp(listener.local(), direct_route(), soon());
    for (const char& byte : typed) EXPECT_TRUE(co_await (*stream)->write({&byte, 1}, soon()));
    co_return (co_await read_until(**stream, ".", soon())).value_or("");
  });
}

TEST(TelnetStream, ConsolePortIsRawUntilTheClientNegotiates) {
  EXPECT_EQ(console_says("show\r"), "A\xff\r.");
  // WILL NAWS, then CR NUL: the answer opens negotiation, and text is Telnet's.
  EXPECT_EQ(console_says("\xff\xfb\x1fshow\r\0"s),
            "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfd\x1f"
            "A\xff\xff\r\0."s);
}

// What a console server that says `greeting` receives from our side up to an 'x'.
std::string console_hears(const std::string& greeting) {
  Loop loop(2);
  std::string heard;
  auto listener = listen(loop, [&](std::unique_ptr<Stream> raw) -> Task<> {
    for (const char& byte : greeting) EXPECT_TRUE(co_await raw->write({&byte, 1}, soon()));
    heard = (co_await read_until(*raw, "x", soon())).value_or("");
    EXPECT_TRUE(co_await raw->write("end", soon()));
  });
  return loop.run<std::string>([&]() -> Task<std::string> {
    auto stream = co_await connect_console(listener.local(), direct_route(), soon());
    if (!greeting.empty()) EXPECT_TRUE(co_await read_until(**stream, "r1>", soon()));
    EXPECT_TRUE(co_await (*stream)->write("\rx", soon()));
    EXPECT_TRUE(co_await read_until(**stream, "end", soon()));
    co_return heard;
  });
}

TEST(TelnetStream, SpeaksRawToAConsoleServerThatDoesNotNegotiate) {
  EXPECT_EQ(console_hears(""), "\rx");
  EXPECT_EQ(console_hears("\xff noise \xff\xfa r1>"), "\rx");
}

TEST(TelnetStream, SpeaksTelnetToAConsoleServerThatNegotiates) {
  EXPECT_EQ(console_hears("\xff\xfb\x01r1>"), "\xff\xfd\x01\r\0x"s);
}

TEST(TelnetStream, AnInterruptedReadEndsThoughNegotiationComesFirst) {
  Loop loop(2);
  auto listener = listen(loop, [](std::unique_ptr<Stream> raw) -> Task<> {
    char first;
    EXPECT_TRUE(co_await raw->read_some({&first, 1}, soon()));
    auto device = make_telnet_server(std::move(raw));
    device->interrupt();
    char buffer[8];
    EXPECT_EQ((co_await device->read_some(buffer, soon())).error().code, ErrorCode::kTimeout);
    EXPECT_TRUE(co_await device->write("done", soon()));
  });
  loop.run<void>([&]() -> Task<> {
    auto stream = co_await connect_tcp(listener.local(), direct_route(), soon());
    EXPECT_TRUE(co_await (*stream)->write("x\xff\xfb\x1f"s, soon()));
    EXPECT_TRUE(co_await read_until(**stream, "done", soon()));
  });
}

TEST(TelnetStream, GivesTextInPiecesAsSmallAsTheBuffer) {
  Loop loop;
  auto listener = listen(loop, says("\xff\xfb\x01"
                                    "abc"s));
  loop.run<void>([&]() -> Task<> {
    auto stream = co_await connect_telnet(listener.local(), direct_route(), soon());
    std::string text;
    while (text.size() < 3) {
      char one;
      const auto count = co_await (*stream)->read_some({&one, 1}, soon());
      EXPECT_TRUE(count);
      text += one;
    }
    EXPECT_EQ(text, "abc");
  });
}

TEST(TelnetStream, KeepsItsDeadlineBeneathNegotiationThatNeverEnds) {
  Loop loop(2);
  auto listener = listen(loop, [](std::unique_ptr<Stream> raw) -> Task<> {
    std::string flood;
    for (int i = 0; i < 10'000; ++i) flood += "\xff\xfd\x18\xff\xfe\x18"s;
    while (co_await raw->write(flood, soon())) {
    }
  });
  loop.run<void>([&]() -> Task<> {
    auto stream = co_await connect_telnet(listener.local(), direct_route(), soon());
    char buffer[8];
    const auto end = co_await (*stream)->read_some(buffer, very_soon());
    EXPECT_EQ(end.error().code, ErrorCode::kTimeout);
  });
}

}  // namespace
}  // namespace lw::net
