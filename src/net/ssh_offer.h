// What an SSH-2 server offers: the lists of its KEXINIT (RFC 4253 section 7.1), which comes in the
// clear behind its identification. Read beside libssh, which loses them when it fails. Pure; any
// thread; the bytes may be hostile. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lw::net {

struct SshOffer {
  std::string key_exchange;
  std::string host_keys;
  std::string ciphers_to_server;
  std::string ciphers_to_client;
  std::string macs_to_server;
  std::string macs_to_client;
};

// `received` is all that the server said from the start. nullopt: the KEXINIT is not whole, or is
// none.
[[nodiscard]] std::optional<SshOffer> read_ssh_offer(std::string_view received);

}  // namespace lw::net
