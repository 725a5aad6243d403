#include "net/tls_server.h"

#include <openssl/pem.h>

#include <utility>

#include "net/bygone_tls.h"
#include "net/openssl_handles.h"
#include "net/tcp_stream.h"

namespace lw::net {

struct TlsIdentity::Parts {
  X509Handle certificate;
  KeyHandle key;
  TlsVersion lowest;
  TlsVersion highest;
  std::string ciphers;
  std::vector<std::uint16_t> bygone_suites;
};

namespace {

constexpr const char* kEveryCipher = "ALL:!aNULL:!eNULL:!PSK:!SRP";

SSL_CTX* shared_context() {
  static const SslContext kContext = [] {
    SslContext context(SSL_CTX_new(TLS_server_method()));
    if (!context) return context;
    SSL_CTX* const raw = context.get();
    SSL_CTX_set_security_level(raw, 0);
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                              SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(raw, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_num_tickets(raw, 0);
    SSL_CTX_set_dh_auto(raw, 1);
    return context;
  }();
  return kContext.get();
}

BioHandle reader_of(const std::string& text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Result<SslHandle> new_server(const TlsIdentity::Parts& parts) {
  ERR_clear_error();
  SslHandle ssl(shared_context() != nullptr ? SSL_new(shared_context()) : nullptr);
  const bool ready = ssl && SSL_use_certificate(ssl.get(), parts.certificate.get()) == 1 &&
                     SSL_use_PrivateKey(ssl.get(), parts.key.get()) == 1 &&
                     SSL_set_min_proto_version(ssl.get(), static_cast<int>(parts.lowest)) == 1 &&
                     SSL_set_max_proto_version(ssl.get(), static_cast<int>(parts.highest)) == 1 &&
                     SSL_set_cipher_list(ssl.get(), parts.ciphers.c_str()) == 1;
  if (!ready) {
    return failure(
        ErrorCode::kInvalidArgument,
        "OpenSSL cannot serve with that certificate, key or cipher list: " + openssl_error_text());
  }
  SSL_set_accept_state(ssl.get());
  return ssl;
}

}  // namespace

TlsIdentity::TlsIdentity(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TlsIdentity::~TlsIdentity() = default;

Result<std::shared_ptr<const TlsIdentity>> TlsIdentity::create(TlsIdentityOptions options) {
  auto parts = std::make_unique<Parts>();
  const auto certificate = reader_of(options.certificate);
  const auto key = reader_of(options.key.reveal());
  if (certificate) {
    parts->certificate.reset(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr));
  }
  if (key) {
    // Without the callback OpenSSL would ask for a passphrase on the terminal.
    const auto no_passphrase = [](char*, int, int, void*) { return -1; };
    parts->key.reset(PEM_read_bio_PrivateKey(key.get(), nullptr, no_passphrase, nullptr));
  }
  if (!parts->certificate || !parts->key) {
    ERR_clear_error();
    return failure(ErrorCode::kInvalidArgument,
                   "the certificate or its key is not PEM without a passphrase");
  }
  parts->lowest = options.lowest;
  parts->highest = options.highest;
  parts->bygone_suites = std::move(options.bygone_suites);
  parts->ciphers = options.ciphers.empty() ? kEveryCipher : std::move(options.ciphers);
  LW_TRY(new_server(*parts));
  return std::shared_ptr<const TlsIdentity>(new TlsIdentity(std::move(parts)));
}

Task<Result<std::unique_ptr<TlsStream>>> accept_tls(std::shared_ptr<TcpSocket> socket,
                                                    std::shared_ptr<const TlsIdentity> identity,
                                                    Deadline deadline) {
  const auto& parts = identity->parts();
  if (!parts.bygone_suites.empty()) {
    const auto stream = make_tcp_stream(std::move(socket), "tls");
    co_await answer_as_bygone_tls(*stream, parts.highest, parts.bygone_suites, deadline);
    co_return failure(ErrorCode::kUnsupported, "OpenSSL does not have those cipher suites");
  }
  LW_CO_ASSIGN(auto ssl, new_server(parts));
  auto description = "tls " + socket->peer();
  LW_CO_ASSIGN(auto stream,
               TlsStream::create(std::move(socket), std::move(ssl), std::move(description)));
  LW_CO_TRY(co_await stream->handshake(deadline));
  co_return stream;
}

}  // namespace lw::net
