// The SSH algorithms of each cryptography profile, in order of preference, as comma-separated
// lists. What is old stands behind what is new, so that a server which has both uses the new.
// Private to the room; static data.
#pragma once

#include <string>

#include "net/crypto_profile.h"

namespace lw::net {

struct SshAlgorithms {
  std::string key_exchange;
  std::string host_keys;
  std::string user_keys;  // what a login by key may be signed with
  std::string ciphers;
  std::string macs;
  int smallest_rsa_key;  // bits
};

// What libssh 0.10 is told to offer.
[[nodiscard]] const SshAlgorithms& ssh_algorithms(CryptoProfile profile);

// What PuTTY's plink speaks and libssh 0.10 does not: the last resort of profile ancient.
[[nodiscard]] const SshAlgorithms& plink_algorithms();

}  // namespace lw::net
