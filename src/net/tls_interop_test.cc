// TLS servers that this project did not write: OpenSSL's s_server and GnuTLS's, which still has
// what OpenSSL has dropped.
#include "base/text.h"
#include "net/server_process_testing.h"
#include "net/tls_client.h"
#include "net/tls_testing.h"

namespace lw::net {
namespace {

using enum CryptoProfile;

constexpr const char* kOpenssl = "/usr/bin/openssl";
constexpr const char* kPython = "/usr/bin/python3";

// Debian's gnutls-serv listens on every address of the machine; this one on loopback alone.
constexpr const char* kGnutlsServer = R"(
import ctypes, socket, sys
tls = ctypes.CDLL("libgnutls.so.30")
port, pem, priority = int(sys.argv[1]), sys.argv[2].encode(), sys.argv[3].encode()
SERVER, CERTIFICATE, PEM = 1, 1, 1
credentials, wishes = ctypes.c_void_p(), ctypes.c_void_p()
tls.gnutls_certificate_allocate_credentials(ctypes.byref(credentials))
assert tls.gnutls_certificate_set_x509_key_file(credentials, pem, pem, PEM) == 0
assert tls.gnutls_priority_init(ctypes.byref(wishes), priority, None) == 0
listener = socket.create_server(("127.0.0.1", port))
while True:
    peer, _ = listener.accept()
    session = ctypes.c_void_p()
    tls.gnutls_init(ctypes.byref(session), SERVER)
    tls.gnutls_priority_set(session, wishes)
    tls.gnutls_credentials_set(session, CERTIFICATE, credentials)
    tls.gnutls_transport_set_int2(session, peer.fileno(), peer.fileno())
    outcome = tls.gnutls_handshake(session)
    while outcome < 0 and not tls.gnutls_error_is_fatal(outcome):
        outcome = tls.gnutls_handshake(session)
    if outcome < 0:
        tls.gnutls_alert_send_appropriate(session, outcome)
    buffer = ctypes.create_string_buffer(4096)
    while outcome == 0 and (count := tls.gnutls_record_recv(session, buffer, 4096)) > 0:
        tls.gnutls_record_send(session, buffer, count)
    tls.gnutls_deinit(session)
    peer.close()
)";

class TlsInterop : public testing::Test {
 protected:
  // Where key and certificate are, as PEM in one file.
  std::string credentials(const CertificateWishes& wishes) {
    const auto made = make_self_signed_certificate(wishes).value();
    const auto file = folder_.path() / "credentials.pem";
    std::ofstream(file) << made.certificate << made.key.reveal();
    fingerprint_ = made.fingerprint;
    return file.string();
  }
  ServerProcess openssl_server(const std::string& pem, std::vector<std::string> more) {
    std::vector<std::string> words = {kOpenssl, "s_server", "-quiet", "-accept", "127.0.0.1:PORT",
                                      "-cert",  pem,        "-key",   pem};
    words.insert(words.end(), more.begin(), more.end());
    return ServerProcess(loop_, words);
  }
  ServerProcess gnutls_server(const std::string& pem, const std::string& priority) {
    return ServerProcess(loop_, {kPython, "-c", kGnutlsServer, "PORT", pem, priority});
  }
  Result<std::unique_ptr<Stream>> connect(const ServerProcess& server, CryptoProfile profile) {
    return loop_.run<Result<std::unique_ptr<Stream>>>([&, profile] {
      return connect_tls({server.at(), profile}, pins_, direct_route(), soon());
    });
  }
  // "" for a connection, otherwise message and hint.
  std::string fault(const ServerProcess& server, CryptoProfile profile) {
    const auto stream = connect(server, profile);
    return stream ? "" : stream.error().message + " / " + stream.error().hint;
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  Loop loop_;
  std::string fingerprint_;
};

const CertificateWishes kOldDevice{
    .common_name = "fw1", .rsa_bits = 1024, .digest = SignatureDigest::kMd5};

TEST_F(TlsInterop, OpensslsServerIsReachedInEveryVersionThatAProfileHas) {
  if (!std::filesystem::exists(kOpenssl)) GTEST_SKIP() << "skipped: no openssl";
  const auto pem = credentials({.common_name = "fw1"});
  const struct {
    std::vector<std::string> options;
    CryptoProfile first;
  } rows[] = {
      {{"-tls1_3"}, kModern},
      {{"-tls1_2"}, kModern},
      {{"-tls1_2", "-cipher", "AES128-SHA"}, kLegacy},
      {{"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"}, kLegacy},
      {{"-tls1", "-cipher", "ALL:@SECLEVEL=0"}, kLegacy},
      {{"-tls1", "-cipher", "DHE-RSA-AES128-SHA:@SECLEVEL=0"}, kLegacy},
      {{"-tls1", "-cipher", "CAMELLIA256-SHA:@SECLEVEL=0"}, kAncient},
  };
  for (const auto& row : rows) {
    const auto server = openssl_server(pem, row.options);
    ASSERT_TRUE(server.up());
    for (const auto profile : kCryptoProfiles) {
      const auto said = fault(server, profile);
      if (profile >= row.first) {
        EXPECT_EQ(said, "") << row.options.back();
      } else {
        EXPECT_NE(said.find("set the cryptography profile to " + std::string(name(row.first))),
                  std::string::npos)
            << row.options.back() << ": " << said;
      }
    }
  }
}

TEST_F(TlsInterop, ThePinIsTheFingerprintThatOpensslPrints) {
  if (!std::filesystem::exists(kOpenssl)) GTEST_SKIP() << "skipped: no openssl";
  const auto pem = credentials({.common_name = "fw1", .key = KeyKind::kEcP256});
  const auto server = openssl_server(pem, {});
  ASSERT_TRUE(server.up());
  ASSERT_EQ(fault(server, kModern), "");
  const auto printed = said_by_client("openssl x509 -noout -fingerprint -sha256 -in " + pem);
  const auto pinned = pins_.find(server.at()).value().value();
  EXPECT_EQ("sha256 Fingerprint=" + pinned.fingerprint.substr(7), trim(printed));
  EXPECT_EQ(pinned.fingerprint, fingerprint_);
}

TEST_F(TlsInterop, ARenegotiationThatOpensslsServerAsksForIsFollowed) {
  if (!std::filesystem::exists(kOpenssl)) GTEST_SKIP() << "skipped: no openssl";
  const auto pem = credentials({.common_name = "fw1"});
  auto server = ServerProcess(loop_, {kOpenssl, "s_server", "-accept", "127.0.0.1:PORT", "-cert",
                                      pem, "-key", pem, "-tls1_2", "-cipher", "AES128-SHA"});
  ASSERT_TRUE(server.up());
  const auto heard = loop_.run<Result<std::string>>([&]() -> Task<Result<std::string>> {
    LW_CO_ASSIGN(auto socket, co_await direct_route().open(server.at(), soon()));
    LW_CO_ASSIGN(auto stream, co_await start_tls(std::move(socket), {server.at(), kLegacy}, pins_,
                                                 direct_route(), soon()));
    server.type("r\n");
    char buffer[64];
    for (const auto limit = soon(); SSL_num_renegotiations(stream->ssl()) == 0;) {
      const auto count = co_await stream->read_some(buffer, very_soon());
      if (!count && (count.error().code != ErrorCode::kTimeout || limit.passed())) break;
    }
    EXPECT_EQ(SSL_num_renegotiations(stream->ssl()), 1);
    server.type("after\n");
    co_return co_await read_until(*stream, "after", soon());
  });
  EXPECT_TRUE(heard) << heard.error().message;
}

TEST_F(TlsInterop, AnOldDeviceWithoutSecureRenegotiationNeedsAncient) {
  const auto pem = credentials(kOldDevice);
  const auto server = gnutls_server(
      pem, "LEGACY:-VERS-ALL:+VERS-TLS1.0:%DISABLE_SAFE_RENEGOTIATION:%VERIFY_ALLOW_BROKEN");
  ASSERT_TRUE(server.up());
  const auto said = fault(server, kLegacy);
  EXPECT_NE(said.find("RFC 5746"), std::string::npos) << said;
  EXPECT_NE(said.find("ancient"), std::string::npos) << said;
  EXPECT_EQ(fault(server, kAncient), "");
}

TEST_F(TlsInterop, CiphersThatOpensslHasDroppedAreNamed) {
  const auto pem = credentials(kOldDevice);
  const struct {
    const char* cipher;
    const char* named;
  } rows[] = {{"3DES-CBC", "DES-CBC3-SHA"}, {"ARCFOUR-128", "RC4"}};
  for (const auto& row : rows) {
    const auto server =
        gnutls_server(pem, std::string("LEGACY:-VERS-ALL:+VERS-TLS1.0:-CIPHER-ALL:+") + row.cipher);
    ASSERT_TRUE(server.up());
    const auto said = fault(server, kAncient);
    EXPECT_NE(said.find(row.named), std::string::npos) << said;
    EXPECT_NE(said.find("beyond every profile"), std::string::npos) << said;
  }
}

TEST_F(TlsInterop, GnutlssServerEchoesOverEveryVersion) {
  const auto pem = credentials({.common_name = "fw1"});
  for (const auto* const version : {"VERS-TLS1.3", "VERS-TLS1.2", "VERS-TLS1.0"}) {
    const auto server = gnutls_server(pem, std::string("LEGACY:-VERS-ALL:+") + version);
    ASSERT_TRUE(server.up());
    auto stream = connect(server, kLegacy);
    ASSERT_TRUE(stream) << version << ": " << stream.error().message;
    const auto heard = loop_.run<Result<std::string>>([&]() -> Task<Result<std::string>> {
      LW_CO_TRY(co_await (*stream)->write("show version\n", soon()));
      co_return co_await read_until(**stream, "version\n", soon());
    });
    EXPECT_TRUE(heard) << version << ": " << heard.error().message;
  }
}

}  // namespace
}  // namespace lw::net
