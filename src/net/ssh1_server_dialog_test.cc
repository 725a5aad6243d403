// The server's side of SSH 1 up to the shell, against a client that may lie.
#include "net/ssh1_server_dialog.h"

#include <gtest/gtest.h>

#include <vector>

#include "net/ssh1_testing.h"

namespace lw::net {
namespace {

class Ssh1Dialog : public testing::Test {
 protected:
  // Sends bytes as they are, whole or one by one.
  Result<void> send_raw(std::string_view bytes) {
    if (!byte_by_byte_) return net::hear(dialog(), bytes);
    for (const char& byte : bytes) LW_TRY(net::hear(dialog(), {&byte, 1}));
    return {};
  }

  Result<void> send(Ssh1Type type, std::string data = {}) {
    return send_raw(client_.encode(type, data).value());
  }

  // The next packet of the server; kIgnore when there is none.
  Ssh1Packet hear() {
    client_.receive(dialog().take_output());
    return client_.next().value().value_or(Ssh1Packet{});
  }

  // Sends, and gives the type of the answer.
  Ssh1Type ask(Ssh1Type type, std::string data = {}) {
    EXPECT_TRUE(send(type, std::move(data)));
    return hear().type;
  }

  Ssh1PublicKeys meet() {
    EXPECT_EQ(dialog().take_output(), "SSH-1.5-Cisco-1.25\n");
    EXPECT_TRUE(send_raw("SSH-1.5-test\r\n"));
    const auto packet = hear();
    EXPECT_EQ(packet.type, Ssh1Type::kPublicKey);
    return decode_ssh1_public_keys(packet.data).value();
  }

  void agree(std::uint8_t cipher = kSsh1CipherTripleDes) {
    ASSERT_TRUE(send(Ssh1Type::kSessionKey, encode(ssh1_answer(meet(), cipher))));
    ASSERT_TRUE(client_.encrypt_with(cipher, ssh1_test_session_key()));
    ASSERT_EQ(hear().type, Ssh1Type::kSuccess);
  }

  void log_in() {
    agree();
    ASSERT_EQ(ask(Ssh1Type::kUser, ssh1_text("admin")), Ssh1Type::kFailure);
    ASSERT_EQ(ask(Ssh1Type::kAuthPassword, ssh1_text("right")), Ssh1Type::kSuccess);
  }

  // That the connection is over with this code, and that the client was told.
  void expect_end(const Result<void>& outcome, ErrorCode code) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, code) << outcome.error().message;
    Ssh1Packet last;
    client_.receive(dialog().take_output());
    while (auto packet = client_.next().value()) last = *packet;
    EXPECT_EQ(last.type, Ssh1Type::kDisconnect);
    EXPECT_EQ(Ssh1Reader(last.data).text().value(), outcome.error().message);
  }

  Ssh1ServerDialog& dialog() {
    if (!dialog_) dialog_.emplace(options_, server_key_);
    return *dialog_;
  }

  Ssh1ServerOptions options_ = ssh1_test_options();
  std::shared_ptr<const Ssh1RsaKey> server_key_ = ssh1_test_key(768);
  bool byte_by_byte_ = false;
  Ssh1Packets client_;

 private:
  std::optional<Ssh1ServerDialog> dialog_;
};

// Keys and ciphers as devices have them, in one piece and byte by byte.
struct Meeting {
  int host_bits;
  std::uint8_t cipher;
  bool byte_by_byte;
};
class Ssh1Meeting : public Ssh1Dialog, public testing::WithParamInterface<Meeting> {};

TEST_P(Ssh1Meeting, EndsInAShellWithATerminal) {
  options_.host_key = ssh1_test_key(GetParam().host_bits);
  byte_by_byte_ = GetParam().byte_by_byte;
  agree(GetParam().cipher);
  EXPECT_EQ(ask(Ssh1Type::kUser, ssh1_text("admin")), Ssh1Type::kFailure);
  EXPECT_EQ(ask(Ssh1Type::kAuthPassword, ssh1_text("right")), Ssh1Type::kSuccess);
  EXPECT_EQ(
      ask(Ssh1Type::kRequestPty,
          Ssh1Writer().text("vt100").number(24).number(80).number(0).number(0).byte(0).take()),
      Ssh1Type::kSuccess);
  EXPECT_FALSE(dialog().started());
  EXPECT_TRUE(send(Ssh1Type::kExecShell));
  ASSERT_TRUE(dialog().started());
  const auto shell = dialog().take_shell();
  EXPECT_EQ(shell.username, "admin");
  EXPECT_EQ(shell.rows, 24);
  EXPECT_EQ(shell.columns, 80);
  EXPECT_FALSE(shell.command);
}

