#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "lab/tacacs_client.h"
#include "lab/tacacs_packet.h"
#include "lab/tacacs_server.h"

namespace lw::lab {
namespace {

using enum AaaAnswer::Verdict;
using Kind = AaaQuestion::Kind;
using testing::ElementsAre;

AaaServerDescription server() {
  return {.name = "acs",
          .key = Secret("sesame"),
          .users = {{"anna", Secret("right"), Secret("up"), 15}, {"bert", Secret("too"), {}, 1}}};
}

// Lets the two talk until the client knows its answer or neither says anything. Pieces of 1 byte,
// or of any size.
AaaAnswer talk(TacacsClient client, const AaaServerDescription& at, std::size_t piece = 4096) {
  TacacsServerDialog dialog(at);
  for (int rounds = 0; rounds < 10 && !client.answer(); ++rounds) {
    const std::string asked = client.take_output();
    for (std::size_t i = 0; i < asked.size(); i += piece) {
      if (!dialog.receive(asked.substr(i, piece))) return {};
    }
    const std::string answered = dialog.take_output();
    for (std::size_t i = 0; i < answered.size(); i += piece) {
      client.receive(std::string_view(answered).substr(i, piece));
    }
  }
  return client.answer().value_or(AaaAnswer{});
}

AaaAnswer ask(Kind kind, std::string user, std::string password,
              const AaaServerDescription& at = server()) {
  return talk(
      TacacsClient({kind, std::move(user), Secret(std::move(password)), "tty2", "127.0.0.1"},
                   Secret("sesame"), 0x12345678),
      at);
}

// RFC 8907 section 4.5, computed by hand with another program:
//   printf '\x12\x34\x56\x78sesame\xc0\x01' | md5sum, then the same with that sum behind it.
TEST(TacacsPacket, ObfuscatesBodiesAsTheStandardSays) {
  const TacacsHeader header{.session = 0x12345678};
  const std::string zeros(20, '\0');
  const std::string pad = tacacs_obfuscated(header, zeros, Secret("sesame"));
  std::string hex;
  for (const char byte : pad) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned char>(byte));
    hex += two;
  }
  EXPECT_EQ(hex, "7aae7e77a1744376809d7541ff670880829900e2");
  EXPECT_EQ(tacacs_obfuscated(header, pad, Secret("sesame")), zeros);
}

TEST(TacacsPacket, WritesTheHeaderByteForByte) {
  const std::string packet = encode({.type = TacacsType::kAuthorization,
                                     .minor_version = 1,
                                     .sequence = 3,
                                     .flags = TacacsHeader::kUnencrypted,
                                     .session = 0x01020304},
                                    "body", {});
  EXPECT_EQ(packet, std::string("\xc1\x02\x03\x01\x01\x02\x03\x04\x00\x00\x00\x04"
                                "body",
                                16));
}

TEST(TacacsPacket, GivesBodiesBackAsTheyWere) {
  const TacacsStart start{
      .user = "anna", .port = "tty2", .remote_address = "192.0.2.1", .data = "right"};
  const auto read = decode_tacacs_start(encode(start));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->user + read->port + read->remote_address + read->data, "annatty2192.0.2.1right");
  const TacacsRequest request{.accounting_flags = TacacsRequest::kStopFlag,
                              .user = "anna",
                              .arguments = {"service=shell", "", "cmd="}};
  for (const auto type : {TacacsType::kAuthorization, TacacsType::kAccounting}) {
    const auto again = decode_tacacs_request(encode(request, type), type);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_THAT(again->arguments, ElementsAre("service=shell", "", "cmd="));
    EXPECT_EQ(again->accounting_flags, type == TacacsType::kAccounting ? 4 : 0);
  }
}

TEST(TacacsPacket, RefusesBodiesThatAreShorterOrLongerThanTheirFieldsSay) {
  const std::string good = encode(TacacsResponse{
      .status = TacacsAuthorStatus::kPassAdd, .arguments = {"priv-lvl=15"}, .message = "hello"});
  ASSERT_TRUE(decode_tacacs_response(good));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(decode_tacacs_response(good.substr(0, size))) << size;
  }
  EXPECT_FALSE(decode_tacacs_response(good + "x"));
}

