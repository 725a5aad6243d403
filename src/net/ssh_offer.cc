#include "net/ssh_offer.h"

#include "net/byte_reader.h"

namespace lw::net {
namespace {

constexpr unsigned char kKexInit = 20;
constexpr std::size_t kCookie = 16;

// Behind the line that begins with "SSH-"; lines before it are no part of the protocol.
std::string_view behind_identification(std::string_view received) {
  while (!received.empty()) {
    const auto end = received.find('\n');
    if (end == std::string_view::npos) break;
    const bool identification = received.starts_with("SSH-");
    received.remove_prefix(end + 1);
    if (identification) return received;
  }
  return {};
}

}  // namespace

std::optional<SshOffer> read_ssh_offer(std::string_view received) {
  ByteReader packet(behind_identification(received));
  const std::size_t length = packet.number(4);
  ByteReader payload(packet.take(length));
  (void)payload.number(1);  // how much padding follows
  if (payload.number(1) != kKexInit) return std::nullopt;
  (void)payload.take(kCookie);
  SshOffer offer;
  for (auto* list : {&offer.key_exchange, &offer.host_keys, &offer.ciphers_to_server,
                     &offer.ciphers_to_client, &offer.macs_to_server, &offer.macs_to_client}) {
    *list = payload.string();
  }
  if (!packet.good() || !payload.good()) return std::nullopt;
  return offer;
}

}  // namespace lw::net
