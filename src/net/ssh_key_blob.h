// Public keys as SSH sends and files keep them (RFC 4253 section 6.6): a string with the name of
// the algorithm, then its numbers; in files as base64. Pure; any thread; the bytes may be hostile.
// Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/peer_pins.h"

namespace lw::net {

// nullopt for text that is not base64 with its padding.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

// "SHA256:" and the hash without padding, as OpenSSH and the devices show it.
[[nodiscard]] std::string sha256_fingerprint(std::string_view bytes);

// kInvalidArgument when the blob does not begin with an algorithm's name and go on after it.
[[nodiscard]] Result<PeerKey> read_ssh_key_blob(std::string_view blob);

// Of an "ssh-rsa" blob: the bits of its modulus; nullopt for other keys.
[[nodiscard]] std::optional<int> rsa_key_bits(std::string_view blob);

}  // namespace lw::net
