// A manifest that is taken has all that a login needs, within bounds.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lab/usb_token.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto manifest = lw::lab::read_token_manifest(text);
  if (manifest && (manifest->salt.size() != 16 || manifest->check.size() != 40 ||
                   manifest->size == 0 || manifest->size > (1U << 20))) {
    std::abort();
  }
  return 0;
}
