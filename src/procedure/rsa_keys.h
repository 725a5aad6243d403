// RSA keys as far as a configuration shows them: sizes named by trustpoints, and the keys inside
// self-signed certificates. Pure; certificates are hostile until parsed.
#pragma once

#include <string>
#include <vector>

#include "procedure/condition.h"

namespace lw::procedure {

struct RsaKey {
  std::string name;  // of the key pair, or of the trustpoint whose certificate holds it
  int bits = 0;
  std::uint32_t line = 0;  // index in the document of the line that tells
};

[[nodiscard]] std::vector<RsaKey> visible_rsa_keys(const configtext::Document& running);

// SSH 2 needs an RSA key of at least `bits` (768: observed on IOS). Holds when no key that is known
// to serve SSH is smaller; says so when none can be seen.
[[nodiscard]] ConditionPtr rsa_key_at_least(int bits);

}  // namespace lw::procedure
