// Whatever a server sends: lists that were in it, or nothing; and more bytes change no answer.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/crypto_profile.h"
#include "net/ssh_agreement.h"
#include "net/ssh_offer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::net;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto offer = read_ssh_offer(bytes);
  if (!offer) return 0;
  const auto again = read_ssh_offer(bytes + "more");
  if (!again || again->key_exchange != offer->key_exchange) std::abort();
  if (bytes.find(offer->macs_to_client) == std::string::npos) std::abort();
  for (const auto profile : kCryptoProfiles) (void)explain_disagreement(*offer, profile);
  return 0;
}
