// Private keys as text: several lines between "-----BEGIN RSA PRIVATE KEY-----" and "-----END",
// which no pattern for one line finds (RFC 7468, and RFC 1421 for encrypted ones; PKCS 12 as ASAs
// export it; the form of ssh.com). Certificates and public keys are none. Pure; one text at a time.
#pragma once

#include <string_view>

namespace lw::platform {

class KeyArmour {
 public:
  // Takes the text's next line: whether it is secret. The lines that begin and end a key are not.
  // A line that can't belong to a key ends it, so that one that was cut hides nothing else.
  [[nodiscard]] bool hides(std::string_view line);

 private:
  bool inside_ = false;
};

}  // namespace lw::platform