INSTANTIATE_TEST_SUITE_P(Sizes, Ssh1Meeting,
                         testing::Values(Meeting{512, kSsh1CipherDes, false},
                                         Meeting{512, kSsh1CipherTripleDes, true},
                                         Meeting{1024, kSsh1CipherDes, true},
                                         Meeting{1024, kSsh1CipherTripleDes, false}));

TEST_F(Ssh1Dialog, TellsTheSizesOfBothKeysAndWhatItOffers) {
  const auto keys = meet();
  EXPECT_EQ(keys.host_bits, 1024);
  EXPECT_EQ(keys.host_modulus, options_.host_key->modulus());
  EXPECT_EQ(keys.server_bits, 768);
  EXPECT_EQ(keys.ciphers, (1U << 2) | (1U << 3));
  EXPECT_EQ(keys.logins, 1U << 3);
}

TEST_F(Ssh1Dialog, RunsACommandAndKeepsWhatTheClientSentBehindIt) {
  log_in();
  const auto together = client_.encode(Ssh1Type::kExecCommand, ssh1_text("show clock")).value() +
                        client_.encode(Ssh1Type::kStdinData, ssh1_text("y")).value();
  ASSERT_TRUE(send_raw(together));
  ASSERT_TRUE(dialog().started());
  EXPECT_EQ(dialog().take_shell().command, "show clock");
  auto packets = dialog().take_packets();
  const auto behind = packets.next().value();
  ASSERT_TRUE(behind);
  EXPECT_EQ(behind->type, Ssh1Type::kStdinData);
}

TEST_F(Ssh1Dialog, OfAnExportImageOffersDesAloneAndTakesNothingElse) {
  options_.ciphers = Ssh1Ciphers::kDes;
  const auto keys = meet();
  EXPECT_EQ(keys.ciphers, 1U << 2);
  expect_end(send(Ssh1Type::kSessionKey, encode(ssh1_answer(keys, kSsh1CipherTripleDes))),
             ErrorCode::kUnsupported);
}

TEST_F(Ssh1Dialog, RefusesCiphersOfAnyNumberThatWereNotOffered) {
  for (const int cipher : {0, 1, 6, 31, 32, 255}) {
    Ssh1ServerDialog dialog(options_, server_key_);
    client_ = {};
    (void)dialog.take_output();
    ASSERT_TRUE(dialog.receive("SSH-1.5-test\n"));
    client_.receive(dialog.take_output());
    const auto keys = decode_ssh1_public_keys(client_.next().value().value().data).value();
    const auto answer = encode(ssh1_answer(keys, static_cast<std::uint8_t>(cipher)));
    const auto outcome = dialog.receive(client_.encode(Ssh1Type::kSessionKey, answer).value());
    ASSERT_FALSE(outcome) << cipher;
    EXPECT_EQ(outcome.error().code, ErrorCode::kUnsupported);
  }
}

TEST_F(Ssh1Dialog, RefusesACookieThatIsNotItsOwn) {
  auto answer = ssh1_answer(meet(), kSsh1CipherTripleDes);
  answer.cookie[7] ^= 1;
  expect_end(send(Ssh1Type::kSessionKey, encode(answer)), ErrorCode::kInvalidArgument);
}

TEST_F(Ssh1Dialog, RefusesASessionKeyThatIsEncryptedForAnotherDevice) {
  auto keys = meet();
  keys.host_modulus = Ssh1RsaKey::generate(1024).value().modulus();
  expect_end(send(Ssh1Type::kSessionKey, encode(ssh1_answer(keys, kSsh1CipherTripleDes))),
             ErrorCode::kInvalidArgument);
}

TEST_F(Ssh1Dialog, RefusesASessionKeyThatEndsTooEarly) {
  const auto answer = encode(ssh1_answer(meet(), kSsh1CipherTripleDes));
  expect_end(send(Ssh1Type::kSessionKey, answer.substr(0, answer.size() / 2)),
             ErrorCode::kInvalidArgument);
}

TEST_F(Ssh1Dialog, AsksForAPasswordWhoeverTheUserIs) {
  agree();
  EXPECT_EQ(ask(Ssh1Type::kUser, ssh1_text("nobody-here")), Ssh1Type::kFailure);
  EXPECT_EQ(ask(Ssh1Type::kAuthPassword, ssh1_text("right")), Ssh1Type::kFailure);
}

TEST_F(Ssh1Dialog, LetsTheClientTryAgainButNotForEver) {
  agree();
  EXPECT_EQ(ask(Ssh1Type::kUser, ssh1_text("admin")), Ssh1Type::kFailure);
  EXPECT_EQ(ask(Ssh1Type::kAuthPassword, ssh1_text("wrong")), Ssh1Type::kFailure);
  EXPECT_EQ(ask(Ssh1Type::kAuthPassword, ssh1_text("wrong")), Ssh1Type::kFailure);
  expect_end(send(Ssh1Type::kAuthPassword, ssh1_text("wrong")), ErrorCode::kLoginRefused);
}