TEST(TacacsPacket, CutsTextsThatNoLengthFieldCanHold) {
  const auto read = decode_tacacs_start(encode(TacacsStart{.user = std::string(300, 'a')}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->user.size(), 255U);
}

TEST(TacacsPacket, FindsTheLevelWhetherItMayBeLeftOutOrNot) {
  EXPECT_EQ(tacacs_privilege({"idletime=5", "priv-lvl=15"}), 15);
  EXPECT_EQ(tacacs_privilege({"priv-lvl*7"}), 7);
  EXPECT_EQ(tacacs_privilege({"priv-lvl=16"}), std::nullopt);
  EXPECT_EQ(tacacs_privilege({"priv-lvl"}), std::nullopt);
}

TEST(TacacsReader, WaitsForNoBodyThatIsTooLarge) {
  TacacsReader reader{Secret("sesame")};
  reader.receive(std::string("\xc0\x01\x01\x00\x00\x00\x00\x01\x00\x10\x00\x00", 12));
  EXPECT_FALSE(reader.next());
}

TEST(TacacsReader, TakesNothingInClearWhenThereIsAKey) {
  TacacsReader reader{Secret("sesame")};
  reader.receive(encode({.flags = TacacsHeader::kUnencrypted}, encode(TacacsStart{}), {}));
  EXPECT_FALSE(reader.next());
}

TEST(TacacsServer, LetsInWhoHasThePasswordAndNobodyElse) {
  EXPECT_EQ(ask(Kind::kLogin, "anna", "right").verdict, kAccepted);
  EXPECT_EQ(ask(Kind::kLogin, "anna", "wrong").verdict, kRefused);
  EXPECT_EQ(ask(Kind::kLogin, "anna", "").verdict, kRefused);
  EXPECT_EQ(ask(Kind::kLogin, "nobody", "right").verdict, kRefused);
  EXPECT_EQ(ask(Kind::kLogin, "", "right").verdict, kRefused);
}

TEST(TacacsServer, EnablesWithAPasswordOfItsOwn) {
  EXPECT_EQ(ask(Kind::kEnable, "anna", "up").verdict, kAccepted);
  EXPECT_EQ(ask(Kind::kEnable, "anna", "right").verdict, kRefused);
  EXPECT_EQ(ask(Kind::kEnable, "bert", "").verdict, kRefused) << "has no enable password";
}

TEST(TacacsServer, GivesAShellTheLevelOfItsUser) {
  EXPECT_EQ(ask(Kind::kShell, "anna", "").privilege, 15);
  EXPECT_EQ(ask(Kind::kShell, "bert", "").privilege, 1);
  EXPECT_EQ(ask(Kind::kShell, "nobody", "").verdict, kRefused);
}

TEST(TacacsServer, UnderstandsWhatComesByteByByte) {
  const auto heard = talk(TacacsClient({Kind::kLogin, "anna", Secret("right"), "tty2", "127.0.0.1"},
                                       Secret("sesame"), 1),
                          server(), 1);
  EXPECT_EQ(heard.verdict, kAccepted);
}

TEST(TacacsServer, MisbehavesByName) {
  for (const char* name : {"silent", "wrong-key", "error-reply"}) {
    auto faulty = server();
    ASSERT_TRUE(add_aaa_fault(faulty.faults, name));
    for (const Kind kind : {Kind::kLogin, Kind::kEnable, Kind::kShell}) {
      EXPECT_EQ(ask(kind, "anna", "right", faulty).verdict, kNoAnswer) << name;
    }
  }
  AaaServerFaults faults;
  EXPECT_TRUE(add_aaa_fault(faults, "slow:250"));
  EXPECT_EQ(faults.delay, std::chrono::milliseconds(250));
  for (const char* name : {"slow", "slow:", "slow:x", "slow:99999999", "deaf", ""}) {
    EXPECT_FALSE(add_aaa_fault(faults, name)) << name;
  }
}

TEST(TacacsServer, LetsInOverPap) {
  const auto status = [](std::string_view password) {
    const auto at = server();
    TacacsServerDialog dialog(at);
    TacacsStart start{.type = TacacsAuthenType::kPap, .user = "anna"};
    start.data = password;
    EXPECT_TRUE(dialog.receive(encode({.minor_version = 1}, encode(start), at.key)));
    TacacsReader reader(at.key);
    reader.receive(dialog.take_output());
    const auto packet = reader.next();
    EXPECT_TRUE(packet && *packet);
    EXPECT_EQ((*packet)->header.minor_version, 1);
    return decode_tacacs_reply((*packet)->body)->status;
  };
  EXPECT_EQ(status("right"), TacacsAuthenStatus::kPass);
  EXPECT_EQ(status("wrong"), TacacsAuthenStatus::kFail);
}

TEST(TacacsServer, TakesAccounting) {
  const auto at = server();
  TacacsServerDialog dialog(at);
  const TacacsRequest request{.accounting_flags = TacacsRequest::kStartFlag, .user = "anna"};
  ASSERT_TRUE(dialog.receive(
      encode({.type = TacacsType::kAccounting}, encode(request, TacacsType::kAccounting), at.key)));
  TacacsReader reader(at.key);
  reader.receive(dialog.take_output());
  const auto packet = reader.next();
  ASSERT_TRUE(packet && *packet);
  EXPECT_EQ(decode_tacacs_acct_reply((*packet)->body)->status, TacacsAcctStatus::kSuccess);
}

TEST(TacacsServer, RefusesAContinuationOfNothing) {
  const auto at = server();
  TacacsServerDialog dialog(at);
  EXPECT_FALSE(dialog.receive(encode({.sequence = 3}, encode(TacacsContinue{}), at.key)));
}

TEST(TacacsClient, BelievesNoAnswerToAnotherQuestion) {
  for (const auto& [session, sequence] : {std::pair{2U, 2}, std::pair{1U, 4}}) {
    TacacsClient client({Kind::kLogin, "anna", Secret("right"), "tty2", ""}, Secret("k"), 1);
    client.receive(encode({.sequence = static_cast<std::uint8_t>(sequence), .session = session},
                          encode(TacacsReply{.status = TacacsAuthenStatus::kPass}), Secret("k")));
    ASSERT_TRUE(client.answer());
    EXPECT_EQ(client.answer()->verdict, kNoAnswer);
  }
}

TEST(TacacsClient, TellsAServerThatAsksOnAndOnNoMoreThanTwoThings) {
  TacacsClient client({Kind::kLogin, "anna", Secret("right"), "tty2", ""}, Secret("k"), 1);
  for (std::uint8_t sequence = 2; sequence < 20 && !client.answer(); sequence += 2) {
    client.receive(encode({.sequence = sequence, .session = 1},
                          encode(TacacsReply{.status = TacacsAuthenStatus::kGetPass}),
                          Secret("k")));
  }
  ASSERT_TRUE(client.answer());
  EXPECT_EQ(client.answer()->verdict, kRefused);
}

}  // namespace
}  // namespace lw::lab
