#include "net/ssh_agreement.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "net/ssh_profile.h"

namespace lw::net {
namespace {

using enum CryptoProfile;

// A server that has all of profile modern.
SshOffer up_to_date() {
  const auto& all = ssh_algorithms(kModern);
  return {all.key_exchange, all.host_keys, all.ciphers, all.ciphers, all.macs, all.macs};
}

TEST(SshAgreement, HintNamesTheYoungestProfileThatWouldDoForAllMethods) {
  struct Case {
    std::string SshOffer::* method;
    std::string_view server;
    CryptoProfile profile;
    std::string_view hint;
  };
  const Case cases[] = {
      {&SshOffer::key_exchange, "diffie-hellman-group1-sha1", kModern, "profile to legacy"},
      {&SshOffer::host_keys, "ssh-dss,ssh-rsa", kModern, "profile to legacy"},
      {&SshOffer::host_keys, "ssh-dss", kModern, "profile to ancient"},
      {&SshOffer::host_keys, "ssh-dss", kAncient, "profile to ancient"},
      {&SshOffer::ciphers_to_server, "3des-cbc", kLegacy, "profile to ancient"},
      {&SshOffer::ciphers_to_server, "des-cbc", kModern, "3DES/AES activation key"},
      {&SshOffer::ciphers_to_client, "none", kModern, "newer software"},
  };
  for (const auto& one : cases) {
    auto offer = up_to_date();
    EXPECT_FALSE(explain_disagreement(offer, one.profile));
    offer.*one.method = one.server;
    const auto error = explain_disagreement(offer, one.profile);
    ASSERT_TRUE(error) << one.server;
    EXPECT_EQ(error->code, ErrorCode::kUnsupported);
    EXPECT_NE(error->hint.find(one.hint), std::string::npos) << one.server << ": " << error->hint;
    EXPECT_NE(error->message.find(one.server), std::string::npos) << error->message;
  }
  auto both = up_to_date();
  both.key_exchange = "diffie-hellman-group1-sha1";  // legacy would do
  both.ciphers_to_server = both.ciphers_to_client = "3des-cbc";
  EXPECT_NE(explain_disagreement(both, kModern)->hint.find("profile to ancient"),
            std::string::npos);
}

TEST(SshAgreement, MacMattersOnlyBesideACipherThatDoesNotAuthenticate) {
  auto offer = up_to_date();
  offer.macs_to_server = offer.macs_to_client = "hmac-md5";
  EXPECT_FALSE(explain_disagreement(offer, kModern));
  offer.ciphers_to_server = "aes128-ctr";
  const auto error = explain_disagreement(offer, kModern);
  ASSERT_TRUE(error);
  EXPECT_NE(error->message.find("message authentication"), std::string::npos) << error->message;
  EXPECT_NE(error->hint.find("profile to ancient"), std::string::npos) << error->hint;
}

TEST(SshAgreement, MessageNamesWhatEachSideOffers) {
  auto offer = up_to_date();
  offer.ciphers_to_client = "aes128-cbc";
  EXPECT_EQ(explain_disagreement(offer, kModern)->message,
            "no cipher algorithm in common: the server offers aes128-cbc; profile modern has " +
                ssh_algorithms(kModern).ciphers);
}

TEST(SshAgreement, HostileListIsShownPrintableAndCut) {
  auto offer = up_to_date();
  offer.key_exchange = "\x1b[2Jx" + std::string(20000, 'y');
  const auto error = explain_disagreement(offer, kModern);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message.find('\x1b'), std::string::npos);
  EXPECT_LT(error->message.size(), 1200u);
}

TEST(SshAgreement, OtherWordsOfLibsshAreNoRefusedSignature) {
  EXPECT_FALSE(explain_signature("Socket error: disconnected", kModern));
  EXPECT_TRUE(explain_signature("Failed to verify server hostkey signature", kModern));
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
