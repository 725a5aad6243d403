// Fields, packets, ciphers and keys of SSH 1, one by one.
#include <gtest/gtest.h>

#include <array>

#include "net/ssh1_testing.h"
#include "net/ssh_server.h"

namespace lw::net {
namespace {

using namespace std::string_literals;
using namespace std::chrono_literals;

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

TEST(Ssh1Fields, IntegersCarryTheirExactNumberOfBits) {
  EXPECT_EQ(Ssh1Writer().integer("\x00\x01\x23\x45"s).take(), "\x00\x11\x01\x23\x45"s);
  EXPECT_EQ(Ssh1Writer().integer("").take(), "\x00\x00"s);
  EXPECT_EQ(Ssh1Writer().integer("\xff").take(), "\x00\x08\xff"s);
}

TEST(Ssh1Fields, IntegersMayClaimMoreBitsThanTheyHave) {
  const auto coded = "\x00\x20\x00\x01\x23\x45rest"s;
  EXPECT_EQ(Ssh1Reader(coded).integer().value(), "\x01\x23\x45");
}

TEST(Ssh1Fields, LengthsBeyondTheMessageAreRefused) {
  EXPECT_FALSE(Ssh1Reader("\xff\xff\xff\xff"s + "abc").text());
  EXPECT_FALSE(Ssh1Reader("\x00\x00\x00\x04"s + "abc").text());
  EXPECT_FALSE(Ssh1Reader("\xff\xff"s + "abc").integer());
  EXPECT_FALSE(Ssh1Reader("\x00\x00\x01"s).number());
  EXPECT_FALSE(Ssh1Reader("").byte());
}

TEST(Ssh1Fields, TerminalsOfImpossibleSizeStayWithinAnInteger) {
  const auto terminal = decode_ssh1_terminal(
      Ssh1Writer().text("vt100").number(0xFFFFFFFF).number(80).number(0).number(0).take());
  ASSERT_TRUE(terminal);
  EXPECT_EQ(terminal->rows, 0xFFFF);
  EXPECT_EQ(terminal->columns, 80);
}

// Vectors of PuTTY 0.78's test/cryptsuite.py. Theirs start from a vector of their own, which on the
// first block has the effect of being added to the plain text (for 3DES too: between the chains it
// cancels out).
struct CipherVector {
  std::uint8_t cipher;
  std::string_view encrypted;
};
class Ssh1CipherVector : public testing::TestWithParam<CipherVector> {};

TEST_P(Ssh1CipherVector, IsMetInBothDirectionsPieceByPiece) {
  const Secret key("sixty-four bytes of test key data, enough to key any cipher pqrs"s);
  std::string plain = "64 bytes of test input data, enough to check any cipher mode xyz";
  for (std::size_t i = 0; i < 8; ++i) plain[i] ^= "16 bytes"[i];
  const auto through = [&](Ssh1Cipher::Direction direction, std::string bytes) {
    auto cipher = Ssh1Cipher::create(GetParam().cipher, key, direction).value();
    EXPECT_TRUE(cipher.apply(std::span(bytes).first(8)));
    EXPECT_TRUE(cipher.apply(std::span(bytes).subspan(8)));
    return bytes;
  };
  const std::string encrypted = from_hex(GetParam().encrypted);
  EXPECT_EQ(through(Ssh1Cipher::Direction::kEncrypt, plain), encrypted);
  EXPECT_EQ(through(Ssh1Cipher::Direction::kDecrypt, encrypted), plain);
}

INSTANTIATE_TEST_SUITE_P(
    Ciphers, Ssh1CipherVector,
    testing::Values(
        CipherVector{kSsh1CipherDes,
                     "051524e77fb40e109d9fffeceacf0f28c940e2f8415ddccc117020bdd2612af5"
                     "036490b12085d0e46129919b8e499f51cb82a4b341d7a1a1ea3e65201ef248f6"},
        CipherVector{kSsh1CipherTripleDes,
                     "d5f1cc25b8fbc62de63590b9b92344adf6dd72753273ff0fb32d4dbc6af85852"
                     "9129f34242f3d557eed3a5c84204eb4f868474294964cf70df5d8f45dfccfc45"}));

TEST(Ssh1Cipher, OthersThanDesAndTripleDesAreRefused) {
  const auto cipher =
      Ssh1Cipher::create(6, ssh1_test_session_key(), Ssh1Cipher::Direction::kEncrypt);
  ASSERT_FALSE(cipher);
  EXPECT_EQ(cipher.error().code, ErrorCode::kUnsupported);
}

TEST(Ssh1Packets, AreLaidOutAsTheDraftSaysBeforeEncryption) {
  // Length 5: type and check sum; three bytes of padding; SUCCESS. The check sum is CRC-32 without
  // its inversions over 00 00 00 0e (Python: ~zlib.crc32(bytes, 0xFFFFFFFF)).
  EXPECT_EQ(Ssh1Packets().encode(Ssh1Type::kSuccess, "").value(), from_hex("00000005"
                                                                           "000000"
                                                                           "0e"
                                                                           "e7b82d07"));
}

TEST(Ssh1Packets, ArriveWholeHoweverTheyAreCutAndEncrypted) {
  Ssh1Packets sender;
  Ssh1Packets receiver;
  for (const std::uint8_t cipher : std::to_array<std::uint8_t>({0, 2, 3})) {
    if (cipher != 0) {
      ASSERT_TRUE(sender.encrypt_with(cipher, ssh1_test_session_key()));
      ASSERT_TRUE(receiver.encrypt_with(cipher, ssh1_test_session_key()));
    }
    // Every length of padding, twice.
    for (std::size_t size = 0; size < 16; ++size) {
      const std::string data(size, 'x');
      for (const char& byte : sender.encode(Ssh1Type::kStdinData, data).value()) {
        ASSERT_FALSE(receiver.next().value()) << "before the last byte";
        receiver.receive({&byte, 1});
      }
      const auto packet = receiver.next().value();
      ASSERT_TRUE(packet) << size;
      EXPECT_EQ(packet->type, Ssh1Type::kStdinData);
      EXPECT_EQ(packet->data, data);
    }
  }
}

TEST(Ssh1Packets, OfTheLargestSizeFitAndNoLargerOnes) {
  Ssh1Packets sender;
  Ssh1Packets receiver;
  const std::string data(Ssh1Packets::kLongest - 5, 'x');
  receiver.receive(sender.encode(Ssh1Type::kStdinData, data).value());
  EXPECT_EQ(receiver.next().value()->data, data);
  EXPECT_FALSE(sender.encode(Ssh1Type::kStdinData, data + "x"));
  receiver.receive("\x00\x04\x00\x01"s);
  EXPECT_FALSE(receiver.next()) << "refused by its length alone";
}

TEST(Ssh1Packets, TooShortForATypeAndACheckSumAreRefused) {
  Ssh1Packets receiver;
  receiver.receive("\x00\x00\x00\x04"s + "paddingxyz");
  EXPECT_FALSE(receiver.next());
}

TEST(Ssh1Packets, WithOneBitChangedAreRefused) {
  Ssh1Packets sender;
  const auto packet = sender.encode(Ssh1Type::kUser, ssh1_text("admin")).value();
  for (std::size_t at = 4; at < packet.size(); ++at) {
    std::string changed = packet;
    changed[at] ^= 1;
    Ssh1Packets receiver;
    receiver.receive(changed);
    EXPECT_FALSE(receiver.next()) << "byte " << at;
  }
}

TEST(Ssh1Rsa, KeysOfEachSizeSurviveBeingWritten) {
  for (const int bits : {512, 768, 1024}) {
    const auto key = ssh1_test_key(bits);
    EXPECT_EQ(key->bits(), bits);
    EXPECT_EQ(key->modulus().size() * 8, static_cast<std::size_t>(bits));
    const auto again = Ssh1RsaKey::from_pem(key->to_pem().value());
    ASSERT_TRUE(again) << bits;
    EXPECT_EQ(again->modulus(), key->modulus());
    EXPECT_EQ(again->fingerprint(), key->fingerprint());
  }
}

TEST(Ssh1Rsa, AHostKeyOfTheSsh2ServerIsTakenToo) {
  EXPECT_TRUE(Ssh1RsaKey::from_pem(generate_ssh_host_key(1024).value()));
}

TEST(Ssh1Rsa, WhatIsNoKeyOrTooSmallIsRefused) {
  EXPECT_FALSE(Ssh1RsaKey::from_pem(Secret("not a key"s)));
  EXPECT_FALSE(Ssh1RsaKey::generate(360));
  EXPECT_FALSE(Ssh1RsaKey::generate(-1));
  EXPECT_FALSE(Ssh1RsaKey::generate(16384));
}

TEST(Ssh1Rsa, DecryptsWhatWasEncryptedForItAlone) {
  const auto key = ssh1_test_key(512);
  const auto encrypted = ssh1_encrypt(key->modulus(), key->exponent(), "a session key");
  EXPECT_EQ(key->decrypt(encrypted).value().reveal(), "a session key");
  EXPECT_FALSE(key->decrypt(std::string(65, 'x'))) << "longer than the modulus";
  // OpenSSL may answer wrong padding with random bytes instead of an error.
  const auto by_another = Ssh1RsaKey::generate(512).value().decrypt(encrypted);
  EXPECT_FALSE(by_another && by_another->reveal() == "a session key");
}

// Computed with Python's hashlib.
TEST(Ssh1KeyExchange, SessionIdsAreMd5OfBothModuliAndTheCookie) {
  const std::string id = ssh1_session_id("host", "server", "cookie!!");
  EXPECT_EQ(id, from_hex("a37825bfc636c87104ca1adb0473a22f"));
}

TEST(Ssh1KeyExchange, TheSessionKeyIsFoundWhicheverOfTheTwoKeysIsLarger) {
  const auto server = ssh1_test_key(768);
  for (const int bits : {512, 1024, 2048}) {
    const auto host = ssh1_test_key(bits);
    const Ssh1PublicKeys keys{.cookie = "cookie!!",
                              .server_bits = 768,
                              .server_exponent = server->exponent(),
                              .server_modulus = server->modulus(),
                              .host_bits = bits,
                              .host_exponent = host->exponent(),
                              .host_modulus = host->modulus()};
    const auto answer = ssh1_answer(keys, kSsh1CipherDes);
    const auto found = ssh1_session_key(*host, *server, keys.cookie, answer.encrypted_key);
    ASSERT_TRUE(found) << bits;
    EXPECT_TRUE(found->equals(ssh1_test_session_key()));
    const auto other = ssh1_session_key(*host, *server, "cookie??", answer.encrypted_key);
    EXPECT_FALSE(other.value().equals(ssh1_test_session_key())) << "the cookie takes part";
  }
}

TEST(Ssh1ServerKeys, KeepTheProtocolsDistanceToEveryHostKey) {
  Ssh1ServerKeys keys;
  const auto now = Deadline::Clock::now();
  for (const int host_bits : {512, 640, 641, 768, 895, 896, 1024, 2048}) {
    const auto key = keys.key_for(host_bits, now).value();
    EXPECT_GE(std::abs(key->bits() - host_bits), 128) << host_bits;
  }
}

TEST(Ssh1ServerKeys, AreSharedForAnHourAndThenReplaced) {
  Ssh1ServerKeys keys;
  const auto now = Deadline::Clock::now();
  const auto first = keys.key_for(1024, now).value();
  EXPECT_EQ(keys.key_for(512, now + 59min).value(), first);
  const auto second = keys.key_for(1024, now + 60min).value();
  EXPECT_NE(second->modulus(), first->modulus());
  EXPECT_EQ(keys.key_for(1024, now + 61min).value(), second);
}

}  // namespace
}  // namespace lw::net
