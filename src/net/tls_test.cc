#include "net/tls.h"

#include <atomic>
#include <ctime>
#include <thread>

#include "net/tls_certificate.h"
#include "net/tls_testing.h"

namespace lw::net {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

class Tls : public testing::Test {
 protected:
  Result<std::unique_ptr<Stream>> connect(const TlsServerForTests& server,
                                          CryptoProfile profile = CryptoProfile::kModern) {
    return loop_.run<Result<std::unique_ptr<Stream>>>([&, profile] {
      return connect_tls({server.local(), profile}, pins_, direct_route(), soon());
    });
  }
  Error connect_error(const TlsServerForTests& server,
                      CryptoProfile profile = CryptoProfile::kModern) {
    auto stream = connect(server, profile);
    EXPECT_FALSE(stream);
    return stream ? Error{} : stream.error();
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  Loop loop_;  // of one thread: a stream belongs to one
};

TEST_F(Tls, CarriesMoreThanTheSystemBuffersInBothVersions) {
  const std::string bytes(4 << 20, 'x');
  for (const auto version : {TlsVersion::kTls12, TlsVersion::kTls13}) {
    TlsServerForTests server(
        loop_, identity_of(test_certificate(), {.lowest = version, .highest = version}),
        [&](std::unique_ptr<TlsStream> stream) -> Task<> {
          EXPECT_TRUE(co_await stream->write(bytes, soon()));
          co_await stream->close(soon());
        });
    auto stream = connect(server);
    ASSERT_TRUE(stream) << stream.error().message;
    loop_.run<void>([&]() -> Task<> {
      std::size_t total = 0;
      char buffer[65536];
      for (;;) {
        const auto count = co_await (*stream)->read_some(buffer, soon());
        if (!count) {
          EXPECT_EQ(count.error().code, ErrorCode::kConnectionLost);
          break;
        }
        total += *count;
      }
      EXPECT_EQ(total, bytes.size());
      EXPECT_EQ((*stream)->end(), StreamEnd::kGoodbye);
    });
  }
}

TEST_F(Tls, WorksWithOneByteReadsAndWrites) {
  TlsServerForTests server(loop_, identity_of(test_certificate()), echo_tls);
  auto stream = connect(server);
  ASSERT_TRUE(stream) << stream.error().message;
  loop_.run<void>([&]() -> Task<> {
    const std::string said = "show version\n";
    for (const char& byte : said) {
      EXPECT_TRUE(co_await (*stream)->write({&byte, 1}, soon()));
    }
    std::string heard;
    while (heard.size() < said.size()) {
      char byte = 0;
      const auto count = co_await (*stream)->read_some({&byte, 1}, soon());
      if (!count) break;
      heard += byte;
    }
    EXPECT_EQ(heard, said);
  });
}

TEST_F(Tls, StaysUsableAfterADeadlineAndNotAfterClosing) {
  TlsServerForTests server(loop_, identity_of(test_certificate()), echo_tls);
  auto stream = connect(server);
  ASSERT_TRUE(stream) << stream.error().message;
  loop_.run<void>([&]() -> Task<> {
    char buffer[8];
    const auto nothing = co_await (*stream)->read_some(buffer, very_soon());
    EXPECT_EQ(nothing.error().code, ErrorCode::kTimeout);
    EXPECT_TRUE(co_await (*stream)->write("again", soon()));
    EXPECT_EQ(*co_await read_until(**stream, "again", soon()), "again");
    co_await (*stream)->close(soon());
    const auto closed = co_await (*stream)->read_some(buffer, soon());
    EXPECT_EQ(closed.error().code, ErrorCode::kConnectionLost);
  });
}

TEST_F(Tls, GivesUpOnAWriteThatThePeerNeverReads) {
  TlsServerForTests server(
      loop_, identity_of(test_certificate()),
      [](std::unique_ptr<TlsStream>) -> Task<> { co_await wait_until(soon()); });
  auto stream = connect(server);
  ASSERT_TRUE(stream) << stream.error().message;
  loop_.run<void>([&]() -> Task<> {
    const std::string bytes(16 << 20, 'x');
    const auto written = co_await (*stream)->write(bytes, Deadline::after(200ms));
    EXPECT_EQ(written.error().code, ErrorCode::kTimeout);
    const auto after = co_await (*stream)->write("more", soon());
    EXPECT_EQ(after.error().code, ErrorCode::kConnectionLost) << "half a record is out";
    co_await (*stream)->close(soon());
  });
}

TEST_F(Tls, CancelFromAnotherThreadEndsTheReadUnderWay) {
  TlsServerForTests server(loop_, identity_of(test_certificate()), echo_tls);
  auto stream = connect(server);
  ASSERT_TRUE(stream) << stream.error().message;
  std::atomic<bool> reading = false;
  auto read = loop_.start<ErrorCode>([&]() -> Task<ErrorCode> {
    char buffer[8];
    reading = true;
    const auto first = co_await (*stream)->read_some(buffer, soon());
    co_return first.error().code;
  });
  while (!reading) std::this_thread::yield();
  (*stream)->cancel();
  EXPECT_EQ(read.get(), ErrorCode::kCancelled);
}

TEST_F(Tls, TellsAPeerThatSaidGoodbyeFromOneThatWasCutOff) {
  for (const bool says_goodbye : {true, false}) {
    TlsServerForTests server(loop_, identity_of(test_certificate()),
                             [=](std::unique_ptr<TlsStream> stream) -> Task<> {
                               EXPECT_TRUE(co_await stream->write("x", soon()));
                               if (says_goodbye) co_await stream->close(soon());
                             });
    auto stream = connect(server);
    ASSERT_TRUE(stream) << stream.error().message;
    loop_.run<void>([&]() -> Task<> {
      char buffer[8];
      EXPECT_TRUE(co_await (*stream)->read_some(buffer, soon()));
      const auto ended = co_await (*stream)->read_some(buffer, soon());
      EXPECT_EQ(ended.error().code, ErrorCode::kConnectionLost);
      EXPECT_EQ((*stream)->end(), says_goodbye ? StreamEnd::kGoodbye : StreamEnd::kClosed);
    });
  }
}

TEST_F(Tls, PinsTheCertificateOnFirstUseAndRefusesAnother) {
  const auto first = make_self_signed_certificate({.common_name = "fw1", .key = KeyKind::kEcP256});
  std::shared_ptr<const TlsIdentity> shown = identity_of(*first);
  TlsServerForTests server(loop_, shown, echo_tls);
  ASSERT_TRUE(connect(server));
  EXPECT_EQ(pins_.find(server.local()).value(), (PeerKey{"x509", first->fingerprint}));
  ASSERT_TRUE(connect(server));

  const PeerKey other{"x509", test_certificate().fingerprint};
  ASSERT_TRUE(pins_.forget(server.local()));
  ASSERT_TRUE(pins_.check(server.local(), other));
  const auto error = connect_error(server);
  EXPECT_EQ(error.code, ErrorCode::kHostKeyChanged);
  EXPECT_NE(error.message.find(first->fingerprint), std::string::npos) << error.message;
  EXPECT_NE(error.message.find(other.fingerprint), std::string::npos) << error.message;
}

TEST_F(Tls, RefusesAnExpiredCertificateThatIsNewAndTakesOneThatIsPinned) {
  const auto made = make_self_signed_certificate({.common_name = "fw1",
                                                  .key = KeyKind::kEcP256,
                                                  .starts_in = days(-400),
                                                  .ends_in = days(-30)});
  TlsServerForTests server(loop_, identity_of(*made), echo_tls);
  const auto error = connect_error(server);
  EXPECT_EQ(error.code, ErrorCode::kUnauthenticated);
  EXPECT_NE(error.message.find("expired on"), std::string::npos) << error.message;
  EXPECT_NE(error.hint.find("clock"), std::string::npos) << error.hint;
  EXPECT_NE(error.hint.find(made->fingerprint), std::string::npos) << error.hint;
  EXPECT_FALSE(pins_.find(server.local()).value()) << "what was refused may not be pinned";

  ASSERT_TRUE(pins_.check(server.local(), {"x509", made->fingerprint}));
  EXPECT_TRUE(connect(server));
}

TEST_F(Tls, RefusesANewCertificateThatIsNotValidYet) {
  TlsServerForTests server(loop_,
                           identity_with({.common_name = "fw1",
                                          .key = KeyKind::kEcP256,
                                          .starts_in = days(3),
                                          .ends_in = days(300)}),
                           echo_tls);
  const auto error = connect_error(server);
  EXPECT_EQ(error.code, ErrorCode::kUnauthenticated);
  EXPECT_NE(error.message.find("not valid before"), std::string::npos) << error.message;
}

TEST_F(Tls, TakesSmallKeysAndOldSignaturesWithAnOlderProfileOnly) {
  const struct {
    int bits;
    SignatureDigest digest;
    CryptoProfile refused_by;
    CryptoProfile taken_by;
  } rows[] = {
      {1024, SignatureDigest::kSha1, CryptoProfile::kModern, CryptoProfile::kLegacy},
      {1024, SignatureDigest::kMd5, CryptoProfile::kModern, CryptoProfile::kLegacy},
      {512, SignatureDigest::kMd5, CryptoProfile::kLegacy, CryptoProfile::kAncient},
  };
  for (const auto& row : rows) {
    TlsServerForTests server(
        loop_,
        identity_with({.common_name = "fw1", .rsa_bits = row.bits, .digest = row.digest},
                      {.lowest = TlsVersion::kTls10, .highest = TlsVersion::kTls12}),
        echo_tls);
    const auto error = connect_error(server, row.refused_by);
    EXPECT_EQ(error.code, ErrorCode::kUnsupported) << row.bits << ": " << error.message;
    EXPECT_NE(error.message.find(std::to_string(row.bits)), std::string::npos) << error.message;
    EXPECT_NE(error.hint.find(name(row.taken_by)), std::string::npos) << error.hint;
    const auto stream = connect(server, row.taken_by);
    EXPECT_TRUE(stream) << row.bits << ": " << stream.error().message;
  }
}

TEST_F(Tls, NamesTheServerToItOnlyWhenItHasAName) {
  std::vector<std::string> names;
  TlsServerForTests server(
      loop_, identity_of(test_certificate()), [&](std::unique_ptr<TlsStream> stream) -> Task<> {
        const char* const name = SSL_get_servername(stream->ssl(), TLSEXT_NAMETYPE_host_name);
        names.emplace_back(name != nullptr ? name : "");
        co_await echo_tls(std::move(stream));
      });
  for (const auto* const host : {"localhost", "127.0.0.1"}) {
    loop_.run<void>([&]() -> Task<> {
      auto stream =
          co_await connect_tls({{host, server.local().port}}, pins_, direct_route(), soon());
      EXPECT_TRUE(stream) << stream.error().message;
      EXPECT_TRUE(co_await (*stream)->write("hello", soon()));
      EXPECT_TRUE(co_await read_until(**stream, "hello", soon()));
    });
  }
  EXPECT_EQ(names, (std::vector<std::string>{"localhost", ""}));
}

TEST_F(Tls, ACertificateIsGoodFromItsFirstToItsLastSecond) {
  ShownCertificate certificate{.key = {}, .valid_from = 100, .valid_until = 200};
  EXPECT_TRUE(check_dates(certificate, 100));
  EXPECT_TRUE(check_dates(certificate, 200));
  EXPECT_FALSE(check_dates(certificate, 99));
  EXPECT_FALSE(check_dates(certificate, 201));
}

TEST_F(Tls, AnIdentityWithoutAKeyThatFitsIsRefused) {
  const auto other = make_self_signed_certificate({.common_name = "x", .key = KeyKind::kEcP256});
  EXPECT_EQ(TlsIdentity::create({test_certificate().certificate, other->key}).error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(TlsIdentity::create({"no certificate", Secret("no key")}).error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_FALSE(TlsIdentity::create({.certificate = test_certificate().certificate,
                                    .key = test_certificate().key,
                                    .ciphers = "NO-SUCH-CIPHER"}));
}

}  // namespace
}  // namespace lw::net
