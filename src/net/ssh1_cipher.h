// One direction of an SSH 1 connection's encryption: a chain over all of its packets, from a zero
// initialisation vector. 3DES here is three DES-CBC chains one behind the other (encrypt, decrypt,
// encrypt), not the usual outer CBC (draft-ylonen-ssh-protocol-00, "Packet Encryption"). Private to
// the room, pure.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "base/result.h"
#include "base/secret.h"

struct evp_cipher_ctx_st;

namespace lw::net {

class Ssh1Cipher {
 public:
  enum class Direction { kEncrypt, kDecrypt };

  // `number` is kSsh1CipherDes or kSsh1CipherTripleDes, otherwise kUnsupported; kInvalidArgument
  // for a session key that is too short.
  [[nodiscard]] static Result<Ssh1Cipher> create(std::uint8_t number, const Secret& session_key,
                                                 Direction direction);

  // The next bytes of the chain, in place. A multiple of 8 bytes.
  [[nodiscard]] Result<void> apply(std::span<char> bytes);

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* context) const;
  };
  std::array<std::unique_ptr<evp_cipher_ctx_st, Free>, 3> chains_;  // null: not used
};

}  // namespace lw::net
