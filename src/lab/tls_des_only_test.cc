#include "lab/tls_des_only.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace lw::lab {
namespace {

std::string number(std::size_t value, std::size_t size) {
  std::string bytes;
  for (std::size_t i = size; i-- > 0;) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  return bytes;
}

std::string handshake(std::size_t version, std::initializer_list<std::size_t> suites,
                      std::string_view extensions = "") {
  std::string list;
  for (const std::size_t suite : suites) list += number(suite, 2);
  const std::string body = number(version, 2) + std::string(32, 'r') + number(0, 1) +
                           number(list.size(), 2) + list + number(1, 1) + number(0, 1) +
                           std::string(extensions);
  return number(1, 1) + number(body.size(), 3) + body;
}

std::string record(std::size_t version, std::string_view content) {
  return number(22, 1) + number(version, 2) + number(content.size(), 2) + std::string(content);
}

const std::string kRefusal("\x15\x03\x01\x00\x02\x02\x28", 7);

std::string all_at_once(std::string_view bytes) {
  TlsDesOnly server;
  return server.receive(bytes).bytes;
}

TEST(TlsDesOnly, TakesDesWhenItIsOffered) {
  TlsDesOnly server;
  const auto reply = server.receive(record(0x0301, handshake(0x0301, {0x002F, 0x0009, 0x0035})));
  EXPECT_FALSE(reply.close) << "it stays silent";
  ASSERT_EQ(reply.bytes.size(), 5u + 4 + 2 + 32 + 1 + 2 + 1);
  EXPECT_EQ(reply.bytes.substr(0, 3), std::string("\x16\x03\x01", 3));
  EXPECT_EQ(reply.bytes[5], 2) << "a ServerHello";
  EXPECT_EQ(reply.bytes.substr(reply.bytes.size() - 3), std::string("\x00\x09\x00", 3));
  EXPECT_TRUE(server.receive("more").bytes.empty());
}

TEST(TlsDesOnly, AnswersInTls10AtMost) {
  EXPECT_EQ(all_at_once(record(0x0301, handshake(0x0303, {0x0009}))).substr(9, 2),
            std::string("\x03\x01", 2));
  EXPECT_EQ(all_at_once(record(0x0300, handshake(0x0300, {0x0009}))).substr(9, 2),
            std::string("\x03\x00", 2));
}

TEST(TlsDesOnly, RefusesWhoeverOffersNoDes) {
  TlsDesOnly server;
  const auto reply =
      server.receive(record(0x0301, handshake(0x0303, {0xC02F, 0x002F, 0x000A}, number(0, 2))));
  EXPECT_EQ(reply.bytes, kRefusal);
  EXPECT_TRUE(reply.close);
  EXPECT_EQ(all_at_once(record(0x0304, handshake(0x0303, {0x1301}))), kRefusal);
  EXPECT_EQ(all_at_once(record(0x0301, handshake(0x0303, {}))), kRefusal);
}

TEST(TlsDesOnly, ReadsByteByByteAndOverSeveralRecords) {
  const std::string message = handshake(0x0301, {0x0009});
  const std::string split = record(0x0301, message.substr(0, 3)) +
                            record(0x0301, message.substr(3, 20)) +
                            record(0x0301, message.substr(23));
  TlsDesOnly server;
  std::string said;
  for (const char byte : split) said += server.receive({&byte, 1}).bytes;
  EXPECT_EQ(said.size(), 47u);
  EXPECT_EQ(said[0], 0x16);
}

TEST(TlsDesOnly, ReadsTheSsl2FormOfOldClients) {
  const auto hello = [](std::string_view suites) {
    const std::string body = number(1, 1) + number(0x0301, 2) + number(suites.size(), 2) +
                             number(0, 2) + number(16, 2) + std::string(suites) +
                             std::string(16, 'c');
    return number(0x8000 | body.size(), 2) + body;
  };
  EXPECT_EQ(all_at_once(hello(number(0x000009, 3) + number(0x010080, 3))).substr(5, 1), "\x02");
  EXPECT_EQ(all_at_once(hello(number(0x010080, 3) + number(0x00000A, 3))), kRefusal);
}

TEST(TlsDesOnly, ClosesOnWhatIsNoClientHello) {
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.1\r\n"), record(0x0301, "\x02\x00\x00\x00"),
        number(23, 1) + number(0x0301, 2) + number(4, 2) + "data",
        record(0x0301, number(1, 1) + number(2, 3) + "ab"),
        record(0x0301, number(1, 1) + number(0xFFFFFF, 3))}) {
    TlsDesOnly server;
    const auto reply = server.receive(bytes);
    EXPECT_TRUE(reply.close);
    EXPECT_TRUE(reply.bytes.empty());
  }
}

TEST(TlsDesOnly, WaitsNoLongerThanForAHelloOfItsLimit) {
  TlsDesOnly server;
  const std::string piece = record(0x0301, number(1, 1) + number(0x3FFF, 3) + "x") +
                            std::string("\x16\x03\x01\x08\x00", 5);
  EXPECT_FALSE(server.receive(piece).close);
  bool closed = false;
  for (int i = 0; i < 20 && !closed; ++i) closed = server.receive(std::string(2048, 'y')).close;
  EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace lw::lab
