#include "net/tls_profile.h"

#include <array>

#include "net/tls_certificate.h"
#include "net/tls_suites.h"

namespace lw::net {
namespace {

SslContext make_context(CryptoProfile profile) {
  SslContext context(SSL_CTX_new(TLS_client_method()));
  if (!context) return nullptr;
  SSL_CTX* const raw = context.get();
  const bool modern = profile == CryptoProfile::kModern;
  // OpenSSL 3 signs nothing with SHA-1 above level 0, and TLS 1.0 knows nothing else.
  SSL_CTX_set_security_level(raw, modern ? 2 : 0);
  SSL_CTX_set_min_proto_version(raw, static_cast<int>(lowest_tls_version(profile)));
  if (SSL_CTX_set_cipher_list(raw, tls_cipher_list(profile).c_str()) != 1) return nullptr;
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                            SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_read_ahead(raw, 1);
  SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(raw, hold_certificate, nullptr);
  if (profile == CryptoProfile::kAncient) {
    SSL_CTX_set_options(
        raw, SSL_OP_ALL | SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION);
  } else if (modern) {
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION);
  }
  return context;
}

SSL_CTX* context_of(CryptoProfile profile) {
  static const std::array<SslContext, kCryptoProfiles.size()> kContexts = {
      make_context(CryptoProfile::kModern), make_context(CryptoProfile::kLegacy),
      make_context(CryptoProfile::kAncient)};
  return kContexts[static_cast<std::size_t>(profile)].get();
}

}  // namespace

Result<SslHandle> new_tls_client(CryptoProfile profile) {
  SSL_CTX* const context = context_of(profile);
  SslHandle ssl(context != nullptr ? SSL_new(context) : nullptr);
  if (!ssl) {
    return failure(ErrorCode::kInternal, "OpenSSL gives no TLS of profile " +
                                             std::string(name(profile)) + ": " +
                                             openssl_error_text());
  }
  SSL_set_connect_state(ssl.get());
  return ssl;
}

int smallest_rsa_key(CryptoProfile profile) {
  switch (profile) {
    case CryptoProfile::kModern:
      return 2048;
    case CryptoProfile::kLegacy:
      return 1024;
    case CryptoProfile::kAncient:
      return 512;
  }
  return 2048;
}

}  // namespace lw::net
