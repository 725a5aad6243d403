#include "net/telnet_codec.h"

#include <gtest/gtest.h>

#include <string>

namespace lw::net {
namespace {

using namespace std::string_literals;

struct Heard {
  std::string text;
  std::string answer;
};

enum class Pieces { kWhole, kSingleBytes };

Heard hear(TelnetCodec& codec, std::string_view wire, Pieces pieces = Pieces::kWhole) {
  Heard heard;
  if (pieces == Pieces::kWhole) {
    codec.receive(wire, heard.text, heard.answer);
  } else {
    for (std::size_t i = 0; i < wire.size(); ++i) {
      codec.receive(wire.substr(i, 1), heard.text, heard.answer);
    }
  }
  return heard;
}

TelnetCodec client() { return TelnetCodec::client({.columns = 511, .rows = 0}, "vt100"); }

class TelnetBothWays : public testing::TestWithParam<Pieces> {};
INSTANTIATE_TEST_SUITE_P(Pieces, TelnetBothWays,
                         testing::Values(Pieces::kWhole, Pieces::kSingleBytes));

TEST_P(TelnetBothWays, SeparatesNegotiationFromText) {
  auto codec = client();
  const auto heard = hear(codec,
                          "ab\xff\xfb\x01"
                          "c\xff\xfb\x03"
                          "d\xff\xf1"
                          "e"s,
                          GetParam());
  EXPECT_EQ(heard.text, "abcde");
  EXPECT_EQ(heard.answer, "\xff\xfd\x01\xff\xfd\x03"s);
  EXPECT_TRUE(codec.peer_echoes());
}

TEST_P(TelnetBothWays, TellsWindowSizeWithItsIacDoubled) {
  auto codec = client();
  EXPECT_EQ(hear(codec, "\xff\xfd\x1f"s, GetParam()).answer,
            "\xff\xfb\x1f\xff\xfa\x1f\x01\xff\xff\x00\x00\xff\xf0"s);
}

TEST_P(TelnetBothWays, TellsTerminalTypeWhenAsked) {
  auto codec = client();
  EXPECT_EQ(hear(codec, "\xff\xfd\x18\xff\xfa\x18\x01\xff\xf0"s, GetParam()).answer,
            "\xff\xfb\x18\xff\xfa\x18\x00vt100\xff\xf0"s);
}

TEST_P(TelnetBothWays, TakesLineEndsAndDoubledIacAsText) {
  auto codec = client();
  EXPECT_EQ(hear(codec, "a\r\0b\r\nc\xff\xff\r\xff\xff\r\r\0\n"s, GetParam()).text,
            "a\rb\r\nc\xff\r\xff\r\r\n"s);
}

TEST(Telnet, RefusesOptionsItDoesNotKnow) {
  auto codec = client();
  EXPECT_EQ(hear(codec, "\xff\xfd\x2a\xff\xfb\x2a"s).answer, "\xff\xfc\x2a\xff\xfe\x2a"s);
  EXPECT_EQ(hear(codec, "\xff\xfe\x2a\xff\xfc\x2a"s).answer, "") << "already off: nothing to say";
}

TEST(Telnet, RefusesToEchoAsAClient) {
  auto codec = client();
  EXPECT_EQ(hear(codec, "\xff\xfd\x01"s).answer, "\xff\xfc\x01"s);
}

TEST(Telnet, AnswersARepeatedOfferOnlyOnce) {
  auto codec = client();
  EXPECT_EQ(hear(codec, "\xff\xfb\x01"s).answer, "\xff\xfd\x01"s);
  EXPECT_EQ(hear(codec, "\xff\xfb\x01\xff\xfb\x01"s).answer, "");
  EXPECT_EQ(hear(codec, "\xff\xfc\x01"s).answer, "\xff\xfe\x01"s);
  EXPECT_EQ(hear(codec, "\xff\xfc\x01"s).answer, "");
}

TEST(Telnet, SettlesWithItselfAndThenBothAreSilent) {
  auto device = TelnetCodec::server();
  auto terminal = client();
  std::string to_terminal = device.opening();
  EXPECT_EQ(terminal.opening(), "");
  int rounds = 0;
  for (; !to_terminal.empty() && rounds < 10; ++rounds) {
    const auto said = hear(terminal, to_terminal).answer;
    to_terminal = hear(device, said).answer;
  }
  EXPECT_LT(rounds, 4);
  EXPECT_EQ(device.peer_window(), (WindowSize{.columns = 511, .rows = 0}));
  EXPECT_EQ(device.peer_terminal(), "vt100");
  EXPECT_TRUE(terminal.peer_echoes());
}

TEST(Telnet, KeepsNoMoreThanALittleOfAnEndlessSubnegotiation) {
  auto codec = client();
  EXPECT_EQ(hear(codec, "\xff\xfa\x18" + std::string(1 << 20, 'x')).text, "");
  EXPECT_EQ(hear(codec, "\xff\xf0still here"s).text, "still here");
}

TEST(Telnet, GoesOnWhenTheEndOfASubnegotiationWasForgotten) {
  auto codec = client();
  const auto heard = hear(codec, "\xff\xfa\x18\x01\xff\xfb\x01ok"s);
  EXPECT_EQ(heard.answer, "\xff\xfd\x01"s);
  EXPECT_EQ(heard.text, "ok");
}

TEST(Telnet, EscapesWhatItSends) {
  EXPECT_EQ(TelnetCodec::encode("a\xff"
                                "b\r\nc\rd\r"s),
            "a\xff\xff"
            "b\r\nc\r\0d\r\0"s);
}

TEST(Telnet, GivesBackAnyTextThatItEncoded) {
  std::string every;
  for (int i = 0; i < 256; ++i) every += {static_cast<char>(i), '\r', static_cast<char>(255 - i)};
  std::erase(every, '\0');
  auto codec = TelnetCodec::server();
  EXPECT_EQ(hear(codec, TelnetCodec::encode(every), Pieces::kSingleBytes).text, every);
}

}  // namespace
}  // namespace lw::net
