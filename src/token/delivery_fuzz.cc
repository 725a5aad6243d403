// Content that is taken is written as it was read; a file that opens holds such content, and bytes
// from outside never open.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "token/delivery.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lw::token;
  static const KeyPair kKeys = make_keys().value();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  require(!open(input, kKeys));
  const auto delivery = read_content(input);
  if (!delivery) return 0;
  require(write_content(*delivery) == input);
  const auto file = seal(*delivery, kKeys.public_key);
  require(file && file->size() <= kMostSealedBytes);
  require(open(*file, kKeys)->config == delivery->config);
  return 0;
}
