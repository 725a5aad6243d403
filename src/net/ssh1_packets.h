// Packets of SSH protocol 1.5 out of and into bytes: length, padding, type, data and CRC-32,
// encrypted once there is a session key (draft-ylonen-ssh-protocol-00, "The Binary Packet
// Protocol"). The CRC protects against nobody; it is what the protocol has. Private to the room,
// pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "net/ssh1_cipher.h"
#include "net/ssh1_message.h"

namespace lw::net {

class Ssh1Packets {
 public:
  // Of type, data and CRC: what the draft allows, and the most that is kept of a peer.
  static constexpr std::size_t kLongest = 262144;

  // From the next packet on, in both directions. Errors as Ssh1Cipher::create().
  [[nodiscard]] Result<void> encrypt_with(std::uint8_t cipher, const Secret& session_key);

  void receive(std::string_view bytes) { received_ += bytes; }
  // The next packet, nothing while it has not arrived. Take out all there are before receiving
  // more. kInvalidArgument: no packet; nothing that follows can be read.
  [[nodiscard]] Result<std::optional<Ssh1Packet>> next();

  // kInternal: over kLongest.
  [[nodiscard]] Result<std::string> encode(Ssh1Type type, std::string_view data);

 private:
  std::optional<Ssh1Cipher> encryption_;
  std::optional<Ssh1Cipher> decryption_;
  std::string received_;  // from taken_ on not yet handed over
  std::size_t taken_ = 0;
};

}  // namespace lw::net
