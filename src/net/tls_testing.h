// TLS servers for the tests of this room: identities with keys that are quick to make, a listener
// that hands over Streams. Test code only.
#pragma once

#include "net/certificate.h"
#include "net/connections.h"
#include "net/stream_testing.h"
#include "net/tls.h"
#include "net/tls_server.h"

namespace lw::net {

// One for the whole run where the key does not matter.
inline const CertificateAndKey& test_certificate() {
  static const auto made =
      make_self_signed_certificate({.common_name = "fw1", .key = KeyKind::kEcP256});
  return made.value();
}

inline std::shared_ptr<const TlsIdentity> identity_of(const CertificateAndKey& made,
                                                      TlsIdentityOptions options = {}) {
  options.certificate = made.certificate;
  options.key = made.key;
  auto identity = TlsIdentity::create(std::move(options));
  EXPECT_TRUE(identity) << identity.error().message;
  return identity.value_or(nullptr);
}

inline std::shared_ptr<const TlsIdentity> identity_with(const CertificateWishes& wishes,
                                                        TlsIdentityOptions options = {}) {
  const auto made = make_self_signed_certificate(wishes);
  EXPECT_TRUE(made) << made.error().message;
  return identity_of(*made, std::move(options));
}

// Ends with its scope.
class TlsServerForTests {
 public:
  using Handler = std::function<Task<>(std::unique_ptr<TlsStream>)>;

  TlsServerForTests(Loop& loop, std::shared_ptr<const TlsIdentity> identity, Handler handler) {
    auto serve = [identity, handler](std::shared_ptr<TcpSocket> socket) -> Task<> {
      const auto kept = handler;
      auto stream = co_await accept_tls(std::move(socket), identity, soon());
      if (stream) co_await kept(*std::move(stream));
    };
    connections_ = Connections::open(loop, {"127.0.0.1", 0}, 64, serve).value();
  }
  TlsServerForTests(const TlsServerForTests&) = delete;
  TlsServerForTests& operator=(const TlsServerForTests&) = delete;
  ~TlsServerForTests() { connections_->stop(); }
  [[nodiscard]] const Endpoint& local() const { return connections_->local(); }

 private:
  std::shared_ptr<Connections> connections_;
};

inline Task<> echo_tls(std::unique_ptr<TlsStream> stream) {
  char buffer[4096];
  for (;;) {
    const auto count = co_await stream->read_some(buffer, soon());
    if (!count || !co_await stream->write({buffer, *count}, soon())) break;
  }
  co_await stream->close(soon());
}

}  // namespace lw::net