TEST_F(Ssh1Dialog, TakesTheRightPasswordAfterAWrongOne) {
  agree();
  EXPECT_EQ(ask(Ssh1Type::kUser, ssh1_text("admin")), Ssh1Type::kFailure);
  EXPECT_EQ(ask(Ssh1Type::kAuthPassword, ssh1_text("wrong")), Ssh1Type::kFailure);
  EXPECT_EQ(ask(Ssh1Type::kAuthPassword, ssh1_text("right")), Ssh1Type::kSuccess);
}

TEST_F(Ssh1Dialog, DeclinesOtherLoginsWithoutCountingThem) {
  agree();
  EXPECT_EQ(ask(Ssh1Type::kUser, ssh1_text("admin")), Ssh1Type::kFailure);
  for (const int type : {5, 6, 35, 39, 70, 255, 5, 6}) {
    EXPECT_EQ(ask(static_cast<Ssh1Type>(type), ssh1_text("admin")), Ssh1Type::kFailure) << type;
  }
  EXPECT_EQ(ask(Ssh1Type::kAuthPassword, ssh1_text("right")), Ssh1Type::kSuccess);
}

TEST_F(Ssh1Dialog, StartsNothingBeforeTheLogin) {
  agree();
  EXPECT_EQ(ask(Ssh1Type::kUser, ssh1_text("admin")), Ssh1Type::kFailure);
  EXPECT_EQ(ask(Ssh1Type::kExecShell), Ssh1Type::kFailure);
  EXPECT_EQ(ask(Ssh1Type::kExecCommand, ssh1_text("reload")), Ssh1Type::kFailure);
  EXPECT_FALSE(dialog().started());
}

TEST_F(Ssh1Dialog, EndsWhenThePhasesAreSkipped) {
  meet();
  expect_end(send(Ssh1Type::kUser, ssh1_text("admin")), ErrorCode::kInvalidArgument);
}

TEST_F(Ssh1Dialog, EndsWhenThePasswordComesBeforeTheUser) {
  agree();
  expect_end(send(Ssh1Type::kAuthPassword, ssh1_text("right")), ErrorCode::kInvalidArgument);
}

TEST_F(Ssh1Dialog, DeclinesForwardingCompressionAndTheUnknown) {
  log_in();
  for (const int type : {11, 28, 30, 34, 37, 38, 200}) {
    EXPECT_EQ(ask(static_cast<Ssh1Type>(type), ssh1_text("x")), Ssh1Type::kFailure) << type;
  }
  EXPECT_TRUE(send(Ssh1Type::kExecShell));
  EXPECT_TRUE(dialog().started());
}

TEST_F(Ssh1Dialog, ReadsOverCamouflageAndDebugMessagesAnywhere) {
  agree();
  const auto chatter = [&] {
    EXPECT_EQ(ask(Ssh1Type::kIgnore, ssh1_text("random")), Ssh1Type::kIgnore);
    EXPECT_EQ(ask(Ssh1Type::kDebug, ssh1_text("debug")), Ssh1Type::kIgnore);
  };
  chatter();
  EXPECT_EQ(ask(Ssh1Type::kUser, ssh1_text("admin")), Ssh1Type::kFailure);
  chatter();
  EXPECT_EQ(ask(Ssh1Type::kAuthPassword, ssh1_text("right")), Ssh1Type::kSuccess);
  chatter();
  EXPECT_TRUE(send(Ssh1Type::kExecShell));
  EXPECT_TRUE(dialog().started());
}

TEST_F(Ssh1Dialog, EndsWithoutAWordWhenTheClientLeaves) {
  agree();
  const auto outcome = send(Ssh1Type::kDisconnect, ssh1_text("user closed the window"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kConnectionLost);
  EXPECT_EQ(dialog().take_output(), "");
}

TEST_F(Ssh1Dialog, EndsWhenThePacketsMakeNoSense) {
  agree();
  expect_end(send_raw(std::string(64, '\0')), ErrorCode::kInvalidArgument);
}

TEST_F(Ssh1Dialog, TellsAnotherProtocolApart) {
  for (const auto* line : {"SSH-2.0-OpenSSH_9.2\r\n", "GET / HTTP/1.1\r\n"}) {
    Ssh1ServerDialog dialog(options_, server_key_);
    (void)dialog.take_output();
    const auto outcome = dialog.receive(line);
    ASSERT_FALSE(outcome) << line;
    EXPECT_EQ(outcome.error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(dialog.take_output(), "") << "it would not understand";
  }
}

TEST_F(Ssh1Dialog, DoesNotKeepALineWithoutEnd) {
  (void)dialog().take_output();
  EXPECT_TRUE(send_raw(std::string(255, 'S')));
  const auto outcome = send_raw("S");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace lw::net
