#include "net/ssh_profile.h"

#include "net/ssh_algorithms.h"

namespace lw::net {
namespace {

SshAlgorithms modern() {
  const std::string host_keys = kSshHostKeys;
  return {.key_exchange = kSshKeyExchange,
          .host_keys = host_keys,
          .user_keys = host_keys,
          .ciphers = kSshCiphers,
          .macs = kSshMacs,
          .smallest_rsa_key = kSmallestRsaKey};
}

// SHA-1 and CBC: what IOS 12.4 to 15.x and ASA 8.x offer.
SshAlgorithms legacy() {
  SshAlgorithms all = modern();
  all.key_exchange +=
      ",diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,"
      "diffie-hellman-group1-sha1";
  all.host_keys += ",ssh-rsa";
  all.user_keys += ",ssh-rsa";
  all.ciphers += ",aes256-cbc,aes192-cbc,aes128-cbc";
  all.macs += ",hmac-sha1-etm@openssh.com,hmac-sha1";
  all.smallest_rsa_key = 1024;
  return all;
}

// All that Debian's libssh 0.10 is built with: it has no ssh-dss, hmac-md5, Blowfish, DES or RC4,
// and takes no RSA key under 768 bits.
SshAlgorithms ancient() {
  SshAlgorithms all = legacy();
  all.ciphers += ",3des-cbc";
  all.smallest_rsa_key = 768;
  return all;
}

}  // namespace

const SshAlgorithms& ssh_algorithms(CryptoProfile profile) {
  static const SshAlgorithms profiles[] = {modern(), legacy(), ancient()};
  return profiles[static_cast<std::size_t>(profile)];
}

const SshAlgorithms& plink_algorithms() {
  static const SshAlgorithms more{.key_exchange = "rsa2048-sha256,rsa1024-sha1",
                                  .host_keys = "ssh-dss",
                                  .user_keys = "ssh-dss",
                                  .ciphers =
                                      "blowfish-ctr,blowfish-cbc,3des-ctr,arcfour256,"
                                      "arcfour128,des-cbc,des-cbc@ssh.com",
                                  .macs = "hmac-sha1-96,hmac-md5",
                                  .smallest_rsa_key = 0};
  return more;
}

}  // namespace lw::net
