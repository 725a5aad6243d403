// The TLS side of a firewall whose licence allows only DES (a K8 unit): it answers a client's first
// message and never gets further. One for each connection; bytes in, bytes out; bounded. What a
// K8 unit does is inferred (facts 1.4): it takes no suite but DES, so modern clients see a
// handshake failure.
#pragma once

#include <string>
#include <string_view>

namespace lw::lab {

class TlsDesOnly {
 public:
  struct Reply {
    std::string bytes;   // for the client; may be empty
    bool close = false;  // nothing more is said, and the connection is closed
  };

  // What the client sent, in pieces of any size. A ClientHello (TLS records of any version, or the
  // SSL 2.0 form of old clients) that offers TLS_RSA_WITH_DES_CBC_SHA leads to a ServerHello that
  // takes it, and silence; any other to the fatal alert handshake_failure; what is no ClientHello
  // to a close without a word.
  [[nodiscard]] Reply receive(std::string_view bytes);

 private:
  [[nodiscard]] Reply refuse();

  std::string received_;
  bool finished_ = false;
};

}  // namespace lw::lab
