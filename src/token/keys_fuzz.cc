// A key that is taken can be written and read again, and is the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "token/keys.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::token;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto key = parse_public_key(text)) {
    require(parse_public_key(public_key_text(*key)) == *key);
  }
  if (const auto keys = parse_private_key(text)) {
    require(parse_private_key(private_key_text(*keys).reveal())->public_key == keys->public_key);
  }
  return 0;
}
