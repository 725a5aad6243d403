// The certificate that a server showed: its fingerprint, its dates, its key. Devices sign their
// own, so whose name it holds and who signed it says nothing; the pinned fingerprint is what is
// trusted. Private to the room. Pure but for hold_certificate().
#pragma once

#include <ctime>
#include <string>

#include "base/result.h"
#include "net/crypto_profile.h"
#include "net/openssl_handles.h"
#include "net/peer_pins.h"

namespace lw::net {

struct ShownCertificate {
  PeerKey key = {};  // "x509", "SHA256:AA:BB:…" as `openssl x509 -fingerprint -sha256` prints it
  std::string key_kind = {};  // "RSA"
  int key_bits = 0;
  std::time_t valid_from = 0;
  std::time_t valid_until = 0;
};

[[nodiscard]] std::string certificate_fingerprint(const X509& certificate);
// kUnsupported when it has no key or dates that can be read.
[[nodiscard]] Result<ShownCertificate> describe_certificate(X509& certificate);

// Outside its dates: kUnauthenticated, saying which clock may be wrong. For certificates that are
// not pinned yet.
[[nodiscard]] Result<void> check_dates(const ShownCertificate& certificate, std::time_t now);
// kUnsupported for a key that is too small for the profile.
[[nodiscard]] Result<void> check_key(const ShownCertificate& certificate, CryptoProfile profile);

// The certificate is the pinned one, or is pinned now: then its dates count, too, for nobody could
// tell later what was pinned. Blocks shortly, as PeerPins does.
[[nodiscard]] Result<void> check_pinned(const ShownCertificate& certificate,
                                        const Endpoint& endpoint, CryptoProfile profile,
                                        PeerPins& pins);

// For SSL_CTX_set_cert_verify_callback(): takes any certificate, but the same one each time a
// connection negotiates. Keeps its fingerprint in the std::string that SSL_get_app_data() points
// to.
int hold_certificate(X509_STORE_CTX* store, void*);

}  // namespace lw::net
