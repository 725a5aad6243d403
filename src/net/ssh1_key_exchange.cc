#include "net/ssh1_key_exchange.h"

#include <openssl/evp.h>

#include <algorithm>

#include "net/ssh1_message.h"

namespace lw::net {

std::string ssh1_session_id(std::string_view host_modulus, std::string_view server_modulus,
                            std::string_view cookie) {
  const std::string bytes = std::string(host_modulus).append(server_modulus).append(cookie);
  std::string id(16, '\0');
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(id.data()), nullptr,
             EVP_md5(), nullptr);
  return id;
}

Secret ssh1_masked(const Secret& session_key, std::string_view session_id) {
  std::string bytes = session_key.reveal();
  for (std::size_t i = 0; i < std::min(bytes.size(), session_id.size()); ++i) {
    bytes[i] = static_cast<char>(bytes[i] ^ session_id[i]);
  }
  return Secret(std::move(bytes));
}

Result<Secret> ssh1_session_key(const Ssh1RsaKey& host, const Ssh1RsaKey& server,
                                std::string_view cookie, std::string_view encrypted) {
  const bool host_is_larger = host.bits() > server.bits();
  LW_ASSIGN(const Secret once, (host_is_larger ? host : server).decrypt(encrypted));
  LW_ASSIGN(const Secret masked, (host_is_larger ? server : host).decrypt(once.reveal()));
  if (masked.reveal().size() != kSsh1SessionKeySize) {
    return failure(ErrorCode::kInvalidArgument, "the session key has a wrong length");
  }
  return ssh1_masked(masked, ssh1_session_id(host.modulus(), server.modulus(), cookie));
}

}  // namespace lw::net
