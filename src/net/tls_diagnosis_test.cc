// What a failed TLS handshake is said to be, against peers that are too old, or no TLS at all.
#include "net/tls_diagnosis.h"

#include <openssl/sslerr.h>

#include <algorithm>
#include <atomic>

#include "net/tls_profile.h"
#include "net/tls_suites.h"
#include "net/tls_testing.h"

namespace lw::net {
namespace {

using namespace std::chrono_literals;
using enum CryptoProfile;

constexpr std::uint16_t kDesCbcSha = 0x0009;
constexpr std::uint16_t kTripleDesSha = 0x000A;
constexpr std::uint16_t kRc4Sha = 0x0005;
constexpr std::uint16_t kAes128Sha = 0x002F;

class TlsDiagnosis : public testing::Test {
 protected:
  Error connect_error(const Endpoint& endpoint, CryptoProfile profile, Deadline deadline = soon()) {
    const auto stream = loop_.run<Result<std::unique_ptr<Stream>>>([&, profile, deadline] {
      return connect_tls({endpoint, profile}, pins_, direct_route(), deadline);
    });
    EXPECT_FALSE(stream);
    return stream ? Error{} : stream.error();
  }
  Error error_with(std::vector<std::uint16_t> suites, CryptoProfile profile,
                   TlsVersion highest = TlsVersion::kTls10) {
    TlsServerForTests server(
        loop_,
        identity_of(test_certificate(), {.highest = highest, .bygone_suites = std::move(suites)}),
        [](std::unique_ptr<TlsStream>) -> Task<> { co_return; });
    return connect_error(server.local(), profile);
  }
  Error error_from(TcpListener::Handler handler, Deadline deadline = soon()) {
    auto listener = listen(loop_, std::move(handler));
    return connect_error(listener.local(), kModern, deadline);
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  Loop loop_{2};
};

TEST_F(TlsDiagnosis, ADeviceWithDesAloneNeedsAnActivationKey) {
  for (const auto profile : kCryptoProfiles) {
    const auto error = error_with({kDesCbcSha}, profile);
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_NE(error.message.find("the server takes TLS 1.0 with DES-CBC-SHA"), std::string::npos)
        << error.message;
    EXPECT_NE(error.message.find(tls_offer(profile)), std::string::npos) << error.message;
    EXPECT_NE(error.hint.find("3DES/AES activation key"), std::string::npos) << error.hint;
  }
}

TEST_F(TlsDiagnosis, ADeviceThatAlsoHasTripleDesIsNotTakenForDesOnly) {
  const auto error = error_with({kDesCbcSha, kTripleDesSha}, kLegacy);
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_NE(error.message.find("DES-CBC3-SHA"), std::string::npos) << error.message;
  EXPECT_EQ(error.hint.find("activation key"), std::string::npos) << error.hint;
}

TEST_F(TlsDiagnosis, ADeviceThatPrefersDesButTakesRc4IsNotTakenForDesOnly) {
  const auto error = error_with({kDesCbcSha, kRc4Sha}, kLegacy);
  EXPECT_NE(error.message.find("RC4-SHA"), std::string::npos) << error.message;
  EXPECT_EQ(error.hint.find("activation key"), std::string::npos) << error.hint;
}

TEST_F(TlsDiagnosis, Ssl3IsNamed) {
  const auto error = error_with({kRc4Sha}, kAncient, TlsVersion::kSsl3);
  EXPECT_NE(error.message.find("SSL 3.0"), std::string::npos) << error.message;
  EXPECT_NE(error.hint.find("SSL 3.0"), std::string::npos) << error.hint;
}

TEST_F(TlsDiagnosis, AnOldVersionWithAesNeedsProfileLegacyWhichThenConnects) {
  TlsServerForTests server(loop_,
                           identity_with({.common_name = "fw1"}, {.lowest = TlsVersion::kTls10,
                                                                  .highest = TlsVersion::kTls10}),
                           echo_tls);
  const auto error = connect_error(server.local(), kModern);
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_NE(error.message.find("the server takes TLS 1.0 with"), std::string::npos)
      << error.message;
  EXPECT_NE(error.hint.find("set the cryptography profile to legacy"), std::string::npos)
      << error.hint;
  EXPECT_TRUE(loop_.run<Result<std::unique_ptr<Stream>>>(
      [&] { return connect_tls({server.local(), kLegacy}, pins_, direct_route(), soon()); }));
}

TEST_F(TlsDiagnosis, AnOldCipherInANewVersionNeedsProfileLegacyToo) {
  TlsServerForTests server(loop_,
                           identity_with({.common_name = "fw1"},
                                         {.highest = TlsVersion::kTls12, .ciphers = "AES128-SHA"}),
                           echo_tls);
  const auto error = connect_error(server.local(), kModern);
  EXPECT_NE(error.message.find("TLS 1.2 with AES128-SHA"), std::string::npos) << error.message;
  EXPECT_NE(error.hint.find("legacy"), std::string::npos) << error.hint;
}

TEST_F(TlsDiagnosis, ACipherThatOnlyAncientHasNeedsAncient) {
  TlsServerForTests server(loop_,
                           identity_with({.common_name = "fw1"}, {.highest = TlsVersion::kTls12,
                                                                  .ciphers = "CAMELLIA128-SHA"}),
                           echo_tls);
  const auto error = connect_error(server.local(), kLegacy);
  EXPECT_NE(error.hint.find("ancient"), std::string::npos) << error.hint;
}

TEST_F(TlsDiagnosis, AWebServerWithoutTlsIsShownForWhatItIs) {
  const auto error = error_from(says("HTTP/1.0 400 Bad Request\r\n\r\n"));
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_NE(error.message.find("does not speak TLS: it sent 'HTTP/"), std::string::npos)
      << error.message;
  EXPECT_NE(error.hint.find("without TLS"), std::string::npos) << error.hint;
}

TEST_F(TlsDiagnosis, AnSshServerIsShownForWhatItIs) {
  const auto error = error_from(says("SSH-1.99-Cisco-1.25\n"));
  EXPECT_EQ(error.code, ErrorCode::kUnsupported);
  EXPECT_NE(error.hint.find("SSH server"), std::string::npos) << error.hint;
}

TEST_F(TlsDiagnosis, ATelnetServerIsSeenAtItsFirstByte) {
  const auto error = error_from(says("\xff\xfb\x01"));
  EXPECT_EQ(error.code, ErrorCode::kUnsupported) << error.message;
  EXPECT_NE(error.message.find("\\xff"), std::string::npos) << error.message;
  EXPECT_NE(error.hint.find("Telnet"), std::string::npos) << error.hint;
}

TEST_F(TlsDiagnosis, ASilentPeerMeetsTheDeadline) {
  const auto error = error_from(says(""), very_soon());
  EXPECT_EQ(error.code, ErrorCode::kTimeout);
  EXPECT_NE(error.message.find("it sent nothing"), std::string::npos) << error.message;
}

TEST_F(TlsDiagnosis, APeerThatClosesAtOnceIsAskedThreeMoreTimesAtMost) {
  std::atomic<int> calls = 0;
  const auto error = error_from([&](std::unique_ptr<Stream>) -> Task<> {
    ++calls;
    co_return;
  });
  EXPECT_EQ(error.code, ErrorCode::kConnectionLost);
  EXPECT_NE(error.hint.find("out of sessions"), std::string::npos) << error.hint;
  EXPECT_EQ(calls, 4);
}

TEST_F(TlsDiagnosis, APeerThatStallsAfterHalfAnAnswerMeetsTheDeadline) {
  const auto error =
      error_from(says(std::string("\x16\x03\x01\x00\x50\x02", 6)), Deadline::after(200ms));
  EXPECT_EQ(error.code, ErrorCode::kTimeout) << error.message;
}

TEST_F(TlsDiagnosis, NoiseInTheShapeOfTlsIsUnsupported) {
  const auto error = error_from(says("\x16\x03\x01" + std::string(64, '\x03')), very_soon());
  EXPECT_TRUE(error.code == ErrorCode::kUnsupported || error.code == ErrorCode::kTimeout)
      << error.message;
}

TEST_F(TlsDiagnosis, TheProfileInUseIsNeverAdvised) {
  for (const auto profile : kCryptoProfiles) {
    for (const auto& suite : tls_suites()) {
      for (const auto version : {TlsVersion::kSsl3, TlsVersion::kTls10, TlsVersion::kTls12}) {
        const TlsFindings findings{.takes = TlsServerHello{version, suite.number}};
        const auto error = explain_findings(findings, profile, {ErrorCode::kUnsupported, "x", ""});
        EXPECT_EQ(error.hint.find("profile to " + std::string(name(profile))), std::string::npos)
            << error.message << " / " << error.hint;
        EXPECT_FALSE(error.hint.empty());
      }
    }
  }
}

TEST_F(TlsDiagnosis, OpensslKnowsEveryCipherThatAProfileNames) {
  for (const auto profile : kCryptoProfiles) {
    const auto ssl = new_tls_client(profile);
    ASSERT_TRUE(ssl) << ssl.error().message;
    const auto* const ciphers = SSL_get_ciphers(ssl->get());
    EXPECT_LT(sk_SSL_CIPHER_num(ciphers), 128) << "some ASAs fail";
    for (const auto& suite : tls_suites()) {
      bool offered = false;
      for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
        const auto* const cipher = sk_SSL_CIPHER_value(ciphers, i);
        if (SSL_CIPHER_get_protocol_id(cipher) != suite.number) continue;
        offered = true;
        EXPECT_EQ(SSL_CIPHER_get_name(cipher), suite.name);
      }
      EXPECT_EQ(offered, static_cast<int>(suite.age) <= static_cast<int>(profile)) << suite.name;
    }
  }
}

TEST_F(TlsDiagnosis, ServersWithoutSecureRenegotiationNeedAncient) {
  const auto error = explain_reason(SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED, kLegacy);
  ASSERT_TRUE(error);
  EXPECT_NE(error->hint.find("ancient"), std::string::npos);
  EXPECT_FALSE(explain_reason(SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, kLegacy));
}

TEST_F(TlsDiagnosis, TheProbeFindsWhatWasChosen) {
  TlsServerForTests server(loop_, identity_of(test_certificate(), {.bygone_suites = {kAes128Sha}}),
                           [](std::unique_ptr<TlsStream>) -> Task<> { co_return; });
  const auto findings =
      loop_.run<TlsFindings>([&] { return probe_tls(server.local(), direct_route(), soon()); });
  ASSERT_TRUE(findings.takes);
  EXPECT_EQ(findings.takes->suite, kAes128Sha);
}

}  // namespace
}  // namespace lw::net
