#include "net/ssh_agreement.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "net/ssh_profile.h"

namespace lw::net {
namespace {

using enum CryptoProfile;

std::string words(std::string_view method, std::string_view server) {
  return fmt::format("kex error : no match for method {}: server [{}], client [x,y]", method,
                     server);
}

TEST(SshAgreement, HintNamesTheYoungestProfileThatWouldDo) {
  struct Case {
    std::string_view method;
    std::string_view server;
    CryptoProfile profile;
    std::string_view hint;
  };
  const Case cases[] = {
      {"kex algos", "diffie-hellman-group1-sha1", kModern, "profile to legacy"},
      {"server host key algo", "ssh-dss,ssh-rsa", kModern, "profile to legacy"},
      {"server host key algo", "ssh-dss", kModern, "profile to ancient"},
      {"server host key algo", "ssh-dss", kAncient, "profile to ancient"},
      {"encryption client->server", "3des-cbc", kLegacy, "profile to ancient"},
      {"encryption client->server", "des-cbc", kModern, "3DES/AES activation key"},
      {"encryption server->client", "none", kModern, "newer software"},
      {"mac algo client->server", "hmac-md5,hmac-md5-96", kLegacy, "profile to ancient"},
  };
  for (const auto& one : cases) {
    const auto error = explain_disagreement(words(one.method, one.server), one.profile);
    ASSERT_TRUE(error) << one.method;
    EXPECT_EQ(error->code, ErrorCode::kUnsupported);
    EXPECT_NE(error->hint.find(one.hint), std::string::npos) << one.server << ": " << error->hint;
    EXPECT_NE(error->message.find(one.server), std::string::npos) << error->message;
  }
}

TEST(SshAgreement, MessageNamesWhatEachSideOffers) {
  const auto error =
      explain_disagreement(words("encryption client->server", "aes128-cbc"), kModern);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message,
            "no cipher algorithm in common: the server offers aes128-cbc; profile modern has " +
                ssh_algorithms(kModern).ciphers);
}

TEST(SshAgreement, HostileListIsShownPrintable) {
  const auto error = explain_disagreement(
      "kex error : no match for method kex algos: server [\x1b[2Jx" + std::string(2000, 'y'),
      kModern);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message.find('\x1b'), std::string::npos);
  EXPECT_LT(error->message.size(), 1200u);
}

TEST(SshAgreement, OtherWordsAreNoDisagreement) {
  EXPECT_FALSE(explain_disagreement("Socket error: disconnected", kModern));
  EXPECT_FALSE(explain_disagreement("no match for method ", kModern));
  EXPECT_FALSE(explain_disagreement("no match for method x: server [a], client [b]", kModern));
}

TEST(SshAgreement, SmallKeyGetsTheProfileThatTakesItOrNone) {
  EXPECT_FALSE(refuse_small_key(2048, kModern));
  EXPECT_NE(refuse_small_key(1024, kModern)->hint.find("profile to legacy"), std::string::npos);
  EXPECT_FALSE(refuse_small_key(1024, kLegacy));
  EXPECT_NE(refuse_small_key(768, kLegacy)->hint.find("profile to ancient"), std::string::npos);
  EXPECT_FALSE(refuse_small_key(768, kAncient));
  EXPECT_EQ(refuse_small_key(512, kAncient)->hint, "generate larger keys on the device");
}

}  // namespace
}  // namespace lw::net
