// Whatever a server sends: a key, a refusal or a wish for more; and more bytes change no answer.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/ssh1_host_key.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto key = lw::net::read_ssh1_host_key(bytes);
  if (!key || !*key) return 0;
  const auto again = lw::net::read_ssh1_host_key(bytes + "more");
  if (!again || !*again || (*again)->key != (*key)->key) std::abort();
  return 0;
}
