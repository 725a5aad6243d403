#include "net/tls_hello.h"

#include <gtest/gtest.h>

#include "net/tls_suites.h"

namespace lw::net {
namespace {

using namespace std::string_literals;

constexpr TlsRandom kRandom = {1, 2, 3};

const TlsServerHello* server_hello(const TlsAnswer& answer) {
  return std::get_if<TlsServerHello>(&answer);
}
bool is_unfinished(const TlsAnswer& answer) {
  return std::holds_alternative<TlsUnfinished>(answer);
}
bool is_not_tls(const TlsAnswer& answer) { return std::holds_alternative<NotTls>(answer); }

TEST(TlsHello, OfAnOldVersionIsByteForByteThatOfTheRfc) {
  const auto record = encode(TlsClientHello{TlsVersion::kSsl3, {0x0009}}, kRandom);
  std::string expected("\x16\x03\x00\x00\x2f\x01\x00\x00\x2b\x03\x00", 11);
  expected.append(kRandom.begin(), kRandom.end());
  expected.append("\x00\x00\x04\x00\x09\x00\xff\x01\x00", 9);
  EXPECT_EQ(record, expected);
}

TEST(TlsHello, IsReadAsItWasWritten) {
  for (const auto version : {TlsVersion::kSsl3, TlsVersion::kTls12}) {
    const auto bytes = encode(TlsClientHello{version, {0x0009, 0x002F}}, kRandom);
    const auto question = read_client_hello(bytes);
    const auto* const hello = std::get_if<TlsClientHello>(&question);
    ASSERT_NE(hello, nullptr);
    EXPECT_EQ(hello->version, version);
    EXPECT_EQ(hello->suites, (std::vector<std::uint16_t>{0x0009, 0x002F, 0x00FF}));
  }
  EXPECT_TRUE(std::holds_alternative<NotTls>(read_client_hello("GET / HTTP/1.0\r\n")));
}

TEST(TlsHello, AnAnswerIsUnfinishedUntilItsSuiteHasArrived) {
  const auto bytes = encode(TlsServerHello{TlsVersion::kTls10, 0x0035}, kRandom);
  const std::size_t before_suite = bytes.size() - 3;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto answer = read_tls_answer(bytes.substr(0, size));
    EXPECT_EQ(is_unfinished(answer), size < before_suite + 2) << size;
  }
  const auto answer = read_tls_answer(bytes + "more records");
  ASSERT_NE(server_hello(answer), nullptr);
  EXPECT_EQ(server_hello(answer)->version, TlsVersion::kTls10);
  EXPECT_EQ(server_hello(answer)->suite, 0x0035);
}

TEST(TlsHello, AnAnswerMayLieInPiecesInSeveralRecords) {
  const auto whole = encode(TlsServerHello{TlsVersion::kTls11, 0x002F}, kRandom);
  const auto message = whole.substr(5);
  std::string pieces;
  for (const char byte : message) pieces += "\x16\x03\x02\x00\x01"s + byte;
  const auto answer = read_tls_answer(pieces);
  ASSERT_NE(server_hello(answer), nullptr);
  EXPECT_EQ(server_hello(answer)->suite, 0x002F);
}

TEST(TlsHello, AFatalAlertIsAnAnswerAndAWarningIsNot) {
  const auto refused = read_tls_answer(encode(kHandshakeFailure));
  ASSERT_TRUE(std::holds_alternative<TlsAlert>(refused));
  EXPECT_EQ(std::get<TlsAlert>(refused).description, 40);
  const auto warning = "\x15\x03\x01\x00\x02\x01\x70"s;
  EXPECT_TRUE(is_unfinished(read_tls_answer(warning)));
  const auto then =
      read_tls_answer(warning + encode(TlsServerHello{TlsVersion::kTls12, 1}, kRandom));
  EXPECT_NE(server_hello(then), nullptr);
}

TEST(TlsHello, WhatIsNoTlsIsSeenAtItsFirstWrongByte) {
  EXPECT_TRUE(is_unfinished(read_tls_answer("")));
  EXPECT_TRUE(is_not_tls(read_tls_answer("S")));
  EXPECT_TRUE(is_not_tls(read_tls_answer("\xff\xfb\x01")));
  EXPECT_TRUE(is_not_tls(read_tls_answer("\x16H")));
  EXPECT_TRUE(is_not_tls(read_tls_answer("\x16\x03\x01\xff\xff"s)));
  EXPECT_TRUE(is_not_tls(read_tls_answer("\x16\x03\x01\x00\x00"s)));
  EXPECT_TRUE(is_not_tls(read_tls_answer("\x16\x03\x01\x00\x01\x01"s))) << "a ClientHello";
}

TEST(TlsSuites, EveryNumberStandsOnceAndTheProfilesStayUnder128) {
  std::vector<std::uint16_t> seen;
  for (const auto& suite : tls_suites()) {
    EXPECT_EQ(std::ranges::count(seen, suite.number), 0) << suite.name;
    seen.push_back(suite.number);
    EXPECT_EQ(find_tls_suite(suite.number)->name, suite.name);
  }
  EXPECT_LT(seen.size(), 128u);
  EXPECT_EQ(tls_suite_name(0x1234), "suite 0x1234");
}

}  // namespace
}  // namespace lw::net
