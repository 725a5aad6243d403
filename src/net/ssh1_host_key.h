// The host key of an SSH 1.5 server, from the one packet that it sends in the clear
// (draft-ylonen-ssh-protocol-00: the binary packet, SSH_SMSG_PUBLIC_KEY). All that this program
// speaks of SSH 1.5 itself: plink does the rest, and is given the key that is expected. Pure; any
// thread; the bytes may be hostile. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/peer_pins.h"

namespace lw::net {

struct Ssh1HostKey {
  // As "ssh1-rsa"; its SHA-256 is, like the MD5, of the modulus and the exponent.
  PeerKey key;
  std::string md5;  // "xx:xx:…": the only fingerprint that plink knows for SSH 1.5
};

// `received` begins behind the identification. nullopt: not yet; kUnsupported: it is no such
// packet.
[[nodiscard]] Result<std::optional<Ssh1HostKey>> read_ssh1_host_key(std::string_view received);

}  // namespace lw::net
